package io.vestibule.directory;

/** What came of setting a password. */
public sealed interface PasswordChange {
    record Changed() implements PasswordChange {}

    /** Fewer characters than the realm wants. */
    record TooShort(int minimum) implements PasswordChange {}

    /** Not as the realm wants it; {@code wanted} says in the operator's words how. */
    record NotAsWanted(String wanted) implements PasswordChange {}

    /** One of the last {@code unique}, this one included, which must differ. */
    record UsedBefore(int unique) implements PasswordChange {}

    /** The present one is younger than {@code minimumDays}; {@code daysLeft} whole days remain. */
    record TooSoon(long minimumDays, long daysLeft) implements PasswordChange {}

    /** This user's password is for administrators to change. */
    record OnlyByAdministrators() implements PasswordChange {}

    /** Empty, longer than any password, or with characters no keyboard can type again. */
    record Unusable() implements PasswordChange {}

    record UnknownUser() implements PasswordChange {}

    /** Who changes their own says the present one first, and did not; {@code refusal} is never a right one. */
    record NotProven(PasswordCheck refusal) implements PasswordChange {}

    /** More logins at once than this machine can check; nothing was changed. */
    record Busy() implements PasswordChange {}
}
