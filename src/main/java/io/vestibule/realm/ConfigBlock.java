package io.vestibule.realm;

/**
 * A part of the configuration that belongs to another room: the strict reader binds the block named {@link #key()} at
 * {@link #place()} to {@link #type()}. Found by CDI, so a protocol brings its own keys and takes them along when deleted.
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
}
