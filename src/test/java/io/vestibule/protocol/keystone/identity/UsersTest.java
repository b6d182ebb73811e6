package io.vestibule.protocol.keystone.identity;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.vestibule.directory.Domain;
import io.vestibule.directory.TotpSecrets;
import io.vestibule.directory.User;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.Secret;
import io.vestibule.journey.AuditLines;
import io.vestibule.protocol.keystone.Cloud;
import io.vestibule.protocol.keystone.CloudProfile;
import io.vestibule.protocol.keystone.Totp;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code /v3/users}: recorded exchanges 029 to 037, 065, 151, 159 and 161. */
@QuarkusTest
@TestProfile(CloudProfile.class)
class UsersTest {
    private static final String SEED = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    @Inject
    Personas personas;

    @Inject
    Cloud cloud;

    @Inject
    AuditLines lines;

    @Inject
    TotpSecrets secrets;

    @Test
    void aUserIsMadeShownListedChangedAndDeleted() {
        String admin = personas.cloudAdmin();
        String name = Personas.unique("user");
        String id = personas.post(admin, "/users", """
                        {"user": {"name": "%s", "password": "correct horse battery", "email": "%s@example.org"}}""".formatted(name, name))
                .statusCode(201)
                .header("Vary", "X-Auth-Token")
                .body("user.name", equalTo(name))
                .body("user.email", equalTo(name + "@example.org"))
                .body("user.domain_id", equalTo("default"))
                .body("user.enabled", equalTo(true))
                .body("user.password_expires_at", nullValue())
                .body("user.options", anEmptyMap())
                .body("user", not(hasKey("password")))
                .body("user", not(hasKey("default_project_id")))
                .body("user", not(hasKey("extra")))
                .extract()
                .path("user.id");
        String self = cloud.at("/v3/users/" + id);
        personas.get(admin, "/users/" + id).statusCode(200).body("user.links.self", equalTo(self));
        personas.get(admin, "/users?name=" + name + "&enabled=true")
                .statusCode(200)
                .body("users.id", contains(id))
                .body("links.self", equalTo(cloud.at("/v3/users?name=" + name + "&enabled=true")))
                .body("links.next", nullValue())
                .body("links.previous", nullValue());
        personas.patch(admin, "/users/" + id, """
                        {"user": {"description": "hi", "options": {"ignore_lockout_failure_attempts": true}}}""")
                .statusCode(200)
                .body("user.description", equalTo("hi"))
                .body("user.options.ignore_lockout_failure_attempts", equalTo(true))
                .body("user.extra.description", equalTo("hi"))
                .body("user.extra.email", equalTo(name + "@example.org"));
        personas.get(admin, "/users/" + id).body("user", not(hasKey("extra"))).body("user.description", equalTo("hi"));
        personas.delete(admin, "/users/" + id).statusCode(204);
        personas.get(admin, "/users/" + id)
                .statusCode(404)
                .body("error.message", equalTo("Could not find user: " + id + "."))
                .body("error.title", equalTo("Not Found"));
    }

    @Test
    void aNameIsTakenOnlyOnceInADomain() {
        String admin = personas.cloudAdmin();
        DomainId other = personas.domain();
        String name = Personas.unique("user");
        String body = "{\"user\":{\"name\":\"%s\",\"domain_id\":\"%s\"}}";
        personas.post(admin, "/users", body.formatted(name, "default")).statusCode(201);
        personas.post(admin, "/users", body.formatted(name, other)).statusCode(201);
        personas.post(admin, "/users", body.formatted(name, "default"))
                .statusCode(409)
                .body(
                        "error.message",
                        equalTo("Conflict occurred attempting to store user - Duplicate entry found with name " + name
                                + " at domain ID default."));
    }

    @Test
    void aBrokenBodyIsRefusedInKeystonesWords() {
        personas.post(personas.cloudAdmin(), "/users", "{\"user\":{\"name\":\"\",\"enabled\":\"maybe\"}}")
                .statusCode(400)
                .body("error.message", equalTo("Invalid input for field 'enabled': 'maybe' is not of type 'boolean'"));
        personas.post(personas.cloudAdmin(), "/users", "{}")
                .statusCode(400)
                .body("error.message", equalTo("'name' is a required property"));
    }

