package io.vestibule.relyingparty;

import java.net.URI;

/** What came of telling one relying party. */
public sealed interface LogoutNotice {
    record Done() implements LogoutNotice {}

    /** Only the browser can tell it, by {@link LogoutParticipant#byBrowser}. */
    record ViaBrowser() implements LogoutNotice {}

    /** Is told by a page of its own, loaded out of sight; whether that signed anybody out, nobody learns. */
    record InFrame(URI page) implements LogoutNotice {}

    /** A front channel was asked and cannot answer. */
    record Unconfirmed() implements LogoutNotice {}

    /** Has nothing but tokens, as a device: those of the session are over with it, and there is nothing to tell. */
    record TokensAlone() implements LogoutNotice {}

    /** Its protocol or registration has no way to be told. */
    record Unsupported() implements LogoutNotice {}

    /** Is told again. */
    sealed interface StillOwed extends LogoutNotice {
        /** For the operator's log only. */
        String detail();
    }

    /** Could not be reached, or its answer could not be believed. */
    record Failed(String detail) implements StillOwed {}

    /** Answered that it did not sign the person out. */
    record Refused(String detail) implements StillOwed {}

    /** What an HTTP status says that is none of success: that of a server in trouble, or of a busy one, is no answer. */
    static StillOwed ofStatus(int status) {
        boolean busy = status == 408 || status == 425 || status == 429; // RFC 9110 §15.5.9, RFC 8470 §5.2, RFC 6585 §4
        String detail = "status " + status;
        return status / 100 == 4 && !busy ? new Refused(detail) : new Failed(detail);
    }
}
