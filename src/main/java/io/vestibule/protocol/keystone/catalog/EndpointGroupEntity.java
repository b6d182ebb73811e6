package io.vestibule.protocol.keystone.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** One row of catalog_endpoint_group. */
@Entity
@Table(name = "catalog_endpoint_group")
class EndpointGroupEntity extends ShelvedEntity {
    @Column(nullable = false)
    String name = "";

    @Nullable
    String description;

    @Column(nullable = false)
    String filters = "{}";

    @Override
    ObjectNode document() {
        ObjectNode all = shown("{}").put("id", id).put("name", name).put("description", description);
        all.set("filters", shown(filters));
        return all;
    }

    @Override
    void take(ObjectNode attributes) {
        name = attributes.path("name").asText(name);
        if (attributes.has("description")) {
            description = textOrNull(attributes.get("description"));
        }
        if (attributes.has("filters")) {
            filters = attributes.get("filters").toString();
        }
    }
}
