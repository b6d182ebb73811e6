package io.vestibule.logout;

/** What the person answered to "Do you want to sign out?". */
public sealed interface LogoutAnswer {
    record Everywhere() implements LogoutAnswer {}

    /** @param application the id of one of those that they were shown */
    record Only(String application) implements LogoutAnswer {}

    record Nowhere() implements LogoutAnswer {}
}
