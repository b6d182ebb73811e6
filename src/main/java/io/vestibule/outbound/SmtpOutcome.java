package io.vestibule.outbound;

/** What came of handing in a letter. */
public sealed interface SmtpOutcome {
    record Accepted() implements SmtpOutcome {}

    /** Not now; the same letter may be taken later. */
    record Failed(String detail) implements SmtpOutcome {}

    /** Not this letter, however often (RFC 5321 §4.2.1: 5yz). */
    record Rejected(String detail) implements SmtpOutcome {}
}
