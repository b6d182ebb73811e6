package io.vestibule.protocol.keystone.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.protocol.keystone.wire.BodyRules;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Reads the body of {@code POST /v3/auth/tokens}. */
@ApplicationScoped
class AuthRequests {
    private static final String SCHEMA = "token_issue";
    private static final String APPLICATION_CREDENTIAL = "application_credential";

    private final BodyRules rules;

    AuthRequests(BodyRules rules) {
        this.rules = rules;
    }

    /** @throws KeystoneRefused 400 when it is not in the right shape, 401 for a method that {@code known} lacks */
    AuthRequest read(ObjectNode body, Set<String> known) {
        JsonNode auth = body.path("auth");
        if (auth.isMissingNode() || auth.isNull()) {
            throw KeystoneRefused.expecting("auth", "request body");
        }
        rules.check(SCHEMA, auth);
        JsonNode identity = auth.path("identity");
        requireIdOrName(identity.path("password").path("user"), "identity/password/user");
        requireIdOrName(identity.path("password").path("user").path("domain"), "identity/password/user/domain");
        AskedScope scope = scope(auth);
        return new AuthRequest(payloads(identity, known), scope);
    }

    private static Map<String, JsonNode> payloads(JsonNode identity, Set<String> known) {
        Map<String, JsonNode> payloads = new LinkedHashMap<>();
        for (JsonNode named : identity.path("methods")) {
            String method = named.asText();
            JsonNode payload = identity.get(method);
            if (payload == null) {
                throw KeystoneRefused.expecting(method, "identity");
            }
            payloads.putIfAbsent(method, payload);
        }
        if (!known.containsAll(payloads.keySet())) {
            ObjectNode supported = JsonNodeFactory.instance.objectNode();
            known.forEach(supported.putArray("methods")::add);
            throw KeystoneRefused.unauthorized("Attempted to authenticate with an unsupported method.")
                    .with("identity", supported)
                    .because("unsupported-method");
        }
        return payloads;
    }

    private static AskedScope scope(JsonNode auth) {
        JsonNode scope = auth.path("scope");
        if (scope.isMissingNode()) {
            return new AskedScope.Unsaid();
        }
        boolean byCredential = Stream.of(auth.path("identity").path("methods"))
                .flatMap(methods ->
                        Stream.iterate(0, i -> i < methods.size(), i -> i + 1).map(methods::get))
                .anyMatch(method -> method.asText().equals(APPLICATION_CREDENTIAL));
        if (byCredential) {
            throw KeystoneRefused.unauthorized("Error authenticating with application credential: Application"
                            + " credentials cannot request a scope.")
                    .with("identity", JsonNodeFactory.instance.objectNode())
                    .because("scope-with-application-credential");
        }
        if (scope.isTextual() && scope.asText().equals("unscoped")) {
            return new AskedScope.Unscoped();
        }
        long said = Stream.of("project", "domain", "unscoped", "system", "OS-TRUST:trust")
                .filter(scope::has)
                .count();
        if (said != 1) {
            throw KeystoneRefused.expecting("system, project, domain, OS-TRUST:trust or unscoped", "scope");
        }
        return one(scope);
    }

    private static AskedScope one(JsonNode scope) {
        if (scope.has("project")) {
            JsonNode project = scope.get("project");
            requireIdOrName(project, "scope/project");
            requireIdOrName(project.path("domain"), "scope/project/domain");
            if (project.has("name") && !project.has("domain")) {
                throw KeystoneRefused.expecting("domain", "project");
            }
            return new AskedScope.OfProject(project);
        }
        if (scope.has("domain")) {
            requireIdOrName(scope.get("domain"), "scope/domain");
            return new AskedScope.OfDomain(scope.get("domain"));
        }
        if (scope.has("OS-TRUST:trust")) {
            String trust = scope.get("OS-TRUST:trust").path("id").asText();
            if (trust.isEmpty()) {
                throw KeystoneRefused.expecting("trust_id", "trust");
            }
            return new AskedScope.OfTrust(trust);
        }
        return scope.has("system") ? new AskedScope.OfSystem() : new AskedScope.Unscoped();
    }

    private static void requireIdOrName(JsonNode named, String where) {
        if (named.isObject() && !named.has("id") && !named.has("name")) {
            throw KeystoneRefused.badRequest("Invalid input for field " + where + ": id or name must be present.");
        }
    }
}
