package io.vestibule.protocol.keystone.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.util.Set;

/** One row of catalog_service. */
@Entity
@Table(name = "catalog_service")
class ServiceEntity extends ShelvedEntity {
    private static final Set<String> KNOWN = Set.of("id", "type", "name", "enabled", "links");

    @Column(nullable = false)
    String type = "";

    @Column(nullable = false)
    String name = "";

    @Column(nullable = false)
    boolean enabled = true;

    @Column(nullable = false)
    boolean declared;

    @Column(nullable = false)
    String extra = "{}";

    @Override
    ObjectNode document() {
        return shown(extra).put("name", name).put("id", id).put("type", type).put("enabled", enabled);
    }

    @Override
    void take(ObjectNode attributes) {
        type = attributes.path("type").asText(type);
        name = attributes.path("name").asText(name);
        enabled = attributes.path("enabled").asBoolean(enabled);
        extra = mergedExtra(extra, attributes, KNOWN);
    }
}
