package io.vestibule.protocol.oidc.downstream;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 7662, security case 42. */
@QuarkusTest
@TestProfile(LabProfile.class)
class IntrospectionTest {
    private static final String INACTIVE = "{\"active\":false}";

    @Inject
    Lab lab;

    @ParameterizedTest
    @CsvSource({"api, api-secret", "gateway, gateway-secret"})
    void anAudienceAndAResourceServerLearnWhatTheTokenIsGoodFor(String client, String secret) {
        Response tokens = lab.tokens("ada", "openid profile");
        introspect(Lab.as(client, secret), tokens.path("access_token"))
                .then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body("active", equalTo(true))
                .body("client_id", equalTo("web"))
                .body("iss", equalTo(lab.issuer()))
                .body("sub", equalTo(Lab.claims(tokens.path("id_token")).getSubject()))
                .body("username", equalTo("ada"))
                .body("scope", equalTo("openid profile"))
                .body("token_type", equalTo("Bearer"))
                .body("aud", hasItems("api", lab.issuer()));
    }

    @Test
    void aClientsOwnTokenCanBeAskedAboutToo() {
        Response tokens = lab.token(Lab.as("machine", "machine-secret"), "grant_type", "client_credentials");
        introspect(Lab.as("api", "api-secret"), tokens.path("access_token"))
                .then()
                .body("active", equalTo(true))
                .body("sub", equalTo("machine"));
    }

    @Test
    void whoItIsNotForCannotTellItFromOneThatNeverWas() {
        Response tokens = lab.tokens("ada", "openid");
        for (String token : new String[] {
            tokens.path("access_token"),
            tokens.path("refresh_token"),
            tokens.path("id_token"),
            "never.was.one",
            "nor-this"
        }) {
            Response answer = introspect(Lab.as("stranger", "stranger-secret"), token);
            answer.then().statusCode(200);
            assertThat(answer.asString()).isEqualTo(INACTIVE);
        }
        // the client it was issued to is no audience either
        assertThat(introspect(Lab.as("web", "web-secret-of-today"), tokens.path("access_token"))
                        .asString())
                .isEqualTo(INACTIVE);
    }

    @Test
    void aRefreshTokenIsItsClientsAffair() {
        Response tokens = lab.tokens("ada", "openid");
        introspect(Lab.as("web", "web-secret-of-today"), tokens.path("refresh_token"))
                .then()
                .body("active", equalTo(true))
                .body("client_id", equalTo("web"))
                .body("username", equalTo("ada"));
        introspect(Lab.as("api", "api-secret"), tokens.path("refresh_token"))
                .then()
                .body("active", equalTo(false));
    }

    @Test
    void whoDoesNotAuthenticateIsToldNothing() {
        String token = lab.tokens("ada", "openid").path("access_token");
        introspect(given(), token).then().statusCode(401).body("error", equalTo("invalid_client"));
        introspect(Lab.as("api", "wrong"), token).then().statusCode(401);
        lab.post(given(), "/introspect", "token", token, "client_id", "spa")
                .then()
                .statusCode(401);
    }

    @Test
    void aRequestWithoutATokenIsToldSo() {
        lab.post(Lab.as("api", "api-secret"), "/introspect")
                .then()
                .statusCode(400)
                .body("error", equalTo("invalid_request"));
    }

    private Response introspect(RequestSpecification client, String token) {
        return lab.post(client, "/introspect", "token", token);
    }
}
