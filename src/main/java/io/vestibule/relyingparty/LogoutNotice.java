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

    /**
     * Could not be reached.
     *
     * @param detail for the operator's log only
     */
    record Failed(String detail) implements LogoutNotice {}
}
