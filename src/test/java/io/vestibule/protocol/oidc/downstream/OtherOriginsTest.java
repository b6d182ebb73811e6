package io.vestibule.protocol.oidc.downstream;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CORS (Fetch standard §3.3): single-page clients call from where they are registered, and nobody else does. */
@QuarkusTest
@TestProfile(LabProfile.class)
class OtherOriginsTest {
    private static final String ALLOWED = "Access-Control-Allow-Origin";

    @Inject
    Lab lab;

    @ParameterizedTest
    @ValueSource(strings = {"/token", "/userinfo", "/revoke", "/protocol/openid-connect/token"})
    void aRegisteredSinglePageClientMayCall(String path) {
        Response preflight = preflight(path, "https://spa.example");
        preflight.then().statusCode(204);
        assertThat(preflight.header(ALLOWED)).isEqualTo("https://spa.example");
        assertThat(preflight.header("Access-Control-Allow-Headers")).contains("Authorization");
        assertThat(preflight.header("Access-Control-Allow-Credentials")).isNull();
        Response call = given().header("Origin", "https://spa.example").post(lab.issuer() + path);
        assertThat(call.header(ALLOWED)).isEqualTo("https://spa.example");
        assertThat(call.headers().getValues("Vary")).contains("Origin");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://attacker.example",
                "https://spa.example.attacker.example",
                "http://spa.example",
                "https://web.example", // confidential: its server calls
                "null"
            })
    void nobodyElseMay(String origin) {
        for (String path : new String[] {"/token", "/userinfo", "/revoke"}) {
            assertThat(preflight(path, origin).header(ALLOWED)).isNull();
            assertThat(given().header("Origin", origin)
                            .post(lab.issuer() + path)
                            .header(ALLOWED))
                    .isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/introspect", "/authorize", "/logout"})
    void whatIsNotForScriptsIsNotOpenedToThem(String path) {
        assertThat(preflight(path, "https://spa.example").header(ALLOWED)).isNull();
        assertThat(given().redirects()
                        .follow(false)
                        .header("Origin", "https://spa.example")
                        .get(lab.issuer() + path)
                        .header(ALLOWED))
                .isNull();
    }

    @Test
    void documentsAreForEverybody() {
        for (String path : new String[] {"/.well-known/openid-configuration", "/jwks"}) {
            assertThat(given().header("Origin", "https://anyone.example")
                            .get(lab.issuer() + path)
                            .header(ALLOWED))
                    .isEqualTo("*");
        }
    }

    private Response preflight(String path, String origin) {
        return given().header("Origin", origin)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "authorization")
                .options(lab.issuer() + path);
    }
}
