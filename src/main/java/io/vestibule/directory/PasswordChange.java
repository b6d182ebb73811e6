package io.vestibule.directory;

/** What came of setting a password. */
public sealed interface PasswordChange {
    record Changed() implements PasswordChange {}

    /** Fewer characters than the realm wants. */
    record TooShort(int minimum) implements PasswordChange {}

    /** Empty, longer than any password, or with characters no keyboard can type again. */
    record Unusable() implements PasswordChange {}

    record UnknownUser() implements PasswordChange {}

    /** More logins at once than this machine can check; nothing was changed. */
    record Busy() implements PasswordChange {}
}
