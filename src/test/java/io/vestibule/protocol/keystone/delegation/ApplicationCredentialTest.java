package io.vestibule.protocol.keystone.delegation;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vestibule.access.Project;
import io.vestibule.directory.User;
import io.vestibule.journey.RealmFiles;
import io.vestibule.protocol.keystone.Cloud;
import io.vestibule.protocol.keystone.CloudProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Application credentials as clients make and use them. */
@QuarkusTest
@TestProfile(CloudProfile.class)
class ApplicationCredentialTest {
    @Inject
    Cloud cloud;

    @Inject
    RealmFiles files;

    private User owner;
    private Project project;
    private String token;

    @BeforeEach
    void aMemberOfAProject() {
        owner = cloud.person();
        project = cloud.project();
        cloud.grant(owner.id(), "member", Cloud.on(project));
        cloud.grant(owner.id(), "reader", Cloud.on(project));
        token = cloud.token(owner, Cloud.project(project));
    }

    @Test
    void isShownOnceWithItsSecretAndThenWithout() {
        Response created = create(Map.of(
                "name", "ac",
                "description", "d",
                "roles", List.of(Map.of("name", "member")),
                "expires_at", "2030-01-01T00:00:00",
                "unrestricted", false));
        created.then().statusCode(201);
        JsonPath made = created.jsonPath();
        assertThat(made.getString("application_credential.secret")).hasSize(86);
        assertThat(made.getString("application_credential.expires_at")).isEqualTo("2030-01-01T00:00:00.000000");
        assertThat(made.getString("application_credential.project_id"))
                .isEqualTo(project.id().value());
        assertThat(made.getList("application_credential.roles.name")).containsExactly("member");
        assertThat(made.getMap("application_credential"))
                .containsEntry("system", null)
                .doesNotContainKey("access_rules");
        assertThat(made.getString("application_credential.links.self"))
                .isEqualTo(cloud.at("/v3/application_credentials/" + made.getString("application_credential.id")));

        JsonPath listed = cloud.as(token).get(path()).jsonPath();
        assertThat(listed.getList("application_credentials.name")).containsExactly("ac");
        assertThat(listed.getMap("application_credentials[0]")).doesNotContainKey("secret");
        JsonPath shown = cloud.as(token)
                .get(path() + "/" + made.getString("application_credential.id"))
                .jsonPath();
        assertThat(shown.getString("application_credential.name")).isEqualTo("ac");
    }

    @Test
    void givesATokenWithItsRolesOnlyByIdAndByName() {
        JsonPath made = made(Map.of("name", "ac", "roles", List.of(Map.of("name", "member"))));
        for (Map<String, ?> payload : List.of(
                byId(made),
                Map.of(
                        "name",
                        "ac",
                        "secret",
                        secret(made),
                        "user",
                        Map.of("id", owner.id().hex())))) {
            Response issued = authenticate(payload);
            issued.then().statusCode(201);
            JsonPath body = issued.jsonPath();
            assertThat(body.getList("token.methods")).containsExactly("application_credential");
            assertThat(body.getList("token.roles.name")).containsExactly("member");
            assertThat(body.getString("token.project.id"))
                    .isEqualTo(project.id().value());
            assertThat(body.getMap("token.application_credential"))
                    .containsEntry("id", id(made))
                    .containsEntry("name", "ac")
                    .containsEntry("restricted", true)
                    .doesNotContainKey("access_rules");
        }
    }

    @Test
    void aUserHasOnlySoManyOfThem() {
        files.with("cloud", "listLimit: 500", "listLimit: 500\n  applicationCredentialsPerUser: 2", () -> {
            made(Map.of("name", "first"));
            JsonPath second = made(Map.of("name", "second"));
            Response third = create(Map.of("name", "third"));
            third.then().statusCode(403);
            assertThat(third.jsonPath().getString("error.message"))
                    .isEqualTo("Unable to create additional application credentials,"
                            + " maximum of 2 already exceeded for user.");
            cloud.as(token).delete(path() + "/" + id(second)).then().statusCode(204);
            made(Map.of("name", "third"));
        });
    }

    @Test
    void aSecretOfOnesOwnWorksToo() {
        JsonPath made = made(Map.of("name", "ac", "secret", "correct horse"));
        assertThat(secret(made)).isEqualTo("correct horse");
        authenticate(byId(made)).then().statusCode(201);
        authenticate(Map.of("id", id(made), "secret", "correct house")).then().statusCode(401);
    }

    @Test
    void wrongSecretsAndStrangersIdsAreRefusedAlike() {
        JsonPath made = made(Map.of("name", "ac"));
        User stranger = cloud.person();
        for (Map<String, ?> payload : List.of(
                Map.of("id", id(made), "secret", "no"),
                Map.of("id", Cloud.hex(), "secret", secret(made)),
                Map.of("id", id(made)),
                Map.of(
                        "name",
                        "ac",
                        "secret",
                        secret(made),
                        "user",
                        Map.of("id", stranger.id().hex())),
                Map.of(
                        "id",
                        id(made),
                        "secret",
                        secret(made),
                        "user",
                        Map.of("id", stranger.id().hex())))) {
            Response refused = authenticate(payload);
            refused.then().statusCode(401);
            assertThat(refused.jsonPath().getString("error.message"))
                    .isEqualTo("The request you have made requires authentication.");
        }
    }

