package io.vestibule.protocol.keystone.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One row of catalog_endpoint. */
@Entity
@Table(name = "catalog_endpoint")
class EndpointEntity extends ShelvedEntity {
    private static final Set<String> KNOWN =
            Set.of("id", "interface", "region_id", "region", "service_id", "url", "enabled", "links");

    @Column(name = "service_id", nullable = false)
    String serviceId = "";

    @Column(name = "region_id")
    @Nullable
    String regionId;

    @Column(name = "interface", nullable = false)
    String face = "";

    @Column(nullable = false)
    String url = "";

    @Column(nullable = false)
    boolean enabled = true;

    @Column(nullable = false)
    boolean declared;

    @Column(nullable = false)
    String extra = "{}";

    @Column(insertable = false, updatable = false)
    @Nullable
    Long position;

    @Override
    ObjectNode document() {
        return shown(extra)
                .put("id", id)
                .put("interface", face)
                .put("region_id", regionId)
                .put("service_id", serviceId)
                .put("url", url)
                .put("enabled", enabled)
                .put("region", regionId); // the name of region_id before v3.2
    }

    @Override
    void take(ObjectNode attributes) {
        face = attributes.path("interface").asText(face);
        serviceId = attributes.path("service_id").asText(serviceId);
        url = attributes.path("url").asText(url);
        enabled = attributes.path("enabled").asBoolean(enabled);
        if (attributes.has("region_id")) {
            regionId = textOrNull(attributes.get("region_id"));
        }
        extra = mergedExtra(extra, attributes, KNOWN);
    }
}
