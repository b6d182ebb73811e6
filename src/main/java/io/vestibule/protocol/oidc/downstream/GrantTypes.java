package io.vestibule.protocol.oidc.downstream;

import java.util.List;

/** Grants this server knows, under their registered names (RFC 6749, RFC 7591 §2). */
final class GrantTypes {
    static final String AUTHORIZATION_CODE = "authorization_code";
    static final String REFRESH_TOKEN = "refresh_token";
    static final String CLIENT_CREDENTIALS = "client_credentials";
    /** Only for clients that the operator names. */
    static final String PASSWORD = "password";

    /** For devices that can open no browser (RFC 8628 §3.4). */
    static final String DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code";

    static final List<String> ALL =
            List.of(AUTHORIZATION_CODE, REFRESH_TOKEN, CLIENT_CREDENTIALS, PASSWORD, DEVICE_CODE);

    /** Those that nobody has unless the operator says so. */
    static final List<String> OPT_IN = List.of(PASSWORD, DEVICE_CODE);

    /** Those that give tokens for a person, which can be refreshed. */
    static final List<String> OF_PEOPLE = List.of(AUTHORIZATION_CODE, PASSWORD, DEVICE_CODE);

    private GrantTypes() {}
}
