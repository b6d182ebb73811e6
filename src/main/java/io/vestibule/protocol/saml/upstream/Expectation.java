package io.vestibule.protocol.saml.upstream;

import io.vestibule.protocol.saml.metadata.EntityMetadata;
import io.vestibule.protocol.saml.metadata.IdentityProviderRole;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an answer must match.
 *
 * @param ourselves our entity id there
 * @param consumer the address that answers go to
 * @param provider the one this trip went to
 * @param requestId the request it answers; none when nobody asked
 * @param classes the authentication contexts one of which it must be; none where whoever asked weighs the answer
 * @param authenticatedAfter oldest acceptable authentication, when one was asked for
 */
record Expectation(
        SamlConnectorConfig config,
        String ourselves,
        URI consumer,
        EntityMetadata provider,
        Optional<String> requestId,
        List<String> classes,
        Optional<Instant> authenticatedAfter,
        Instant now) {
    Duration skew() {
        return config.clockSkew();
    }

    IdentityProviderRole role() {
        return provider.identityProvider().orElseThrow();
    }

    /** Not later than now, as far as their clock and ours agree. */
    boolean isPast(Instant instant) {
        return !instant.isAfter(now.plus(skew()));
    }

    /** Later than now, as far as their clock and ours agree. */
    boolean isAhead(Instant instant) {
        return now.isBefore(instant.plus(skew()));
    }
}
