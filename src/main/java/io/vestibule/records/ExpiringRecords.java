package io.vestibule.records;

import java.time.Instant;
import java.util.Optional;

/**
 * State that lives a while and is used once, shared by every node. Handles are kept as SHA-256 only, so a copy of the
 * database opens nothing.
 */
public interface ExpiringRecords {
    /** Keeps {@code content} under an unguessable {@code id} until {@code expiresAt}; replaces what was there. */
    void put(String kind, String id, String content, Instant expiresAt);

    /** Reads without taking. */
    Optional<String> peek(String kind, String id);

    /** Takes it away and gives it: of any number of callers at once, on any node, one gets it. Expired is absent. */
    Optional<String> take(String kind, String id);

    /** Whether {@code id} is seen for the first time in {@code namespace}; remembers it until {@code expiresAt}. */
    boolean firstUse(String namespace, String id, Instant expiresAt);
}
