package io.vestibule.protocol.saml.upstream;

import io.vestibule.connector.Organisations;
import io.vestibule.connector.Shown;
import io.vestibule.connector.Step;
import io.vestibule.protocol.saml.metadata.EntityMetadata;
import io.vestibule.protocol.saml.metadata.Lookup;
import io.vestibule.protocol.saml.metadata.PartnerKeys;
import io.vestibule.protocol.saml.metadata.Partners;
import java.time.Duration;
import java.util.Optional;

/** The identity providers of a source of metadata. */
final class MetadataProviders implements Providers {
    private final Partners partners;
    private final Optional<String> entityId;
    private final Duration floor;

    /**
     * @param entityId the only one meant
     * @param floor metadata is read again out of turn at most this often
     */
    MetadataProviders(Partners partners, Optional<String> entityId, Duration floor) {
        this.partners = partners;
        this.entityId = entityId;
        this.floor = floor;
    }

    @Override
    public Step<EntityMetadata> find(String id) {
        if (entityId.isPresent() && !entityId.get().equals(id)) {
            return Step.invalid("unknown-issuer", entityId.get(), Shown.of(id));
        }
        return usable(partners.find(id));
    }

    @Override
    public Step<EntityMetadata> only() {
        return usable(entityId.map(partners::find).orElseGet(partners::only));
    }

    @Override
    public Optional<EntityMetadata> newerThan(EntityMetadata seen) {
        return partners.again(seen.entityId(), floor) instanceof Lookup.Found(EntityMetadata found)
                ? Optional.of(found).filter(newer -> !keys(newer).equals(keys(seen)))
                : Optional.empty();
    }

    @Override
    public boolean knows(String id) {
        return entityId.map(id::equals).orElseGet(() -> partners.knows(id));
    }

    @Override
    public Optional<Organisations> organisations() {
        return entityId.isPresent() ? Optional.empty() : partners.organisations();
    }

    @Override
    public void close() {
        partners.close();
    }

    /** Without a key its answers could not be told from anybody's, so nobody is sent there (security case 3). */
    private static Step<EntityMetadata> usable(Lookup lookup) {
        return switch (lookup) {
            case Lookup.Found(EntityMetadata entity)
            when entity.identityProvider().isEmpty() ->
                Step.unreachable(entity.entityId() + " is no identity provider");
            case Lookup.Found(EntityMetadata entity)
            when keys(entity).signing().isEmpty() -> Step.unreachable(entity.entityId() + " publishes no signing key");
            case Lookup.Found(EntityMetadata entity) -> Step.done(entity);
            case Lookup.Unknown(String detail) ->
                Step.invalid("unknown-issuer", "an identity provider of this connector", Shown.of(detail));
            case Lookup.Unavailable(String detail) -> Step.unreachable("metadata: " + detail);
        };
    }

    private static PartnerKeys keys(EntityMetadata entity) {
        return entity.identityProvider().map(role -> role.keys()).orElseGet(PartnerKeys::none);
    }
}
