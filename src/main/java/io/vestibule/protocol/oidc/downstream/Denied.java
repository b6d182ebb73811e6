package io.vestibule.protocol.oidc.downstream;

/**
 * Why a relying party does not get what it asked for.
 *
 * @param code the registered error (RFC 6749 §4.1.2.1, §5.2, OIDC Core §3.1.2.6)
 * @param description what the relying party's developer is told
 * @param reason a stable word for the audit log, which alone is told {@code expected} and {@code actual}
 */
record Denied(String code, String description, String reason, String expected, String actual) {
    static Denied of(String code, String reason, String description) {
        return new Denied(code, description, reason, "", "");
    }

    static Denied invalidRequest(String reason, String description) {
        return of("invalid_request", reason, description);
    }

    static Denied invalidClient(String reason) {
        // RFC 6749 §5.2: one error for all of it, so that nothing is learnt by trying
        return of("invalid_client", reason, "Client authentication failed.");
    }

    static Denied invalidGrant(String reason, String description) {
        return of("invalid_grant", reason, description);
    }

    Denied seen(String expectedValue, String actualValue) {
        return new Denied(code, description, reason, expectedValue, actualValue);
    }

    int status() {
        return switch (code) {
            case "invalid_client" -> 401;
            case "temporarily_unavailable" ->
                503; // RFC 6749 §4.1.2.1 has the word for where this status cannot be told
            default -> 400;
        };
    }

    JsonReply reply() {
        JsonReply reply = JsonReply.error(status(), code, description);
        return status() == 401 ? reply.challenging("Basic realm=\"token\", charset=\"UTF-8\"") : reply;
    }
}
