package io.vestibule.protocol.saml.upstream;

import io.vestibule.connector.Organisations;
import io.vestibule.connector.Step;
import io.vestibule.protocol.saml.metadata.EntityMetadata;
import java.util.Optional;

/** The identity providers a connector leads to. */
interface Providers extends AutoCloseable {
    /** The one of that name, when its metadata can be had and says that it is an identity provider with a key. */
    Step<EntityMetadata> find(String entityId);

    /** The one there is, when it is no federation. */
    Step<EntityMetadata> only();

    /** Metadata of the same one with other keys, which is read again now unless the last time is too near. */
    Optional<EntityMetadata> newerThan(EntityMetadata seen);

    /** Whether one of them goes by that name, as far as is known without asking anybody. */
    boolean knows(String entityId);

    Optional<Organisations> organisations();

    @Override
    void close();
}
