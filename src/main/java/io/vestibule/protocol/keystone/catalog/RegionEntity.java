package io.vestibule.protocol.keystone.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One row of catalog_region. */
@Entity
@Table(name = "catalog_region")
class RegionEntity extends ShelvedEntity {
    private static final Set<String> KNOWN = Set.of("id", "description", "parent_region_id", "links");

    @Column(name = "parent_id")
    @Nullable
    String parentId;

    @Column(nullable = false)
    String description = "";

    @Column(nullable = false)
    boolean declared;

    @Column(nullable = false)
    String extra = "{}";

    @Override
    ObjectNode document() {
        return shown(extra).put("id", id).put("description", description).put("parent_region_id", parentId);
    }

    @Override
    void take(ObjectNode attributes) {
        if (attributes.has("description")) {
            String given = textOrNull(attributes.get("description"));
            description = given == null ? "" : given;
        }
        if (attributes.has("parent_region_id")) {
            parentId = textOrNull(attributes.get("parent_region_id"));
        }
        extra = mergedExtra(extra, attributes, KNOWN);
    }
}
