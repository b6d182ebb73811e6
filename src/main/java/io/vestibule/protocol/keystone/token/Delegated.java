package io.vestibule.protocol.keystone.token;

import com.fasterxml.jackson.databind.JsonNode;
import io.vestibule.access.RoleRef;
import java.util.List;
import java.util.Optional;

/**
 * What a delegated token carries right now.
 *
 * @param roles those which the delegation passes on and the one who delegated still has
 * @param trust as member {@code OS-TRUST:trust} of the token's body
 * @param applicationCredential as member {@code application_credential}, with {@code access_rules} when it has some
 * @param oauth as member {@code OS-OAUTH1}
 */
public record Delegated(
        List<RoleRef> roles,
        Optional<JsonNode> trust,
        Optional<JsonNode> applicationCredential,
        Optional<JsonNode> oauth) {
    public Delegated {
        roles = List.copyOf(roles);
    }

    /** Whether only a service that understands access rules may be told about the token. */
    public boolean hasAccessRules() {
        return applicationCredential.filter(view -> view.has("access_rules")).isPresent();
    }
}
