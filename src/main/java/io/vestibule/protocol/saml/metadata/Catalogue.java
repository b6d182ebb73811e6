package io.vestibule.protocol.saml.metadata;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vestibule.connector.Organisations;
import io.vestibule.identity.Sha256;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One copy that was believed: where each entity stands in it, and which organisations can be searched for. The entities
 * themselves stay on disk until somebody asks for one.
 */
final class Catalogue {
    private static final int PARSED_AT_ONCE = 200;

    /**
     * Where an entity stands.
     *
     * @param hash of its octets when they were verified: other octets are not read
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
    record Entry(long offset, int length, byte[] hash, Surrounding around, Optional<String> registrar) {}

    private final Envelope envelope;
    private final Map<String, Entry> entries;
    private final Map<String, byte[]> held;
    private final RandomAccessFile copy; // not a channel: a reader that is interrupted would close that for all
    private final ReentrantLock reading = new ReentrantLock();
    private final EntityReader reader;
    private final Organisations organisations;
    private final Cache<String, EntityMetadata> parsed =
            Caffeine.newBuilder().maximumSize(PARSED_AT_ONCE).build();

    Catalogue(
            Envelope envelope,
            Map<String, Entry> entries,
            Map<String, byte[]> held,
            RandomAccessFile copy,
            EntityReader reader,
            Organisations organisations) {
        this.envelope = envelope;
        this.entries = entries;
        this.held = Map.copyOf(held);
        this.copy = copy;
        this.reader = reader;
        this.organisations = organisations;
    }

    Envelope envelope() {
        return envelope;
    }

    Set<String> entityIds() {
        return entries.keySet();
    }

    Organisations organisations() {
        return organisations;
    }

    Optional<EntityMetadata> find(String entityId) throws MetadataRefused, IOException {
        EntityMetadata known = parsed.getIfPresent(entityId);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<byte[]> document = document(entityId);
        if (document.isEmpty()) {
            return Optional.empty();
        }
        EntityMetadata entity = reader.one(document.get(), Optional.of(entityId));
        parsed.put(entityId, entity);
        return Optional.of(entity);
    }

    /** The entity as a document of its own, out of the octets that were verified. */
    Optional<byte[]> document(String entityId) throws MetadataRefused, IOException {
        if (held.containsKey(entityId)) {
            return Optional.of(held.get(entityId));
        }
        Entry entry = entries.get(entityId);
        return entry == null ? Optional.empty() : Optional.of(entry.around().around(octets(entry)));
    }

    private byte[] octets(Entry entry) throws MetadataRefused, IOException {
        byte[] octets = new byte[entry.length()];
        reading.lock();
        try {
            copy.seek(entry.offset());
            copy.readFully(octets);
        } finally {
            reading.unlock();
        }
        if (!MessageDigest.isEqual(entry.hash(), Sha256.of(octets).bytes())) {
            throw new MetadataRefused("copy-changed", "the verified copy is not what it was");
        }
        return octets;
    }
}
