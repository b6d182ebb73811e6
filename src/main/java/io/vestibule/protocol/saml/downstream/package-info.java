/**
 * The identity provider of a realm: what a SAML service provider asks for and gets.
 *
 * <p>Owns: the blocks {@code saml} of realms and relying parties, the realm's own metadata, the single sign-on endpoints
 * (Redirect, POST, ECP, started here), the checks of a request in one visible order, NameIDs, attributes, assertions and the
 * bindings they travel by. Does not: know how a person signs in (login), parse or sign by itself (protocol.saml.xml), fetch
 * metadata (protocol.saml.metadata). Enters by: the endpoints, and SamlProofIssuer when login is done. Leaves by:
 * BrowserReply values, SOAP envelopes and metadata bytes.
 */
@NullMarked
package io.vestibule.protocol.saml.downstream;

import org.jspecify.annotations.NullMarked;
