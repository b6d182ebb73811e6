package io.vestibule.protocol.oidc.downstream;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** RFC 7009. */
@QuarkusTest
@TestProfile(LabProfile.class)
class RevocationTest {
    @Inject
    Lab lab;

    private static RequestSpecification web() {
        return Lab.as("web", "web-secret-of-today");
    }

    @Test
    void aRefreshTokenTakesItsWholeGrantAlong() {
        Response tokens = lab.tokens("ada", "openid");
        revoke(web(), tokens.path("refresh_token")).then().statusCode(200);
        lab.refresh(web(), tokens.path("refresh_token")).then().statusCode(400);
        lab.userinfo(tokens.path("access_token")).then().statusCode(401);
    }

    @Test
    void anAccessTokenEndsAlone() {
        Response first = lab.tokens("ada", "openid");
        Response second = lab.refresh(web(), first.path("refresh_token"));
        revoke(web(), first.path("access_token")).then().statusCode(200);
        lab.userinfo(first.path("access_token")).then().statusCode(401);
        lab.post(Lab.as("api", "api-secret"), "/introspect", "token", first.path("access_token"))
                .then()
                .body("active", equalTo(false));
        lab.userinfo(second.path("access_token")).then().statusCode(200);
        lab.refresh(web(), second.path("refresh_token")).then().statusCode(200);
    }

    @Test
    void aClientsOwnAccessTokenEndsToo() {
        String token = lab.token(Lab.as("machine", "machine-secret"), "grant_type", "client_credentials")
                .path("access_token");
        revoke(Lab.as("machine", "machine-secret"), token).then().statusCode(200);
        lab.post(Lab.as("api", "api-secret"), "/introspect", "token", token)
                .then()
                .body("active", equalTo(false));
    }

    @Test
    void whatIsNotThereIsAsGoodAsRevoked() {
        for (String token : new String[] {"unknown", "a.b.c"}) {
            Response answer = revoke(web(), token);
            answer.then().statusCode(200);
            assertThat(answer.asString()).isEmpty();
        }
    }

    @Test
    void nobodyRevokesATokenOfAnother() {
        Response tokens = lab.tokens("ada", "openid");
        for (String token : new String[] {tokens.path("access_token"), tokens.path("refresh_token")}) {
            revoke(Lab.as("stranger", "stranger-secret"), token).then().statusCode(400);
            revoke(given(), token).then().statusCode(401);
        }
        lab.userinfo(tokens.path("access_token")).then().statusCode(200);
        lab.refresh(web(), tokens.path("refresh_token")).then().statusCode(200);
    }

    @Test
    void aPublicClientRevokesItsOwn() {
        String code =
                lab.code("ada", lab.request("spa", "code_challenge", Lab.CHALLENGE, "code_challenge_method", "S256"));
        Response tokens = lab.token(
                given(),
                "grant_type",
                "authorization_code",
                "code",
                code,
                "redirect_uri",
                lab.callback(),
                "client_id",
                "spa",
                "code_verifier",
                Lab.VERIFIER);
        lab.post(given(), "/revoke", "client_id", "spa", "token", tokens.path("refresh_token"))
                .then()
                .statusCode(200);
        lab.userinfo(tokens.path("access_token")).then().statusCode(401);
    }

    private Response revoke(RequestSpecification client, String token) {
        return lab.post(client, "/revoke", "token", token);
    }
}
