package io.vestibule.protocol.keystone.delegation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a token of an application credential may be used for: one kind of request to one service. */
record AccessRule(String id, String service, String path, String method) {
    ObjectNode document() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("service", service)
                .put("path", path)
                .put("method", method);
    }

    /** Whether both allow the same, whatever they are called. */
    boolean saysTheSameAs(AccessRule other) {
        return service.equals(other.service) && path.equals(other.path) && method.equals(other.method);
    }
}
