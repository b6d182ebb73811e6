package io.vestibule.protocol.saml.metadata;

import io.vestibule.connector.Organisations;
import java.time.Duration;
import java.util.Optional;

/**
 * The partners one source of metadata speaks of. Asking uses the copy in force; it waits for the network only while there is
 * none, and then not for long.
 */
public interface Partners extends AutoCloseable {
    Lookup find(String entityId);

    /** The one partner of a source that is no federation. */
    Lookup only();

    /**
     * The entity after a look out of turn, for who met a key that its copy does not have. None is taken when the last one was
     * nearer than {@code floor}, nor at a document so large that nobody should wait for it.
     */
    Lookup again(String entityId, Duration floor);

    /** Whether a good copy has that entity. */
    default boolean knows(String entityId) {
        return find(entityId) instanceof Lookup.Found;
    }

    /** The identity providers to choose from, when the source is a federation that lists them. */
    Optional<Organisations> organisations();

    @Override
    void close();
}
