package io.vestibule.protocol.saml.downstream;

/**
 * Why a service provider that may be answered does not get what it asked for.
 *
 * @param message what its developer is told (StatusMessage)
 * @param reason a stable word for the audit log, which alone is told {@code expected} and {@code actual}
 */
record Denied(SamlStatus status, String message, String reason, String expected, String actual) {
    static Denied of(SamlStatus status, String reason, String message) {
        return new Denied(status, message, reason, "", "");
    }

    Denied seen(String expectedValue, String actualValue) {
        return new Denied(status, message, reason, expectedValue, actualValue);
    }
}
