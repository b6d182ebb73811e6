package io.vestibule.connector;

import io.vestibule.identity.UpstreamIdentity;

/** What came of asking a connector who somebody is. */
public sealed interface AuthnOutcome {
    record Authenticated(UpstreamIdentity identity) implements AuthnOutcome {}

    /** Not believed, or not let in. The person sees a sentence made from {@code kind}; the log sees the rest. */
    record Rejected(Rejection kind, String reason, String expected, String actual) implements AuthnOutcome {
        public Rejected(Rejection kind, String reason) {
            this(kind, reason, "", "");
        }
    }

    /** The person changed their mind over there. */
    record Cancelled() implements AuthnOutcome {}

    /** The upstream did not answer, or not sensibly; nothing is known about the person. */
    record Unreachable(String detail) implements AuthnOutcome {}

    /** Kinds of rejection a person can act on differently. */
    enum Rejection {
        /** Wrong user name or password: the same for an unknown user. */
        BAD_CREDENTIALS,
        /** Right, but good only for choosing another password: it is too old, or somebody else set it. */
        PASSWORD_ENDED,
        /** Too many failures; try later. Says nothing about whether the account exists. */
        THROTTLED,
        /** A message that does not verify: an attack or a misconfiguration. */
        INVALID_MESSAGE,
        /** The upstream refused the person or the request. */
        DENIED_UPSTREAM,
        /** Authenticated, but not as strongly or freshly as was asked. */
        CONTEXT_NOT_MET,
        /** The upstream authenticates nobody as strongly as was asked, and says nothing of the person. */
        CONTEXT_REFUSED
    }
}
