package io.vestibule.directory;

/** Which user an upstream identity is. */
public sealed interface Resolution {
    /** Seen before, through this connector and subject. */
    record Known(User user) implements Resolution {}

    /** Here for the first time. */
    record Provisioned(User user) implements Resolution {}

    /** May not sign in; {@code reason} is a stable word for the audit log. */
    record Refused(String reason) implements Resolution {}
}
