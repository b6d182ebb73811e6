package io.vestibule.mapping;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.identity.ConnectorId;
import io.vestibule.realm.reading.IfAbsent;
import io.vestibule.realm.reading.YamlTree;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The block {@code federation} of a realm file: identity providers, and the rules for their people. */
public record FederationDeclaration(List<MappingEntry> mappings, List<ProviderEntry> identityProviders) {
    private static final int LONGEST_ID = 64;

    public FederationDeclaration {
        once("mappings", mappings.stream().map(MappingEntry::id).toList());
        once(
                "identityProviders",
                identityProviders.stream().map(ProviderEntry::id).toList());
        Set<String> known =
                new HashSet<>(mappings.stream().map(MappingEntry::id).toList());
        identityProviders.stream()
                .flatMap(idp -> idp.mappingIds().stream())
                .filter(mapping -> !known.contains(mapping))
                .findFirst()
                .ifPresent(missing -> {
                    throw new IllegalArgumentException(
                            "identityProviders name the mapping \"" + missing + "\", which is not among mappings");
                });
    }

    public static FederationDeclaration none() {
        return new FederationDeclaration(List.of(), List.of());
    }

    /** Rules in Keystone's language, written in YAML. */
    public record MappingEntry(String id, Optional<String> schemaVersion, List<YamlTree.Mapping> rules) {
        public MappingEntry {
            says("id", id);
            if (RuleReader.read(mapping(schemaVersion, rules)) instanceof RuleReader.Outcome.Refused refused) {
                throw new IllegalArgumentException("rules of " + id + ": " + String.join("; ", refused.problems()));
            }
        }

        public Rules read() {
            return ((RuleReader.Outcome.Read) RuleReader.read(mapping(schemaVersion, rules))).rules();
        }

        private static ObjectNode mapping(Optional<String> version, List<YamlTree.Mapping> rules) {
            ObjectNode mapping = JsonNodeFactory.instance.objectNode();
            version.ifPresent(text -> mapping.put("schema_version", text));
            mapping.set("rules", YamlRules.json(rules));
            return mapping;
        }

        /** By what they say, wherever in the file they stand. */
        @Override
        public boolean equals(Object other) {
            return other instanceof MappingEntry entry
                    && id.equals(entry.id)
                    && mapping(schemaVersion, rules).equals(mapping(entry.schemaVersion, entry.rules));
        }

        @Override
        public int hashCode() {
            return id.hashCode();
        }

        @Override
        public String toString() {
            return id + " " + mapping(schemaVersion, rules);
        }
    }

    /**
     * @param connector through which its people come; the one of the same name when it is not said
     * @param domain of the users that it brings, and of projects that the rules make
     * @param authorizationTtl how long after a login its tokens hold
     * @param grantsKeptFor how long after the last login that gave them groups and roles stay that the rules no longer give
     * @param mapping for a provider with one protocol, called as what the connector speaks
     */
    public record ProviderEntry(
            String id,
            Optional<ConnectorId> connector,
            @IfAbsent("Default") String domain,
            @IfAbsent("true") boolean enabled,
            Optional<String> description,
            List<String> remoteIds,
            Optional<Duration> authorizationTtl,
            Optional<Duration> grantsKeptFor,
            Optional<String> mapping,
            List<ProtocolEntry> protocols) {
        public ProviderEntry {
            says("id", id);
            if (mapping.isPresent() && !protocols.isEmpty()) {
                throw new IllegalArgumentException("mapping stands for the one protocol; with protocols leave it out");
            }
            once("protocols", protocols.stream().map(ProtocolEntry::id).toList());
        }

        List<String> mappingIds() {
            return mapping.map(List::of)
                    .orElseGet(
                            () -> protocols.stream().map(ProtocolEntry::mapping).toList());
        }
    }

    /** @param remoteIdAttribute under which name the upstream says who it is */
    public record ProtocolEntry(String id, String mapping, Optional<String> remoteIdAttribute) {
        public ProtocolEntry {
            says("id", id);
            if (FederationProtocol.isReserved(id)) {
                throw new IllegalArgumentException("id must not be \"" + id + "\", a method of our own");
            }
        }
    }

    private static void once(String key, List<String> ids) {
        Set<String> seen = new HashSet<>();
        ids.stream().filter(id -> !seen.add(id)).findFirst().ifPresent(twice -> {
            throw new IllegalArgumentException(key + " has \"" + twice + "\" twice");
        });
    }

    private static void says(String key, String text) {
        if (text.isBlank() || text.length() > LONGEST_ID) {
            throw new IllegalArgumentException(key + " must have 1 to " + LONGEST_ID + " characters");
        }
    }
}
