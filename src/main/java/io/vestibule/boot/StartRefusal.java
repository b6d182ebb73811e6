package io.vestibule.boot;

/** Why this start cannot go on, as one sentence for the person at the terminal, ending in what to do next. */
public final class StartRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StartRefusal(String message) {
        super(message);
    }

    public StartRefusal(String message, Throwable cause) {
        super(message, cause);
    }
}
