package io.vestibule.protocol.oidc.upstream;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import io.vestibule.keys.SigningAlgorithm;
import io.vestibule.records.RandomTokens;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.Map;

/** Shows a token endpoint which client is asking (OpenID Connect Core §9). */
final class ClientAuthentication {
    private static final Duration ASSERTION_LIFETIME = Duration.ofSeconds(60);
    private static final String JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /** Signs with a key whose public half the realm publishes. */
    @FunctionalInterface
    interface Signer {
        String sign(SigningAlgorithm algorithm, JWTClaimsSet claims);
    }

    /** What goes along with a request to the token endpoint. */
    record Proof(Map<String, String> headers, Map<String, String> fields) {}

    private final OidcConnectorConfig config;
    private final Signer signer;
    private final RandomTokens tokens;
    private final Clock clock;

    ClientAuthentication(OidcConnectorConfig config, Signer signer, RandomTokens tokens, Clock clock) {
        this.config = config;
        this.signer = signer;
        this.tokens = tokens;
        this.clock = clock;
    }

    Proof to(ProviderMetadata provider) {
        String id = config.clientId();
        return switch (config.authMethod()) {
            case NONE -> new Proof(Map.of(), Map.of("client_id", id));
            // RFC 6749 §2.3.1: both halves are form-encoded before they are joined and written in base64.
            case CLIENT_SECRET_BASIC ->
                new Proof(
                        Map.of(
                                "Authorization",
                                new ClientSecretBasic(new ClientID(id), new Secret(secret()))
                                        .toHTTPAuthorizationHeader()),
                        Map.of());
            case CLIENT_SECRET_POST -> new Proof(Map.of(), Map.of("client_id", id, "client_secret", secret()));
            case PRIVATE_KEY_JWT ->
                new Proof(
                        Map.of(),
                        Map.of(
                                "client_id",
                                id,
                                "client_assertion_type",
                                JWT_BEARER,
                                "client_assertion",
                                assertion(provider)));
        };
    }

    private String secret() {
        return config.clientSecret().orElseThrow().reveal();
    }

    private String assertion(ProviderMetadata provider) {
        String audience = switch (config.clientAssertionAudience()) {
            case TOKEN_ENDPOINT -> provider.tokenEndpoint().toString();
            case ISSUER -> provider.issuer();
        };
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(config.clientId())
                .subject(config.clientId())
                .audience(audience)
                .jwtID(tokens.next())
                .issueTime(Date.from(clock.instant()))
                .expirationTime(Date.from(clock.instant().plus(ASSERTION_LIFETIME)))
                .build();
        return signer.sign(config.assertionAlgorithm(), claims);
    }
}
