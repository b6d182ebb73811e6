package io.vestibule.client;

/** The Identity API answered no. */
public final class IdentityRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    IdentityRefused(int status, String message) {
        super(message);
        this.status = status;
    }

    /** Of HTTP: 401 for credentials, 403 for a policy, 404 for what is not there. */
    public int status() {
        return status;
    }
}