    @Test
    void noneIsMadeForSomebodyElseOrWithARoleThatTheTokenLacks() {
        cloud.role("auditor");
        Response role = create(Map.of("name", "ac", "roles", List.of(Map.of("name", "auditor"))));
        role.then().statusCode(400);
        assertThat(role.jsonPath().getString("error.message"))
                .isEqualTo(
                        "Invalid application credential: Cannot create an application credential with unassigned role");
        User other = cloud.person();
        cloud.as(token)
                .contentType("application/json")
                .body(Map.of("application_credential", Map.of("name", "x")))
                .post(cloud.at("/v3/users/" + other.id().hex() + "/application_credentials"))
                .then()
                .statusCode(403);
    }

    @Test
    void aNameIsTakenOncePerUserAndAnEndMustBeAhead() {
        made(Map.of("name", "ac"));
        Response twice = create(Map.of("name", "ac"));
        twice.then().statusCode(409);
        assertThat(twice.jsonPath().getString("error.message"))
                .isEqualTo("Conflict occurred attempting to store application_credential - "
                        + "Duplicate entry found with name ac.");
        create(Map.of("name", "past", "expires_at", "2001-01-01T00:00:00"))
                .then()
                .statusCode(400);
        create(Map.of("name", "never", "expires_at", "soon")).then().statusCode(400);
    }

    @Test
    void deletionEndsItsTokensAtOnce() {
        JsonPath made = made(Map.of("name", "ac"));
        String issued = authenticate(byId(made)).header("X-Subject-Token");
        assertThat(cloud.counts(issued)).isTrue();
        cloud.as(token).delete(path() + "/" + id(made)).then().statusCode(204);
        assertThat(cloud.counts(issued)).isFalse();
        authenticate(byId(made)).then().statusCode(401);
        cloud.as(token).get(path() + "/" + id(made)).then().statusCode(404);
    }

    @Test
    void whatItsUserLosesItLosesAtOnce() {
        JsonPath made = made(Map.of("name", "ac", "roles", List.of(Map.of("name", "member"))));
        String issued = authenticate(byId(made)).header("X-Subject-Token");
        assertThat(cloud.counts(issued)).isTrue();
        cloud.revoke(owner.id(), "member", Cloud.on(project));
        assertThat(cloud.counts(issued)).isFalse();
        authenticate(byId(made)).then().statusCode(401);
    }

    @Test
    void accessRulesAreKeptUsedAgainAndOnlyToldToWhoKnowsThem() {
        Map<String, String> rule = Map.of("path", "/v2.1/servers", "method", "GET", "service", "compute");
        JsonPath made = made(Map.of("name", "ac", "access_rules", List.of(rule)));
        String ruleId = made.getString("application_credential.access_rules[0].id");
        JsonPath second = made(Map.of("name", "ac2", "access_rules", List.of(rule)));
        assertThat(second.getString("application_credential.access_rules[0].id"))
                .isEqualTo(ruleId);

        String issued = authenticate(byId(made)).header("X-Subject-Token");
        cloud.as(token)
                .header("X-Subject-Token", issued)
                .get(cloud.at("/v3/auth/tokens"))
                .then()
                .statusCode(404);
        String rules = cloud.at("/v3/users/" + owner.id().hex() + "/access_rules");
        JsonPath listed = cloud.as(token).get(rules).jsonPath();
        assertThat(listed.getList("access_rules.id")).containsExactly(ruleId);
        assertThat(listed.getString("access_rules[0].links.self")).isEqualTo(cloud.at("/v3/access_rules/" + ruleId));
        cloud.as(token).delete(rules + "/" + ruleId).then().statusCode(403);
        cloud.as(token).delete(path() + "/" + id(made)).then().statusCode(204);
        cloud.as(token).delete(path() + "/" + id(second)).then().statusCode(204);
        cloud.as(token).delete(rules + "/" + ruleId).then().statusCode(204);
        cloud.as(token).get(rules + "/" + ruleId).then().statusCode(404);
    }

    private String path() {
        return cloud.at("/v3/users/" + owner.id().hex() + "/application_credentials");
    }

    private Response create(Map<String, ?> wanted) {
        return cloud.as(token)
                .contentType("application/json")
                .body(Map.of("application_credential", wanted))
                .post(path());
    }

    private JsonPath made(Map<String, ?> wanted) {
        Response created = create(wanted);
        created.then().statusCode(201);
        return created.jsonPath();
    }

    private static String id(JsonPath made) {
        return made.getString("application_credential.id");
    }

    private static String secret(JsonPath made) {
        return made.getString("application_credential.secret");
    }

    private static Map<String, String> byId(JsonPath made) {
        return Map.of("id", id(made), "secret", secret(made));
    }

    private Response authenticate(Map<String, ?> payload) {
        return cloud.authenticate(
                Map.of("methods", List.of("application_credential"), "application_credential", payload), null);
    }
}
