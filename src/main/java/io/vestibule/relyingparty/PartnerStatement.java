package io.vestibule.relyingparty;

import io.vestibule.identity.AuthnContext;
import java.net.URI;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a partner is told of somebody.
 *
 * @param recipient the only address where it counts
 * @param audience the only party for which it counts, when it is known by a name
 * @param name what the person is called here
 * @param goodUntil when what it rests on ends; the message itself may end sooner
 * @param attributes in the order in which they are told
 */
public record PartnerStatement(
        URI recipient,
        Optional<String> audience,
        String name,
        AuthnContext context,
        Instant goodUntil,
        Map<String, List<String>> attributes) {
    public PartnerStatement {
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }
}
