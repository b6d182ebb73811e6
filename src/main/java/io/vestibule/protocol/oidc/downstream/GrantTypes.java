package io.vestibule.protocol.oidc.downstream;

import java.util.List;

/** Grants this server knows, under their registered names (RFC 6749, RFC 7591 §2). */
final class GrantTypes {
    static final String AUTHORIZATION_CODE = "authorization_code";
    static final String REFRESH_TOKEN = "refresh_token";
    static final String CLIENT_CREDENTIALS = "client_credentials";
    static final List<String> ALL = List.of(AUTHORIZATION_CODE, REFRESH_TOKEN, CLIENT_CREDENTIALS);

    private GrantTypes() {}
}