    @ParameterizedTest
    @CsvSource({"contains,5", "startswith,0", "endswith,9", "icontains,5"})
    void listsAreFilteredByPartsOfNames(String comparator, int from) {
        String admin = personas.cloudAdmin();
        String name = Personas.unique("user");
        personas.post(admin, "/users", "{\"user\":{\"name\":\"" + name + "\"}}").statusCode(201);
        String part = comparator.equals("startswith") ? name.substring(0, 30) : name.substring(from);
        String query = comparator.startsWith("i") ? part.toUpperCase(Locale.ROOT) : part;
        personas.get(admin, "/users?name__" + comparator + "=" + query).body("users.name", contains(name));
    }

    @Test
    void listsArePagedWithALinkToWhatComesNext() {
        String admin = personas.cloudAdmin();
        DomainId domain = personas.domain();
        for (int i = 0; i < 3; i++) {
            personas.user(domain);
        }
        String next = personas.get(admin, "/users?domain_id=" + domain + "&limit=2")
                .statusCode(200)
                .body("users", hasSize(2))
                .extract()
                .path("links.next");
        assertThat(next).startsWith(cloud.at("/v3/users?"));
        personas.get(admin, next.substring(next.indexOf("/users")))
                .body("users", hasSize(1))
                .body("links.next", nullValue());
    }

    @Test
    void whoeverHasNoRightIsRefusedAndWhoeverHasNoTokenIsAsked() {
        String reader = personas.onProject(cloud.project(), "reader");
        personas.get(reader, "/users")
                .statusCode(403)
                .body(
                        "error.message",
                        equalTo("You are not authorized to perform the requested action: identity:list_users."));
        personas.get("nonsense", "/users")
                .statusCode(401)
                .header("WWW-Authenticate", "Keystone uri=\"" + cloud.at("/v3") + "\"");
    }

    @Test
    void aDomainsAdministratorSeesAndMakesOnlyItsOwn() {
        DomainId own = personas.domain();
        DomainId other = personas.domain();
        String inside = personas.user(own);
        String outside = personas.user(other);
        String admin = personas.onDomain(own, "admin");
        personas.get(admin, "/users").body("users.id", contains(inside));
        personas.get(admin, "/users?domain_id=" + other).body("users", hasSize(0));
        personas.get(admin, "/users/" + outside).statusCode(403);
        personas.get(admin, "/users/nonesuch").statusCode(403);
        personas.post(admin, "/users", "{\"user\":{\"name\":\"a\",\"domain_id\":\"" + other + "\"}}")
                .statusCode(403);
        personas.post(admin, "/users", "{\"user\":{\"name\":\"a\"}}")
                .statusCode(201)
                .body("user.domain_id", equalTo(own.value()));
    }

    /** Security case 50: what a client sends cannot pass for a fact about the target. */
    @Test
    void aBodyCannotOverwriteWhatPolicyKnows() {
        DomainId own = personas.domain();
        String outside = personas.user(personas.domain());
        String admin = personas.onDomain(own, "admin");
        personas.patch(admin, "/users/" + outside, """
                        {"target": {"user": {"domain_id": "%1$s"}}, "target.user.domain_id": "%1$s",
                         "user": {"domain_id": "%1$s", "enabled": false}}""".formatted(own)).statusCode(403);
        personas.get(admin, "/users/" + outside + "?target.user.domain_id=" + own)
                .statusCode(403);
        personas.get(personas.cloudAdmin(), "/users/" + outside).body("user.enabled", equalTo(true));
    }

    @Test
    void everybodyChangesTheirOwnPasswordByTheOneTheyHave() {
        User user = cloud.person();
        String path = "/users/" + user.id().hex() + "/password";
        String body = "{\"user\":{\"original_password\":\"%s\",\"password\":\"%s\"}}";
        String old = cloud.token(user, null);
        personas.post("none", path, body.formatted("wrong one it is", "another horse battery"))
                .statusCode(401)
                .body("error.message", equalTo("The request you have made requires authentication."));
        personas.post("none", path, body.formatted(Cloud.PASSWORD, "another horse battery"))
                .statusCode(204);
        assertThat(cloud.counts(old)).isFalse();
        cloud.authenticate(Cloud.byPassword(user.id(), "another horse battery"), null)
                .then()
                .statusCode(201);
    }

