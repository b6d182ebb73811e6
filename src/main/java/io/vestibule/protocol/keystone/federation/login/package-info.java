/**
 * People for whom somebody else vouches come in: by a bearer token of their provider, and by the browser for a dashboard
 * (WebSSO).
 *
 * <p>Owns: {@code /v3/OS-FEDERATION/…/auth}, {@code /v3/auth/OS-FEDERATION/websso}, the methods {@code mapped},
 * {@code openid} and {@code saml2}, the dashboards a realm trusts. Does not: keep identity providers and rules ({@code
 * federation.registry} does), nor decide what rules give. Enters by: AuthMethod, ProofIssuer, found by CDI. Leaves by: Proven,
 * BrowserReply.
 */
@NullMarked
package io.vestibule.protocol.keystone.federation.login;

import org.jspecify.annotations.NullMarked;
