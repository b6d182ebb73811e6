package io.vestibule.protocol.saml.metadata;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one entity says of itself, read out of octets that were verified. Also made by hand, for a partner whose fields stand
 * in the configuration.
 *
 * @param validUntil not to be used from then on: the earliest of its own and those of all that surround it
 * @param registrar who registered it (MDRPI §2.1), when anybody says
 * @param attributes entity attributes by name: categories, assurance (MetadataExtensions for Entity Attributes §2)
 */
public record EntityMetadata(
        String entityId,
        Optional<Instant> validUntil,
        Optional<String> registrar,
        Map<String, Set<String>> attributes,
        Optional<IdentityProviderRole> identityProvider,
        Optional<ServiceProviderRole> serviceProvider) {
    private static final String CATEGORY = "http://macedir.org/entity-category";

    public EntityMetadata {
        attributes = Map.copyOf(attributes);
    }

    /** By hand, for a partner whose fields stand in the configuration. */
    public static EntityMetadata of(String entityId, IdentityProviderRole role) {
        return new EntityMetadata(
                entityId, Optional.empty(), Optional.empty(), Map.of(), Optional.of(role), Optional.empty());
    }

    /** By hand, for a partner whose fields stand in the configuration. */
    public static EntityMetadata of(String entityId, ServiceProviderRole role) {
        return new EntityMetadata(
                entityId, Optional.empty(), Optional.empty(), Map.of(), Optional.empty(), Optional.of(role));
    }

    /** The entity categories it is a member of, such as research-and-scholarship or hide-from-discovery (RFC 8409). */
    public Set<String> categories() {
        return attributes.getOrDefault(CATEGORY, Set.of());
    }

    public boolean validAt(Instant moment) {
        return validUntil.map(moment::isBefore).orElse(true);
    }
}
