package io.vestibule.login;

import io.vestibule.relyingparty.Authentication;
import io.vestibule.relyingparty.Refusal;

/** What came of a login whose name and password came along with the request. */
public sealed interface DirectOutcome {
    /** Signed in, in a session that no browser has. */
    record Proven(Authentication authentication) implements DirectOutcome {}

    /** Known, or not to be looked at, and refused: the relying party is told in its own protocol. */
    record Refused(Refusal refusal) implements DirectOutcome {}

    /** Wrong name or password: the same for an unknown name. */
    record BadCredentials() implements DirectOutcome {}

    /** Too many failures; says nothing about whether the account exists. */
    record Throttled() implements DirectOutcome {}

    /** Nothing is known about the person. */
    record Unreachable() implements DirectOutcome {}
}
