package io.vestibule.client;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A token and what it says.
 *
 * @param value goes into {@code X-Auth-Token}; a bearer's secret
 * @param roles by name, on the project, the domain or the system
 * @param accessRules what an application credential restricts its token to; none is no restriction
 */
public record Token(
        String value,
        Instant issuedAt,
        Instant expiresAt,
        User user,
        Optional<Project> project,
        Optional<Domain> domain,
        boolean systemWide,
        Set<String> roles,
        Optional<List<AccessRule>> accessRules,
        List<Endpoint> catalog) {
    /** A domain of users and projects. */
    public record Domain(String id, String name) {}

    /** Whom the token speaks for. */
    public record User(String id, String name, Domain domain) {}

    /** What its roles are on. */
    public record Project(String id, String name, Domain domain) {}

    /** Where a service is. */
    public record Endpoint(String serviceType, String serviceName, String face, String region, String url) {}

    public Token {
        roles = Set.copyOf(roles);
        catalog = List.copyOf(catalog);
    }

    /** The service's address: {@code face} is {@code public}, {@code internal} or {@code admin}. */
    public Optional<String> endpoint(String serviceType, String face, Optional<String> region) {
        return catalog.stream()
                .filter(endpoint -> endpoint.serviceType().equals(serviceType)
                        && endpoint.face().equals(face)
                        && region.map(endpoint.region()::equals).orElse(true))
                .map(Endpoint::url)
                .findFirst();
    }

    /** Whether the token may be used for this request of the service that checked it. */
    public boolean permits(String serviceType, String method, String path) {
        return accessRules
                .map(rules -> rules.stream().anyMatch(rule -> rule.matches(serviceType, method, path)))
                .orElse(true);
    }

    static Token parse(String value, JsonView answer) {
        JsonView token = answer.object("token");
        JsonView user = token.object("user");
        return new Token(
                value,
                instant(token.required("issued_at")),
                instant(token.required("expires_at")),
                new User(user.required("id"), user.required("name"), domain(user.object("domain"))),
                Optional.of(token.object("project"))
                        .filter(project -> project.has("id"))
                        .map(project -> new Project(
                                project.required("id"), project.required("name"), domain(project.object("domain")))),
                Optional.of(token.object("domain"))
                        .filter(domain -> domain.has("id"))
                        .map(Token::domain),
                token.object("system").has("all"),
                token.objects("roles").stream()
                        .map(role -> role.required("name"))
                        .collect(Collectors.toSet()),
                rules(token),
                endpoints(token));
    }

    private static Optional<List<AccessRule>> rules(JsonView token) {
        JsonView credential = token.object("application_credential");
        return credential.has("access_rules")
                ? Optional.of(credential.objects("access_rules").stream()
                        .map(rule -> new AccessRule(
                                rule.required("service"), rule.required("method"), rule.required("path")))
                        .toList())
                : Optional.empty();
    }

    private static List<Endpoint> endpoints(JsonView token) {
        return token.objects("catalog").stream()
                .flatMap(service -> service.objects("endpoints").stream()
                        .map(endpoint -> new Endpoint(
                                service.text("type").orElse(""),
                                service.text("name").orElse(""),
                                endpoint.text("interface").orElse(""),
                                endpoint.text("region").orElse(""),
                                endpoint.required("url"))))
                .toList();
    }

    private static Domain domain(JsonView domain) {
        return new Domain(domain.text("id").orElse(""), domain.text("name").orElse(""));
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException broken) {
            throw new IdentityUnreachable("no instant: " + text, broken);
        }
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "Token[" + user + ", " + project + ", " + roles + ", until " + expiresAt + "]";
    }
}
