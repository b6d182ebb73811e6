package io.vestibule.client;

/** The Identity API gave no answer, or none that makes sense: neither yes nor no. A service answers 503 then. */
public final class IdentityUnreachable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    IdentityUnreachable(String message) {
        super(message);
    }

    IdentityUnreachable(String message, Throwable cause) {
        super(message, cause);
    }
}