    @Test // security case 43: a stolen password shuts nobody out, and sets up no passcodes
    void whoHasASecondFactorShowsItBeforePasswordOrAuthenticatorChange() {
        User user = cloud.person();
        String bare = cloud.token(user, null);
        secrets.put(Cloud.REALM, user.id(), Cloud.hex(), new Secret(SEED));
        String path = "/users/" + user.id().hex() + "/password";
        Map<String, Object> wish =
                Map.of("user", Map.of("original_password", Cloud.PASSWORD, "password", "another horse battery"));
        change(null, path, wish).then().statusCode(401);
        change(bare, path, wish).then().statusCode(401);
        Map<String, Object> seed = Map.of(
                "credential",
                Map.of("type", "totp", "blob", SEED, "user_id", user.id().hex()));
        change(bare, "/credentials", seed).then().statusCode(403);

        String shown = cloud.authenticate(
                        Map.of(
                                "methods",
                                List.of("password", "totp"),
                                "password",
                                Map.of("user", Map.of("id", user.id().hex(), "password", Cloud.PASSWORD)),
                                "totp",
                                Map.of(
                                        "user",
                                        Map.of("id", user.id().hex(), "passcode", Totp.passcode(SEED, Instant.now())))),
                        null)
                .header("X-Subject-Token");
        String made = change(shown, "/credentials", seed)
                .then()
                .statusCode(201)
                .extract()
                .path("credential.id");
        cloud.as(bare).delete(cloud.at("/v3/credentials/" + made)).then().statusCode(403);
        cloud.as(bare).get(cloud.at("/v3/credentials/" + made)).then().statusCode(403);
        cloud.as(bare).get(cloud.at("/v3/credentials")).then().statusCode(200).body("credentials", empty());
        cloud.as(shown).get(cloud.at("/v3/credentials/" + made)).then().statusCode(200);
        change(shown, path, wish).then().statusCode(204);
    }

    private Response change(String token, String path, Map<String, Object> body) {
        return (token == null ? given() : cloud.as(token))
                .contentType("application/json")
                .body(body)
                .post(cloud.at("/v3" + path));
    }

    @Test
    void passwordExpiryIsAFilterWithAnOperator() {
        String admin = personas.cloudAdmin();
        personas.get(admin, "/users?password_expires_at=gt:2020-01-01T00:00:00Z")
                .statusCode(200);
        personas.get(admin, "/users?password_expires_at=xx:2020-01-01T00:00:00Z")
                .statusCode(400)
                .body(
                        "error.message",
                        equalTo("The given operator xx is not valid. It must be one of the following: 'eq', 'neq',"
                                + " 'lt', 'lte', 'gt', or 'gte'."));
        personas.get(admin, "/users?password_expires_at=lt:yesterday").statusCode(400);
    }

    @Test
    void everyChangeIsRecordedWithWhoMadeIt() {
        String admin = personas.cloudAdmin();
        String user = personas.user(Domain.DEFAULT);
        lines.begin();
        personas.patch(admin, "/users/" + user, "{\"user\":{\"description\":\"hi\"}}")
                .statusCode(200);
        personas.patch(admin, "/users/" + user, "{\"user\":{\"enabled\":\"maybe\"}}")
                .statusCode(400);
        personas.get(admin, "/users/" + user).statusCode(200);
        assertThat(lines.all())
                .filteredOn(line -> line.path("event").asText().equals("administered"))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.path("action").asText()).isEqualTo("identity:update_user");
                    assertThat(line.path("object").asText()).isEqualTo("/v3/users/" + user);
                    assertThat(line.path("realm").asText()).isEqualTo("cloud");
                    assertThat(line.path("user").asText()).isNotEmpty();
                });
    }

    @Test
    void groupsAndProjectsOfAUserAreListed() {
        String admin = personas.cloudAdmin();
        String user = personas.user(Domain.DEFAULT);
        String group = personas.group(Domain.DEFAULT);
        String project = personas.project(Domain.DEFAULT);
        String role = personas.role();
        personas.put(admin, "/groups/" + group + "/users/" + user).statusCode(204);
        personas.put(admin, "/projects/" + project + "/groups/" + group + "/roles/" + role)
                .statusCode(204);
        personas.get(admin, "/users/" + user + "/groups").body("groups.id", contains(group));
        personas.get(admin, "/users/" + user + "/projects").body("projects.id", contains(project));
        personas.get(admin, "/groups/" + group + "/users").body("users.id", hasItem(user));
        personas.head(admin, "/groups/" + group + "/users/" + user).statusCode(204);
        personas.delete(admin, "/groups/" + group + "/users/" + user).statusCode(204);
        personas.head(admin, "/groups/" + group + "/users/" + user).statusCode(404);
        personas.get(admin, "/users/" + user + "/projects").body("projects", hasSize(0));
    }
}
