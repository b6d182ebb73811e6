package io.vestibule.protocol.saml.upstream;

import io.vestibule.connector.Departure;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is remembered of a request, in a place that only this browser and we can use.
 *
 * @param requestId its ID, which the answer must name
 * @param entityId whom we asked
 * @param at when we asked
 */
record Asked(String requestId, String entityId, Instant at) {
    private static final String REQUEST = "request";
    private static final String ENTITY = "idp";
    private static final String AT = "at";

    Departure.Memory memory() {
        return new Departure.Memory(
                Map.of(REQUEST, requestId, ENTITY, entityId, AT, Long.toString(at.getEpochSecond())));
    }

    static Optional<Asked> of(Departure.Memory memory) {
        Map<String, String> values = memory.values();
        return values.keySet().containsAll(Set.of(REQUEST, ENTITY, AT))
                ? Optional.of(new Asked(
                        values.getOrDefault(REQUEST, ""),
                        values.getOrDefault(ENTITY, ""),
                        Instant.ofEpochSecond(Long.parseLong(values.getOrDefault(AT, "0")))))
                : Optional.empty();
    }
}
