package io.vestibule.protocol.saml.metadata;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a document says of itself as a whole.
 *
 * @param id of the root element; empty when it has none
 * @param created when it was published (MDRPI §2.2)
 * @param entities how many it holds
 */
record Envelope(
        String id,
        Optional<Instant> validUntil,
        Optional<Duration> cacheDuration,
        Optional<Instant> created,
        int entities) {
    boolean olderThan(Envelope other) {
        if (created.isPresent() && other.created.isPresent()) {
            return created.get().isBefore(other.created.get());
        }
        return validUntil.isPresent()
                && other.validUntil.isPresent()
                && validUntil.get().isBefore(other.validUntil.get());
    }
}
