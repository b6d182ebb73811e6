package io.vestibule.protocol.keystone.delegation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.access.Role;
import io.vestibule.access.Roles;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RoleId;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Roles in a request, by id or by name, and in an answer. */
@ApplicationScoped
class RoleChoice {
    private final Roles roles;

    RoleChoice(Roles roles) {
        this.roles = roles;
    }

    /** Each role that the array names, once. */
    List<RoleId> read(RealmName realm, JsonNode array) {
        Set<RoleId> chosen = new LinkedHashSet<>();
        for (JsonNode entry : array) {
            if (entry.hasNonNull("id")) {
                String id = entry.get("id").asText();
                if (!RoleId.isValid(id)) {
                    throw KeystoneRefused.notFound("role", id);
                }
                chosen.add(new RoleId(id));
            } else {
                String name = entry.path("name").asText();
                chosen.add(roles.named(realm, Optional.empty(), name)
                        .orElseThrow(() -> KeystoneRefused.notFound("role", name))
                        .id());
            }
        }
        return List.copyOf(chosen);
    }

    Optional<Role> find(RealmName realm, RoleId id) {
        return roles.find(realm, id);
    }

    /** Those of {@code ids} that exist, in full. */
    ArrayNode shown(RealmName realm, List<RoleId> ids) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        ids.forEach(id -> roles.find(realm, id).ifPresent(role -> array.add(shown(role))));
        return array;
    }

    /** The same with links, which some answers have and others do not. */
    ArrayNode linked(RealmName realm, List<RoleId> ids, String base) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        ids.forEach(id -> roles.find(realm, id).ifPresent(role -> array.add(linked(role, base))));
        return array;
    }

    static ObjectNode linked(Role role, String base) {
        ObjectNode document = shown(role);
        document.putObject("links").put("self", base + "/roles/" + role.id());
        return document;
    }

    private static ObjectNode shown(Role role) {
        ObjectNode document = role.extra().tree();
        document.put("id", role.id().value())
                .put("name", role.name())
                .put("domain_id", role.domain().map(DomainId::value).orElse(null))
                .put("description", role.description().orElse(null));
        ObjectNode options = document.putObject("options");
        role.immutable().ifPresent(immutable -> options.put("immutable", immutable.booleanValue()));
        return document;
    }
}
