package io.vestibule.protocol.keystone.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.util.Set;

/** One row of catalog_policy. */
@Entity
@Table(name = "catalog_policy")
class PolicyEntity extends ShelvedEntity {
    private static final Set<String> KNOWN = Set.of("id", "type", "blob", "links");

    @Column(nullable = false)
    String type = "";

    @Column(nullable = false)
    String blob = "";

    @Column(nullable = false)
    String extra = "{}";

    @Override
    ObjectNode document() {
        return shown(extra).put("id", id).put("type", type).put("blob", blob);
    }

    @Override
    void take(ObjectNode attributes) {
        type = attributes.path("type").asText(type);
        blob = attributes.path("blob").asText(blob);
        extra = mergedExtra(extra, attributes, KNOWN);
    }
}
