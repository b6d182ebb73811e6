package io.vestibule.realm;

import java.util.Map;

/**
 * A part of the configuration that belongs to another room: the strict reader binds the block named {@link #key()} at
 * {@link #place()} to {@link #type()}. Found by CDI, so a protocol brings its own keys and takes them along when deleted.
 *
 * <p>The record is read under the convention of {@link io.vestibule.realm.reading}: its components are the allowed keys
 * (text, Secret, boolean, int, long, double, enum in lower-case-kebab, Duration, URI, Locale, Claims, Optional, List, Set,
 * Map of text to these, records); a component is required unless it is Optional, List, Set or Map, or says with
 * {@link io.vestibule.realm.reading.IfAbsent @IfAbsent("15m")} what an absent key means; its constructor refuses what types
 * cannot say, with a sentence for the operator. References such as <code>${env:NAME}</code> are resolved before.
 */
public interface ConfigBlock<C extends Record> {
    /** Where in the files the block may stand. */
    enum Place {
        REALM,
        RELYING_PARTY,
        CONNECTOR
    }

    Place place();

    /** The YAML key; for a connector its {@code type}. */
    String key();

    /** The record whose components are the allowed keys. */
    Class<C> type();

    /**
     * What is wrong beside the rest of a realm's file, though every key is right by itself: where, and a sentence for the
     * operator. Asked of the blocks of realms and relying parties, whether or not the file has them.
     */
    default Map<String, String> objections(Realm realm) {
        return Map.of();
    }
}
