package io.vestibule.identity;

/** What a connector vouches for: the key is connector and stable subject, never an e-mail address or a name. */
public record UpstreamIdentity(
        ConnectorId connector, String subject, Claims claims, AuthnContext context, UpstreamSession upstreamSession) {
    private static final int LONGEST_SUBJECT = 512;

    public UpstreamIdentity {
        if (subject.isBlank() || subject.length() > LONGEST_SUBJECT) {
            throw new IllegalArgumentException("an upstream subject has 1 to " + LONGEST_SUBJECT + " characters");
        }
    }
}
