/**
 * This server as a relying party: OpenID Connect Core, authorization code flow with PKCE.
 *
 * <p>Owns: discovery, the authorization request, the code exchange, verification of the id_token, userinfo, and the connector
 * of type {@code oidc}. Does not: know HTTP towards the browser, decide who a person is here, or keep state between leaving
 * and coming back. Enters by: OidcConnectorFactory, and OidcClient for the demo relying party. Leaves by: AuthnOutcome
 * values; whatever a provider sends, never an exception.
 */
@NullMarked
package io.vestibule.protocol.oidc.upstream;

import org.jspecify.annotations.NullMarked;
