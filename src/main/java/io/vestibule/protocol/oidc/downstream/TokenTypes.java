package io.vestibule.protocol.oidc.downstream;

/** The {@code typ} of each kind of JWT issued here, so that none passes for another (RFC 8725 §3.11). */
final class TokenTypes {
    static final String ID_TOKEN = "JWT";
    static final String LOGOUT_TOKEN = "logout+jwt"; // Back-Channel Logout §2.4
    static final String ACCESS_TOKEN = "at+jwt"; // RFC 9068 §2.1

    private TokenTypes() {}
}
