package io.vestibule.bench;

/** The bars of docs/performance.md, with the floors of this very run in them. All in milliseconds of CPU. */
record Bars(Floors.Signatures signatures, double argon2id, double bare) {
    private static final double BESIDE_THE_HASH = 1.5;

    Bar of(Flow flow) {
        double rs256 = signatures.rs256();
        double es256 = signatures.es256();
        return switch (flow) {
            case BARE, DISCOVERY -> Bar.NONE;
            case CLIENT_CREDENTIALS -> Bar.of(es256, "1 ES256").atMost(0.36).atLeast(1.0 / 3);
            case REFRESH -> Bar.of(es256 + rs256, "ES256 + RS256").atMost(0.5);
            case REFRESH_ES256 -> Bar.of(2 * es256, "2 ES256").atMost(0.5).atLeast(1.0 / 3);
            case INTROSPECT, INTROSPECT_FRESH ->
                Bar.of(bare, "bare answer").atMost(0.11).atLeast(0.5);
            case USERINFO -> Bar.of(bare, "bare answer").atMost(0.12);
            case CODE_SSO -> Bar.of(es256 + rs256, "ES256 + RS256").atMost(1.1);
            case CODE_SSO_ES256 -> Bar.of(2 * es256, "2 ES256").atMost(1.1);
            case SAML_SSO -> Bar.of(2 * rs256, "2 RS256").atMost(1.2).atLeast(0.6);
            case SAML_SSO_EC -> Bar.of(2 * es256, "2 ES256").atMost(1.2);
            case SAML_ARRIVAL -> Bar.of(2 * signatures.rs256Verified(), "2 RS256 verified");
            case SAML_ARRIVAL_EC -> Bar.of(2 * signatures.es256Verified(), "2 ES256 verified");
            case KEYSTONE_TOKEN -> Bar.of(es256, "1 ES256").atMost(0.35);
            case KEYSTONE_VALIDATE_FRESH, KEYSTONE_VALIDATE_FRESH_REVOKED ->
                Bar.of(bare + signatures.es256Verified(), "bare answer + 1 ES256 verified");
            case KEYSTONE_VALIDATE,
                    KEYSTONE_VALIDATE_FERNET,
                    KEYSTONE_VALIDATE_FERNET_FRESH,
                    KEYSTONE_VALIDATE_REVOKED,
                    KEYSTONE_VALIDATE_FERNET_REVOKED,
                    KEYSTONE_VALIDATE_FERNET_FRESH_REVOKED ->
                Bar.of(bare, "bare answer").atMost(0.09).atLeast(0.5);
            case KEYSTONE_PASSWORD ->
                Bar.of(argon2id, "1 Argon2id")
                        .atMost(argon2id + BESIDE_THE_HASH)
                        .atLeast(0.9);
            case LOGIN ->
                Bar.of(argon2id, "1 Argon2id")
                        .atMost(argon2id + BESIDE_THE_HASH)
                        .atLeast(0.9);
        };
    }
}
