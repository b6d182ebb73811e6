package io.vestibule.protocol.keystone.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.vestibule.access.Project;
import io.vestibule.directory.User;
import io.vestibule.protocol.keystone.Cloud;
import io.vestibule.protocol.keystone.CloudProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Recorded exchanges 005 to 028 and 053 to 064: tokens by password, looked at and taken back. */
@QuarkusTest
@TestProfile(CloudProfile.class)
class PasswordTokenTest {
    @Inject
    Cloud cloud;

    private User ada;
    private Project project;

    @BeforeEach
    void someone() {
        ada = cloud.person();
        project = cloud.project();
        cloud.grant(ada.id(), "member", Cloud.on(project));
    }

    @Test
    void aProjectScopedTokenTellsOfUserProjectRolesAndCatalogue() {
        Response response = cloud.authenticate(Cloud.byPassword(ada.id(), Cloud.PASSWORD), Cloud.project(project));
        response.then()
                .statusCode(201)
                .contentType("application/json")
                .header("Vary", "X-Auth-Token")
                .header("X-Subject-Token", matchesPattern("ey[A-Za-z0-9_.-]+"))
                .body("token.methods", equalTo(List.of("password")))
                .body("token.user.id", equalTo(ada.id().hex()))
                .body("token.user.name", equalTo(ada.name()))
                .body("token.user.domain", equalTo(Map.of("id", "default", "name", "Default")))
                .body("token.user.password_expires_at", nullValue())
                .body("token.user", hasKey("password_expires_at"))
                .body("token.audit_ids", hasSize(1))
                .body("token.expires_at", matchesPattern("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.000000Z"))
                .body("token.project.id", equalTo(project.id().value()))
                .body("token.project.domain.name", equalTo("Default"))
                .body("token.is_domain", equalTo(false))
                .body("token.roles.name", Matchers.hasItem("member"))
                .body("token", hasKey("catalog"));
    }

    @Test
    void whoeverHasTheNameAndTheDomainIsTheSamePerson() {
        Object byName = Map.of(
                "methods",
                List.of("password"),
                "password",
                Map.of(
                        "user",
                        Map.of("name", ada.name(), "domain", Map.of("name", "Default"), "password", Cloud.PASSWORD)));
        cloud.authenticate(byName, null)
                .then()
                .statusCode(201)
                .body("token.user.id", equalTo(ada.id().hex()))
                .body("token", not(hasKey("roles")))
                .body("token", not(hasKey("catalog")))
                .body("token", not(hasKey("is_domain")));
    }

    @Test
    void aTokenIsValidatedAndTakenBack() {
        String token = cloud.token(ada, Cloud.project(project));
        cloud.validate(token, token)
                .then()
                .statusCode(200)
                .header("X-Subject-Token", token)
                .body("token.user.id", equalTo(ada.id().hex()));
        cloud.as(token)
                .header("X-Subject-Token", token)
                .get(cloud.at("/v3/auth/tokens?nocatalog"))
                .then()
                .statusCode(200)
                .body("token", not(hasKey("catalog")));
        Response head = cloud.as(token).header("X-Subject-Token", token).head(cloud.at("/v3/auth/tokens"));
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.asByteArray()).isEmpty();
        cloud.as(token)
                .header("X-Subject-Token", token)
                .delete(cloud.at("/v3/auth/tokens"))
                .then()
                .statusCode(204);
        cloud.validate(token, token)
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", "Keystone uri=\"" + cloud.at("/v3") + "\"")
                .body("error.message", equalTo("The request you have made requires authentication."));
        String other = cloud.token(ada, Cloud.project(project));
        cloud.validate(other, token).then().statusCode(404).body("error.message", equalTo("Failed to validate token"));
        String stranger = cloud.token(cloud.person(), null);
        cloud.validate(stranger, other).then().statusCode(403);
    }

    @Test
    void everyWrongAnswerIsTheSame() {
        for (Object identity : List.of(
                Cloud.byPassword(ada.id(), "wrong"),
                Map.of(
                        "methods",
                        List.of("password"),
                        "password",
                        Map.of(
                                "user",
                                Map.of("name", "nobody", "domain", Map.of("id", "default"), "password", "wrong"))),
                Map.of("methods", List.of()))) {
            cloud.authenticate(identity, null)
                    .then()
                    .statusCode(401)
                    .body("error.title", equalTo("Unauthorized"))
                    .body("error.message", equalTo("The request you have made requires authentication."));
        }
        for (Object scope : List.of(
                Map.of("project", Map.of("id", "nonesuch")),
                Cloud.project(cloud.project()),
                Cloud.system(),
                Map.of("domain", Map.of("id", "default")))) {
            cloud.authenticate(Cloud.byPassword(ada.id(), Cloud.PASSWORD), scope)
                    .then()
                    .statusCode(401)
                    .body("error.message", equalTo("The request you have made requires authentication."));
        }
    }

    @Test
    void aRequestInTheWrongShapeIsToldWhatIsMissing() {
        cloud.authenticate(
                        Cloud.byPassword(ada.id(), Cloud.PASSWORD),
                        Map.of("project", Map.of("id", "x"), "domain", Map.of("id", "y")))
                .then()
                .statusCode(400)
                .body(
                        "error.message",
                        equalTo("Expecting to find system, project, domain, OS-TRUST:trust or unscoped in scope. The"
                                + " server could not comply with the request since it is either malformed or otherwise"
                                + " incorrect. The client is assumed to be in error."));
        cloud.authenticate(Map.of("methods", List.of("nope"), "nope", Map.of()), null)
                .then()
                .statusCode(401)
                .body("error.message", equalTo("Attempted to authenticate with an unsupported method."))
                .body("error.identity.methods", Matchers.hasItems("password", "token"));
    }
}
