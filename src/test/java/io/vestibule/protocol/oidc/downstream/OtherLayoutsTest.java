package io.vestibule.protocol.oidc.downstream;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.nimbusds.jwt.JWTClaimsSet;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.vestibule.peer.PlainBrowser;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Relying parties with another product's paths built in: the requests of Gerrit 3.13's OAuth plugin, as recorded. */
@QuarkusTest
@TestProfile(LabProfile.class)
class OtherLayoutsTest {
    private static final String SECRET = "gerrit-secret-._~";

    @Inject
    Lab lab;

    @ParameterizedTest
    @CsvSource({
        "/realms/lab/protocol/openid-connect/auth, /realms/lab/protocol/openid-connect/token, openid",
        "/auth/realms/lab/protocol/openid-connect/auth, /auth/realms/lab/protocol/openid-connect/token, openid",
        "/dex/auth, /dex/token, openid profile email offline_access"
    })
    void gerritSignsAPersonIn(String authorize, String token, String scope) {
        String state = "PL1ZwL0WhG_A1xJsGRX2cA="; // made once for a browser session, its padding left raw
        URI start = lab.at(authorize + "?response_type=code&client_id=gerrit&redirect_uri=" + Lab.encode(lab.callback())
                + "&scope=" + scope.replace(" ", "%20") + "&state=" + state);
        try (PlainBrowser browser = new PlainBrowser()) {
            for (int login = 0; login < 2; login++) {
                PlainBrowser.Visit arrived = lab.signedIn(browser, "ada", browser.open(start));
                assertThat(Lab.query(arrived.address())).containsEntry("state", state);
                JWTClaimsSet idToken =
                        Lab.claims(redeem(token, Lab.code(arrived), scope).path("id_token"));
                assertThat(idToken.getClaims())
                        .containsEntry("preferred_username", "ada")
                        .containsEntry("email", "ada@lab.example")
                        .containsEntry("name", "Ada Lovelace")
                        .doesNotContainKey("nonce");
                assertThat(idToken.getSubject()).isNotBlank();
            }
        }
    }

    private Response redeem(String path, String code, String scope) {
        String basic = Base64.getEncoder().encodeToString(("gerrit:" + SECRET).getBytes(StandardCharsets.UTF_8));
        Response response = given().header("Authorization", "Basic " + basic)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .body(Lab.form(Map.of(
                        "grant_type",
                        "authorization_code",
                        "code",
                        code,
                        "redirect_uri",
                        lab.callback(),
                        "scope",
                        scope)))
                .post(lab.at(path));
        response.then().statusCode(200);
        return response;
    }

    @ParameterizedTest
    @ValueSource(strings = {"/realms/lab/protocol/openid-connect", "/auth/realms/lab/protocol/openid-connect"})
    void keycloaksOtherPathsAnswerToo(String below) {
        given().get(lab.at(below + "/certs")).then().statusCode(200);
        given().get(lab.at(below + "/userinfo")).then().statusCode(401);
        given().get(lab.at(below + "/logout")).then().statusCode(200);
    }

    @Test
    void dexsOtherPathsAnswerToo() {
        given().get(lab.at("/dex/keys")).then().statusCode(200);
        given().get(lab.at("/dex/userinfo")).then().statusCode(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth", "userinfo", "certs", "logout"})
    void aRealmThatDoesNotDeclareTheLayoutDoesNotHaveIt(String path) {
        given().get(lab.at("/realms/plain/protocol/openid-connect/" + path))
                .then()
                .statusCode(404);
        given().get(lab.at("/auth/realms/plain/protocol/openid-connect/" + path))
                .then()
                .statusCode(404);
    }

    @Test
    void theIssuerStaysTheRealms() {
        given().get(lab.at("/realms/lab/.well-known/openid-configuration"))
                .then()
                .body("issuer", equalTo(lab.issuer()));
    }
}
