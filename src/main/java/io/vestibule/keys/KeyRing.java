package io.vestibule.keys;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The keys of one realm for one purpose at one moment, in memory. */
record KeyRing(List<RingKey> keys) {
    /** One key with its times; {@code jwk} holds the private half. */
    record RingKey(String algorithm, JWK jwk, Instant activatesAt, Instant retiresAt, Instant expiresAt) {}

    KeyRing {
        keys = List.copyOf(keys);
    }

    /**
     * The key to sign with: of those in use the one activated last. When the clock was put back behind the time at which all
     * were made, none is in use: then the one whose turn comes next, which is what signed before, and else any that partners
     * still see. Only an empty ring has none.
     */
    Optional<RingKey> current(String algorithm, Instant now) {
        List<RingKey> candidates = keys.stream()
                .filter(key -> key.algorithm().equals(algorithm))
                .filter(key -> key.expiresAt().isAfter(now))
                .toList();
        return candidates.stream()
                .filter(key -> isInUse(key, now))
                .max(Comparator.comparing(RingKey::activatesAt))
                .or(() -> candidates.stream()
                        .filter(key -> key.retiresAt().isAfter(now))
                        .min(Comparator.comparing(RingKey::activatesAt)))
                .or(() -> candidates.stream().max(Comparator.comparing(RingKey::retiresAt)));
    }

    static boolean isInUse(RingKey key, Instant now) {
        return !key.activatesAt().isAfter(now) && key.retiresAt().isAfter(now);
    }

    Optional<RingKey> byKid(String kid, Instant now) {
        return keys.stream()
                .filter(key ->
                        key.jwk().getKeyID().equals(kid) && key.expiresAt().isAfter(now))
                .findFirst();
    }

    /** Next, current and retired keys; those to sign with first. */
    List<RingKey> notExpired(Instant now) {
        return keys.stream()
                .filter(key -> key.expiresAt().isAfter(now))
                .sorted(Comparator.comparing(
                                (RingKey key) -> !current(key.algorithm(), now).equals(Optional.of(key)))
                        .thenComparing(RingKey::activatesAt))
                .toList();
    }

    /** Next, current and retired public halves. */
    JWKSet published(Instant now) {
        return new JWKSet(keys.stream()
                .filter(key -> key.expiresAt().isAfter(now))
                .map(key -> key.jwk().toPublicJWK())
                .toList());
    }
}
