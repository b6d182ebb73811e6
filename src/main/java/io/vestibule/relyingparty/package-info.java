/**
 * The downstream side's contract.
 *
 * <p>Owns: AuthnRequest, Authentication, ProofIssuer, LogoutParticipant, Refusal. Does not: know a protocol or
 * how a login happens. Enters by: protocol endpoints making an AuthnRequest. Leaves by: ProofIssuer beans making
 * a BrowserReply.
 */
@NullMarked
package io.vestibule.relyingparty;

import org.jspecify.annotations.NullMarked;
