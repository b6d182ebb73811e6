package io.vestibule.protocol.keystone.delegation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.access.RoleRef;
import io.vestibule.identity.RoleId;
import io.vestibule.identity.Secret;
import io.vestibule.protocol.keystone.token.TokenScope;
import io.vestibule.protocol.keystone.token.ValidToken;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a caller wants of a new application credential, held against what the caller has. */
@ApplicationScoped
class ApplicationCredentialRequest {
    private static final String INVALID = "Invalid application credential: ";

    private final ApplicationCredentials credentials;
    private final RoleChoice roles;
    private final Clock clock;

    ApplicationCredentialRequest(ApplicationCredentials credentials, RoleChoice roles, Clock clock) {
        this.credentials = credentials;
        this.roles = roles;
        this.clock = clock;
    }

    ApplicationCredentials.Draft read(Call call, ObjectNode wanted) {
        ValidToken token = call.holder().token();
        if (!(token.scope() instanceof TokenScope.OfProject project)) {
            throw KeystoneRefused.forbidden("identity:create_application_credential");
        }
        return new ApplicationCredentials.Draft(
                token.user(),
                project.id(),
                wanted.path("name").asText(),
                Optional.ofNullable(wanted.path("description").textValue()),
                Optional.ofNullable(wanted.path("secret").textValue())
                        .filter(text -> !text.isEmpty())
                        .map(Secret::new),
                wanted.path("unrestricted").asBoolean(false),
                roles(call, token, wanted.path("roles")),
                expiry(call, token, wanted.path("expires_at")),
                rules(wanted.path("access_rules")),
                token.applicationCredentialId());
    }

    /** Those asked for, all of which the token must have: it may itself carry less than its user has. */
    private List<RoleId> roles(Call call, ValidToken token, JsonNode wanted) {
        Set<RoleId> held = token.roles().stream().map(RoleRef::id).collect(Collectors.toSet());
        if (wanted.isEmpty()) {
            return token.roles().stream().map(RoleRef::id).toList();
        }
        List<RoleId> chosen = roles.read(call.realmName(), wanted);
        if (!held.containsAll(chosen)) {
            throw KeystoneRefused.badRequest(INVALID + "Cannot create an application credential with unassigned role");
        }
        return chosen;
    }

    /** One made with another ends with it at the latest. */
    private Optional<Instant> expiry(Call call, ValidToken token, JsonNode wanted) {
        Optional<Instant> asked = Times.expiry(wanted, clock.instant());
        Optional<Instant> latest = token.applicationCredentialId()
                .flatMap(parent -> credentials.find(call.realmName(), parent))
                .flatMap(ApplicationCredential::expiresAt);
        if (latest.isPresent() && asked.filter(end -> end.isAfter(latest.get())).isPresent()) {
            throw KeystoneRefused.forbidden("An application credential cannot outlive the one that it is created with");
        }
        return asked.or(() -> latest);
    }

    private static List<AccessRule> rules(JsonNode wanted) {
        List<AccessRule> rules = new ArrayList<>();
        for (JsonNode rule : wanted) {
            String id = rule.path("id").asText("");
            for (String name : List.of("service", "path", "method")) {
                if (id.isEmpty() && !rule.hasNonNull(name)) {
                    throw KeystoneRefused.expecting(name, "access_rules");
                }
            }
            rules.add(new AccessRule(
                    id,
                    rule.path("service").asText(),
                    rule.path("path").asText(),
                    rule.path("method").asText()));
        }
        return rules;
    }
}
