package io.vestibule.protocol.keystone.auth;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A request for a token, in the right shape.
 *
 * @param payloads of each method, in the order in which they were named
 */
record AuthRequest(Map<String, JsonNode> payloads, AskedScope scope) {
    AuthRequest {
        payloads = Collections.unmodifiableMap(new LinkedHashMap<>(payloads));
    }

    List<String> methods() {
        return List.copyOf(payloads.keySet());
    }
}
