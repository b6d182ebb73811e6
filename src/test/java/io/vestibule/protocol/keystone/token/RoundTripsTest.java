package io.vestibule.protocol.keystone.token;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vestibule.access.Project;
import io.vestibule.database.ConnectionsTaken;
import io.vestibule.directory.User;
import io.vestibule.identity.Scope;
import io.vestibule.protocol.keystone.Cloud;
import io.vestibule.protocol.keystone.CloudProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How often each flow goes to the database once everything has been seen: docs/performance.md has the same numbers. */
@QuarkusTest
@TestProfile(CloudProfile.class)
class RoundTripsTest {
    private static final int TIMES = 10;

    @Inject
    Cloud cloud;

    @Inject
    ConnectionsTaken connections;

    private User ada;
    private Project project;
    private String token;

    @BeforeEach
    void someone() {
        ada = cloud.person();
        project = cloud.project();
        cloud.grant(ada.id(), "member", Cloud.on(project));
        cloud.grant(ada.id(), "admin", new Scope.System());
        token = cloud.token(ada, Cloud.project(project));
    }

    @Test
    void aTokenForATokenTakesNone() {
        assertThat(perFlow(() -> cloud.authenticate(Cloud.byToken(token), byName()), 201))
                .isZero();
        assertThat(perFlow(() -> cloud.authenticate(Cloud.byToken(token), "unscoped"), 201))
                .isZero();
    }

    @Test
    void aTokenByPasswordTakesTheOneForThePassword() {
        Object named = Map.of(
                "methods",
                List.of("password"),
                "password",
                Map.of(
                        "user",
                        Map.of("name", ada.name(), "domain", Map.of("name", "Default"), "password", Cloud.PASSWORD)));
        assertThat(perFlow(() -> cloud.authenticate(named, byName()), 201)).isEqualTo(1);
        assertThat(perFlow(() -> cloud.authenticate(Cloud.byPassword(ada.id(), Cloud.PASSWORD), byName()), 201))
                .isEqualTo(1);
    }

    @Test
    void aTokenOfAnApplicationCredentialTakesNone() {
        JsonPath made = cloud.as(token)
                .contentType("application/json")
                .body(Map.of("application_credential", Map.of("name", "client")))
                .post(cloud.at("/v3/users/" + ada.id().hex() + "/application_credentials"))
                .jsonPath();
        String id = made.getString("application_credential.id");
        String secret = made.getString("application_credential.secret");
        Object identity = Map.of(
                "methods",
                List.of("application_credential"),
                "application_credential",
                Map.of("id", id, "secret", secret));
        assertThat(perFlow(
                        () -> given().contentType("application/json")
                                .body(Map.of("auth", Map.of("identity", identity)))
                                .post(cloud.at("/v3/auth/tokens")),
                        201))
                .isZero();
        assertThat(perFlow(
                        () -> given().auth()
                                .preemptive()
                                .basic(id, secret)
                                .contentType("application/x-www-form-urlencoded")
                                .formParam("grant_type", "client_credentials")
                                .post(cloud.at("/v3/OS-OAUTH2/token")),
                        200))
                .isZero();
    }

    @Test
    void aValidationTakesNone() {
        assertThat(perFlow(() -> cloud.validate(token, token), 200)).isZero();
    }

    private Object byName() {
        return Map.of("project", Map.of("name", project.name(), "domain", Map.of("name", "Default")));
    }

    /** The most that any of several takes, after two that have seen it all. */
    private long perFlow(Supplier<Response> flow, int status) {
        flow.get().then().statusCode(status);
        flow.get().then().statusCode(status);
        long most = 0;
        for (int i = 0; i < TIMES; i++) {
            long before = connections.sofar();
            flow.get().then().statusCode(status);
            most = Math.max(most, connections.sofar() - before);
        }
        return most;
    }
}
