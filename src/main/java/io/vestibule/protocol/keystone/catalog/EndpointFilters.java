package io.vestibule.protocol.keystone.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which endpoints belong to a group: those that agree with every attribute it names. */
record EndpointFilters(ObjectNode wanted) {
    private static final List<String> NAMES = List.of("service_id", "region_id", "interface");

    static EndpointFilters of(EndpointGroupEntity group) {
        return new EndpointFilters((ObjectNode) group.document().get("filters"));
    }

    static void requireKnownNames(JsonNode filters) {
        for (Map.Entry<String, JsonNode> filter : filters.properties()) {
            if (!NAMES.contains(filter.getKey())) {
                throw KeystoneRefused.expecting(String.join(" or ", NAMES), "endpoint_group");
            }
        }
    }

    boolean accept(ObjectNode endpoint) {
        return wanted.properties().stream().allMatch(filter -> filter.getValue().equals(endpoint.get(filter.getKey())));
    }

    Set<String> idsAmong(List<EndpointEntity> endpoints) {
        Set<String> ids = new TreeSet<>();
        for (EndpointEntity endpoint : endpoints) {
            if (accept(endpoint.document())) {
                ids.add(endpoint.id);
            }
        }
        return ids;
    }
}
