/**
 * SAML identity providers as ways to sign in.
 *
 * <p>Owns: the connector of type {@code saml}, which is a service provider towards one identity provider or a federation of
 * them, and its own metadata. Does not: parse XML, touch a key's algorithm, or decide who a person is here. Enters by:
 * SamlConnectorFactory, SamlConnectorMetadataEndpoint. Leaves by: AuthnOutcome values, signed messages, metadata.
 */
@NullMarked
package io.vestibule.protocol.saml.upstream;

import org.jspecify.annotations.NullMarked;
