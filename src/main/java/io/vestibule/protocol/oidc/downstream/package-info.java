/**
 * OpenID provider and OAuth authorization server of each realm.
 *
 * <p>Owns: discovery, authorize, token, userinfo, introspect, revoke and logout endpoints; what a relying party's {@code oidc}
 * block says; the proofs (codes, ID tokens, access tokens). Does not: decide who the person is, show a page, or keep a
 * session. Enters by: HTTP, and ProofIssuer. Leaves by: BrowserReply, JSON, AuthnRequest.
 */
@NullMarked
package io.vestibule.protocol.oidc.downstream;

import org.jspecify.annotations.NullMarked;
