package io.vestibule.protocol.saml.upstream;

import io.vestibule.connector.Organisations;
import io.vestibule.connector.Step;
import io.vestibule.protocol.saml.metadata.EntityDocument;
import io.vestibule.protocol.saml.metadata.EntityMetadata;
import io.vestibule.protocol.saml.toy.ToyIdentityProvider;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What the toy identity provider publishes, read when it is first wanted and when it is asked for again. */
final class ToyProviders implements Providers {
    private final ToyIdentityProvider toy;
    private Optional<EntityMetadata> copy = Optional.empty();
    volatile boolean down;
    int readings;

    ToyProviders(ToyIdentityProvider toy) {
        this.toy = toy;
    }

    @Override
    public synchronized Step<EntityMetadata> find(String entityId) {
        if (copy.isEmpty() && !down) {
            copy = Optional.of(read());
        }
        return copy.filter(entity -> entity.entityId().equals(entityId))
                .<Step<EntityMetadata>>map(Step::done)
                .orElseGet(() -> Step.unreachable("no metadata of " + entityId));
    }

    @Override
    public Step<EntityMetadata> only() {
        return find(toy.entityId());
    }

    @Override
    public void close() {}

    @Override
    public synchronized Optional<EntityMetadata> newerThan(EntityMetadata seen) {
        if (copy.filter(known -> !sameKeys(known, seen)).isEmpty()) {
            copy = Optional.of(read());
        }
        return copy.filter(known -> !sameKeys(known, seen));
    }

    private static boolean sameKeys(EntityMetadata one, EntityMetadata other) {
        return one.identityProvider()
                .orElseThrow()
                .keys()
                .equals(other.identityProvider().orElseThrow().keys());
    }

    @Override
    public boolean knows(String entityId) {
        return entityId.equals(toy.entityId());
    }

    @Override
    public Optional<Organisations> organisations() {
        return Optional.empty();
    }

    synchronized void forget() {
        copy = Optional.empty();
    }

    private EntityMetadata read() {
        readings++;
        return switch (new EntityDocument()
                .read(toy.metadata().getBytes(StandardCharsets.UTF_8), Optional.of(toy.entityId()))) {
            case EntityDocument.Outcome.Read(EntityMetadata entity) -> entity;
            case EntityDocument.Outcome.Refused refused -> throw new IllegalStateException(refused.toString());
        };
    }
}
