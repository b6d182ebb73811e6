package io.vestibule.protocol.oidc.upstream;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What an id_token must match.
 *
 * @param nonce of this very login
 * @param accessToken what came along, for {@code at_hash}
 * @param authenticatedAfter oldest acceptable authentication, when one was asked for
 */
record Expectation(
        OidcConnectorConfig client,
        String nonce,
        Optional<String> accessToken,
        Optional<Instant> authenticatedAfter,
        Instant now) {
    Duration skew() {
        return client.clockSkew();
    }
}
