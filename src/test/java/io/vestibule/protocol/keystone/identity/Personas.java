package io.vestibule.protocol.keystone.identity;

import static io.restassured.RestAssured.given;

import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vestibule.access.Project;
import io.vestibule.access.ProjectDraft;
import io.vestibule.access.Projects;
import io.vestibule.directory.Domain;
import io.vestibule.directory.User;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.ProjectId;
import io.vestibule.identity.Scope;
import io.vestibule.protocol.keystone.Cloud;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Tokens of people who have one role on one thing, and what they ask the Identity API. */
@ApplicationScoped
public class Personas {
    private final Cloud cloud;
    private final Projects projects;
    private final Map<String, String> tokens = new ConcurrentHashMap<>();

    Personas(Cloud cloud, Projects projects) {
        this.cloud = cloud;
        this.projects = projects;
    }

    /** Who holds {@code admin} in the administrators' project. */
    public String cloudAdmin() {
        return tokens.computeIfAbsent("cloud", key -> {
            Project admin = projects.named(Cloud.REALM, Domain.DEFAULT, "admin")
                    .orElseGet(() -> projects.create(
                                    Cloud.REALM, new ProjectId(Cloud.hex()), ProjectDraft.of(Domain.DEFAULT, "admin"))
                            .orElseThrow(why -> new IllegalStateException(why.toString())));
            return onProject(admin, "admin");
        });
    }

    public String onSystem(String role) {
        return tokens.computeIfAbsent("system " + role, key -> holder(role, new Scope.System(), Cloud.system()));
    }

    public String onDomain(DomainId domain, String role) {
        return holder(role, new Scope.Domain(domain), Map.of("domain", Map.of("id", domain.value())));
    }

    public String onProject(Project project, String role) {
        return holder(role, Cloud.on(project), Cloud.project(project));
    }

    private String holder(String role, Scope scope, Object asked) {
        User user = cloud.person();
        cloud.grant(user.id(), role, scope);
        return cloud.token(user, asked);
    }

    public ValidatableResponse get(String token, String path) {
        return with(token).get(cloud.at("/v3" + path)).then();
    }

    public ValidatableResponse head(String token, String path) {
        return with(token).head(cloud.at("/v3" + path)).then();
    }

    public ValidatableResponse post(String token, String path, String body) {
        return with(token)
                .contentType("application/json")
                .body(body)
                .post(cloud.at("/v3" + path))
                .then();
    }

    public ValidatableResponse patch(String token, String path, String body) {
        return with(token)
                .contentType("application/json")
                .body(body)
                .patch(cloud.at("/v3" + path))
                .then();
    }

    public ValidatableResponse put(String token, String path) {
        return with(token).put(cloud.at("/v3" + path)).then();
    }

    public ValidatableResponse put(String token, String path, String body) {
        return with(token)
                .contentType("application/json")
                .body(body)
                .put(cloud.at("/v3" + path))
                .then();
    }

    public ValidatableResponse delete(String token, String path) {
        return with(token).delete(cloud.at("/v3" + path)).then();
    }

    private static RequestSpecification with(String token) {
        return given().urlEncodingEnabled(false).header("X-Auth-Token", token);
    }

    /** A domain made over the wire; its id. */
    public DomainId domain() {
        String body = "{\"domain\":{\"name\":\"" + unique("domain") + "\"}}";
        return new DomainId(
                post(cloudAdmin(), "/domains", body).statusCode(201).extract().path("domain.id"));
    }

    /** A user made over the wire; its id. */
    public String user(DomainId domain) {
        String body = "{\"user\":{\"name\":\"%s\",\"domain_id\":\"%s\"}}".formatted(unique("user"), domain);
        return post(cloudAdmin(), "/users", body).statusCode(201).extract().path("user.id");
    }

    public String group(DomainId domain) {
        String body = "{\"group\":{\"name\":\"%s\",\"domain_id\":\"%s\"}}".formatted(unique("group"), domain);
        return post(cloudAdmin(), "/groups", body).statusCode(201).extract().path("group.id");
    }

    public String project(DomainId domain) {
        String body = "{\"project\":{\"name\":\"%s\",\"domain_id\":\"%s\"}}".formatted(unique("project"), domain);
        return post(cloudAdmin(), "/projects", body).statusCode(201).extract().path("project.id");
    }

    public String projectBelow(String parent) {
        String body = "{\"project\":{\"name\":\"%s\",\"parent_id\":\"%s\"}}".formatted(unique("child"), parent);
        return post(cloudAdmin(), "/projects", body).statusCode(201).extract().path("project.id");
    }

    public String role() {
        return post(cloudAdmin(), "/roles", "{\"role\":{\"name\":\"" + unique("role") + "\"}}")
                .statusCode(201)
                .extract()
                .path("role.id");
    }

    public static String unique(String kind) {
        return kind + "-" + UUID.randomUUID();
    }
}
