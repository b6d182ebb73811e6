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

    /** The key to sign with: of those in use the one activated last. */
    Optional<RingKey> current(String algorithm, Instant now) {
        return keys.stream()
                .filter(key -> key.algorithm().equals(algorithm))
                .filter(key ->
                        !key.activatesAt().isAfter(now) && key.retiresAt().isAfter(now))
                .max(Comparator.comparing(RingKey::activatesAt));
    }

    Optional<RingKey> byKid(String kid, Instant now) {
        return keys.stream()
                .filter(key ->
                        key.jwk().getKeyID().equals(kid) && key.expiresAt().isAfter(now))
                .findFirst();
    }

    /** Next, current and retired keys; those that are in use or were last, first. */
    List<RingKey> notExpired(Instant now) {
        return keys.stream()
                .filter(key -> key.expiresAt().isAfter(now))
                .sorted(Comparator.comparing((RingKey key) -> !isCurrent(key, now))
                        .thenComparing(RingKey::activatesAt))
                .toList();
    }

    private static boolean isCurrent(RingKey key, Instant now) {
        return !key.activatesAt().isAfter(now) && key.retiresAt().isAfter(now);
    }

    /** Next, current and retired public halves. */
    JWKSet published(Instant now) {
        return new JWKSet(keys.stream()
                .filter(key -> key.expiresAt().isAfter(now))
                .map(key -> key.jwk().toPublicJWK())
                .toList());
    }
}
