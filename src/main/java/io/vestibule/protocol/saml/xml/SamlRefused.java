package io.vestibule.protocol.saml.xml;

/**
 * A message that is not believed. Never shown to whoever sent it: rooms turn it into a sealed outcome and an audit event at
 * their edge. Carries no stack trace, as it is made for an attacker's convenience only.
 */
public final class SamlRefused extends Exception {
    private static final int LONGEST = 300;

    private final String reason;
    private final String expected;
    private final String actual;

    /**
     * @param reason a slug for the audit log: {@code wrong-audience}
     * @param actual what the message said; cut to a few hundred characters
     */
    public SamlRefused(String reason, String expected, String actual) {
        super(reason, null, false, false);
        this.reason = reason;
        this.expected = cut(expected);
        this.actual = cut(actual);
    }

    public SamlRefused(String reason) {
        this(reason, "", "");
    }

    public String reason() {
        return reason;
    }

    public String expected() {
        return expected;
    }

    public String actual() {
        return actual;
    }

    private static String cut(String text) {
        return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    }
}
