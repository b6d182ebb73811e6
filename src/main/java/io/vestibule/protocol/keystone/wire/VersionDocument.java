package io.vestibule.protocol.keystone.wire;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;

/** Which version of the API is spoken here. */
@ApplicationScoped
class VersionDocument {
    /** The one version; 3.14 is the newest that Keystone has had since 2020. */
    Map<String, Object> version(String base) {
        return Map.of("version", described(base));
    }

    Map<String, Object> choices(String base) {
        return Map.of("versions", Map.of("values", List.of(described(base))));
    }

    private static Map<String, Object> described(String base) {
        return Map.of(
                "id",
                "v3.14",
                "status",
                "stable",
                "updated",
                "2020-04-07T00:00:00Z",
                "links",
                List.of(Map.of("rel", "self", "href", base + "/")),
                "media-types",
                List.of(Map.of("base", "application/json", "type", "application/vnd.openstack.identity-v3+json")));
    }
}
