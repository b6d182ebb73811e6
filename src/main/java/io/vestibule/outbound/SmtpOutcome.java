package io.vestibule.outbound;

/** What came of handing in a letter. */
public sealed interface SmtpOutcome {
    record Accepted() implements SmtpOutcome {}

    /** Not now; the same letter may be taken later. */
    record Failed(String detail) implements SmtpOutcome {}

    /** The server takes nobody's letter now: it is away, gives no answer, or does not let us in. */
    record Unavailable(String detail) implements SmtpOutcome {}

    /** Not this letter, however often (RFC 5321 §4.2.1: 5yz). */
    record Rejected(String detail) implements SmtpOutcome {}
}
