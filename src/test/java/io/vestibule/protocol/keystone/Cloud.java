package io.vestibule.protocol.keystone;

import static io.restassured.RestAssured.given;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vestibule.access.Actor;
import io.vestibule.access.Assignment;
import io.vestibule.access.Assignments;
import io.vestibule.access.Project;
import io.vestibule.access.ProjectDraft;
import io.vestibule.access.Projects;
import io.vestibule.access.Role;
import io.vestibule.access.RoleDraft;
import io.vestibule.access.Roles;
import io.vestibule.directory.AccountOutcome;
import io.vestibule.directory.Accounts;
import io.vestibule.directory.Domain;
import io.vestibule.directory.User;
import io.vestibule.directory.UserOptions;
import io.vestibule.identity.Extra;
import io.vestibule.identity.ProjectId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RoleId;
import io.vestibule.identity.Scope;
import io.vestibule.identity.Secret;
import io.vestibule.identity.UserId;
import io.vestibule.realm.BaseUrl;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A cloud with people in it, and what they say to its Identity API. Everything has a name of its own, for one test. */
@ApplicationScoped
public class Cloud {
    public static final RealmName REALM = new RealmName("cloud");
    public static final String PASSWORD = "correct horse battery staple";

    private final BaseUrl base;
    private final Realms realms;
    private final Accounts accounts;
    private final Projects projects;
    private final Roles roles;
    private final Assignments assignments;

    Cloud(BaseUrl base, Realms realms, Accounts accounts, Projects projects, Roles roles, Assignments assignments) {
        this.base = base;
        this.realms = realms;
        this.accounts = accounts;
        this.projects = projects;
        this.roles = roles;
        this.assignments = assignments;
    }

    public String at(String path) {
        return base.value() + path;
    }

    public Realm realm() {
        return realms.find(REALM).orElseThrow();
    }

    public User person() {
        return person("person-" + UUID.randomUUID());
    }

    public User person(String name) {
        AccountOutcome outcome = accounts.create(
                realm(),
                new Accounts.NewAccount(
                        Domain.DEFAULT,
                        name,
                        true,
                        Optional.of(new Secret(PASSWORD)),
                        Optional.empty(),
                        UserOptions.none(),
                        Extra.none()));
        if (outcome instanceof AccountOutcome.Done(User user)) {
            return user;
        }
        throw new AssertionError(outcome.toString());
    }

    public Project project() {
        return projects.create(
                        REALM, new ProjectId(hex()), ProjectDraft.of(Domain.DEFAULT, "project-" + UUID.randomUUID()))
                .orElseThrow(why -> new IllegalStateException(why.toString()));
    }

    /** The role of that name, made when it is missing. */
    public Role role(String name) {
        return roles.named(REALM, Optional.empty(), name)
                .orElseGet(() -> roles.create(
                                REALM,
                                new RoleId(hex()),
                                new RoleDraft(Optional.empty(), name, Optional.empty(), Optional.empty(), Extra.none()))
                        .orElseThrow(why -> new IllegalStateException(why.toString())));
    }

    public void grant(UserId user, String role, Scope scope) {
        grant(new Actor.OfUser(user), role, scope);
    }

    public void grant(Actor actor, String role, Scope scope) {
        assignments
                .grant(REALM, new Assignment(actor, scope, role(role).id(), false))
                .orElseThrow(why -> new IllegalStateException(why.toString()));
    }

    public void revoke(UserId user, String role, Scope scope) {
        assignments
                .revoke(
                        REALM,
                        new Assignment(new Actor.OfUser(user), scope, role(role).id(), false))
                .orElseThrow(why -> new IllegalStateException(why.toString()));
    }

    public static Scope on(Project project) {
        return new Scope.Project(project.id());
    }

    public Response authenticate(Object identity, Object scope) {
        return given().contentType("application/json")
                .body(Map.of(
                        "auth",
                        scope == null ? Map.of("identity", identity) : Map.of("identity", identity, "scope", scope)))
                .post(at("/v3/auth/tokens"));
    }

    public static Object byPassword(UserId user, String password) {
        return Map.of(
                "methods",
                List.of("password"),
                "password",
                Map.of("user", Map.of("id", user.hex(), "password", password)));
    }

    public static Object byToken(String token) {
        return Map.of("methods", List.of("token"), "token", Map.of("id", token));
    }

    public static Object project(Project project) {
        return Map.of("project", Map.of("id", project.id().value()));
    }

    public static Object system() {
        return Map.of("system", Map.of("all", true));
    }

    /** A token by password; {@code scope} null for none said. */
    public String token(User user, Object scope) {
        Response response = authenticate(byPassword(user.id(), PASSWORD), scope);
        response.then().statusCode(201);
        return response.header("X-Subject-Token");
    }

    public RequestSpecification as(String token) {
        return given().header("X-Auth-Token", token);
    }

    public Response validate(String by, String subject) {
        return as(by).header("X-Subject-Token", subject).get(at("/v3/auth/tokens"));
    }

    /** Whether the token counts, as its own holder finds out. */
    public boolean counts(String token) {
        return validate(token, token).statusCode() == 200;
    }

    public static String hex() {
        return UUID.randomUUID().toString().replace("-", "");
    }
}
