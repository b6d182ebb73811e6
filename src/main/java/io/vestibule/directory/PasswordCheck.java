package io.vestibule.directory;

/** What came of a name and a password. */
public sealed interface PasswordCheck {
    /** Why one is {@link Wrong} that was right, where the connector for passwords is switched off. */
    String SHUT = "connector-disabled";

    record Right(User user) implements PasswordCheck {}

    /** Right, and too old: nothing is given for it but the chance to choose a new one. */
    record Expired(User user) implements PasswordCheck {}

    /** Right, and set by somebody else: as {@link Expired}. */
    record MustChange(User user) implements PasswordCheck {}

    /**
     * Not let in. All reasons look the same and take the same time to the person.
     *
     * @param reason a stable word for the audit log
     */
    record Wrong(String reason) implements PasswordCheck {}

    /** This name was tried wrongly too often, whether or not anybody has it. */
    record Throttled() implements PasswordCheck {}

    /** More logins at once than this machine can check; nothing was tried. */
    record Busy() implements PasswordCheck {}
}
