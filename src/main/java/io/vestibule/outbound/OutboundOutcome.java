package io.vestibule.outbound;

/** What came of calling somebody: an answer of whatever status, or none. */
public sealed interface OutboundOutcome {
    record Answered(OutboundResponse response) implements OutboundOutcome {}

    /**
     * No usable answer.
     *
     * @param detail for the operator's log only; never holds what was sent
     */
    record Failed(Kind kind, String detail) implements OutboundOutcome {}

    /** Why there is no answer. */
    enum Kind {
        /** Not called: the URL or the address behind it is out of bounds. */
        FORBIDDEN,
        /** The name has no address, or the resolver did not say in time. */
        UNRESOLVED,
        /** No connection; nothing was sent. */
        UNREACHABLE,
        /** The certificate is not one we trust for that name, or TLS failed otherwise. */
        UNTRUSTED,
        /** No whole answer within the deadline. */
        TIMEOUT,
        /** The answer is larger than the caller takes. */
        TOO_LARGE,
        /** The connection broke, or what came is not HTTP. */
        BROKEN,
        /** Not called: it failed time after time and is left alone for a moment. */
        RESTING,
        /** Not called: too many calls to it are under way. */
        BUSY
    }
}
