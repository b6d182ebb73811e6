package io.vestibule.protocol.oidc.downstream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vestibule.identity.ScopeName;
import io.vestibule.relyingparty.ScopeWish;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where a relying party wants to be told what the person may do: a scope {@code project:…}, {@code domain:…} or
 * {@code system:all}; the same as an entry of {@code authorization_details} (RFC 9396); or {@code roles} alone, and then the
 * person says where. Only of relying parties that may ask for {@code roles}.
 */
sealed interface AskedPlace {
    /** The type of our entry in authorization_details; it is written as a scope of OpenStack's Identity API is. */
    String TYPE = "role-scope";

    record Wished(ScopeWish wish) implements AskedPlace {}

    record Broken(Denied denied) implements AskedPlace {}

    JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION) // two readers must not see two scopes
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    static AskedPlace of(Asked asked) {
        Set<String> values = Scopes.values(asked.parameters().get("scope").orElse(""));
        boolean may = asked.client().oidc().scopes().contains(Scopes.ROLES);
        List<String> named = values.stream().filter(ScopeName::isMeantBy).toList();
        Optional<String> details = asked.parameters().get("authorization_details");
        if (details.isPresent()) {
            return may && named.isEmpty()
                    ? ofDetails(details.get())
                    : brokenDetails(may ? "It says the same as the scope." : "This client may not ask for it.");
        }
        if (!may) {
            return new Wished(ScopeWish.none()); // as any scope that a client may not ask for
        }
        if (named.size() > 1) {
            return new Broken(Denied.of(
                    "invalid_scope", "scopes-of-roles", "Roles are told for one project, domain or system at a time."));
        }
        if (named.isEmpty()) {
            return new Wished(values.contains(Scopes.ROLES) ? ScopeWish.choose() : ScopeWish.none());
        }
        return ScopeName.parse(named.getFirst())
                .<AskedPlace>map(name -> new Wished(ScopeWish.named(name)))
                .orElseGet(() -> new Broken(Denied.of(
                        "invalid_scope",
                        "scope-of-roles-malformed",
                        "Write project:domain/project, domain:name or system:all.")));
    }

    /** The wish of a request that broke no rule. */
    static ScopeWish wish(Asked asked) {
        return of(asked) instanceof Wished wished ? wished.wish() : ScopeWish.none();
    }

    private static AskedPlace ofDetails(String text) {
        JsonNode entries;
        try {
            entries = JSON.readTree(text);
        } catch (JsonProcessingException malformed) {
            return brokenDetails("It is no JSON.");
        }
        if (!entries.isArray() || entries.size() != 1 || !entries.path(0).isObject()) {
            return brokenDetails("One entry is understood.");
        }
        JsonNode entry = entries.path(0);
        if (!entry.path("type").asText().equals(TYPE)) {
            return brokenDetails("The only type here is " + TYPE + ".");
        }
        Set<String> fields = new TreeSet<>();
        entry.fieldNames().forEachRemaining(fields::add);
        fields.remove("type");
        if (fields.isEmpty()) {
            return new Wished(ScopeWish.choose());
        }
        return fields.size() == 1
                ? name(fields.iterator().next(), entry)
                        .<AskedPlace>map(name -> new Wished(ScopeWish.named(name)))
                        .orElseGet(() -> brokenDetails("The entry is not understood."))
                : brokenDetails("A project, a domain or the system is understood, one of them."); // RFC 9396 §5
    }

    private static Optional<ScopeName> name(String field, JsonNode entry) {
        JsonNode value = entry.path(field);
        return switch (field) {
            case "project" ->
                text(value.path("name"))
                        .flatMap(project ->
                                text(value.at("/domain/name")).map(domain -> new ScopeName.OfProject(domain, project)));
            case "domain" -> text(value.path("name")).map(ScopeName.OfDomain::new);
            case "system" ->
                value.path("all").asBoolean(false) ? Optional.of(new ScopeName.OfSystem()) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<String> text(JsonNode node) {
        return Optional.of(node)
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .filter(text -> !text.isBlank());
    }

    private static AskedPlace brokenDetails(String why) {
        return new Broken(Denied.of(
                "invalid_authorization_details",
                "authorization-details",
                "The authorization_details are refused: " + why));
    }
}
