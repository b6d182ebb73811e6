package io.vestibule.protocol.saml.upstream;

import io.vestibule.records.ExpiringRecords;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What one node would share with the others, in memory. */
final class SeenRecords implements ExpiringRecords {
    final Map<String, Instant> seen = new ConcurrentHashMap<>();

    @Override
    public void put(String kind, String id, String content, Instant expiresAt) {
        throw new UnsupportedOperationException("the connector keeps nothing");
    }

    @Override
    public Optional<String> peek(String kind, String id) {
        throw new UnsupportedOperationException("the connector keeps nothing");
    }

    @Override
    public Optional<String> take(String kind, String id) {
        throw new UnsupportedOperationException("the connector keeps nothing");
    }

    @Override
    public boolean firstUse(String namespace, String id, Instant expiresAt) {
        return seen.putIfAbsent(namespace + " " + id, expiresAt) == null;
    }
}
