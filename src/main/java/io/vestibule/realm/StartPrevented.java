package io.vestibule.realm;

/**
 * Something the operator has to mend before the server can run. The message says what, in the operator's words; where in our
 * code it showed helps nobody, so no stack trace is shown.
 */
public class StartPrevented extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StartPrevented(String message) {
        super(message);
    }
}
