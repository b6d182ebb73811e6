package io.vestibule.portal;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(SampleProfile.class)
class HomePageTest {
    @ParameterizedTest
    @ValueSource(strings = {"text/html", "*/*", "application/json", "text/html,application/xhtml+xml;q=0.9"})
    void aStrangerIsOfferedToSignInWhateverTheirBrowserTakes(String accepted) {
        Response response = given().header("Accept", accepted)
                .header("Accept-Language", "en")
                .get("/realms/acme");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.contentType()).startsWith("text/html");
        assertThat(response.body().asString()).contains("You are not signed in", "/realms/acme/sign-in\"");
        assertThat(response.header("Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
    }

    @Test
    void theFrontPageOffersEveryRealm() {
        Response response = given().accept("text/html").get("/");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body().asString())
                .contains("Acme Research", "/realms/acme\"", "/realms/nasty\"")
                .doesNotContain("<script>alert");
    }

    @Test
    void signingOutWithoutASessionSaysSignedOut() {
        Response response =
                given().header("Accept-Language", "en").accept("text/html").get("/realms/acme/sign-out");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body().asString()).contains("You are signed out");
    }
}
