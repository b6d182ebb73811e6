package io.vestibule.protocol.keystone.federation.login;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.protocol.keystone.CloudProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code …/protocols/{protocol}/auth}, opened by a person: as behind a Keystone's web server, they sign in and are shown a token. */
@QuarkusTest
@Tag("keystone")
@Tag("oidc")
@TestProfile(CloudProfile.class)
class TokenInBrowserTest {
    private static final String PATH = "/v3/OS-FEDERATION/identity_providers/campus/protocols/openid/auth";

    @Inject
    Campus campus;

    @Inject
    CampusRules rules;

    @BeforeEach
    void declare() {
        campus.declareOnce();
        rules.bind();
    }

    @AfterEach
    void forget() {
        rules.unbind();
    }

    @Test
    void theySignInThereAndTheAnswerIsTheToken() throws IOException {
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit page = browser.open(door());
            assertThat(page.address().toString())
                    .as("straight to the campus")
                    .startsWith(campus.campus("").toString());
            Visit answer = signedIn(browser, page);

            assertThat(answer.status()).isEqualTo(201);
            assertThat(answer.address()).asString().startsWith(door() + "?ticket=");
            JsonNode token = new ObjectMapper().readTree(answer.body()).path("token");
            assertThat(token.path("methods")).hasToString("[\"openid\"]");
            assertThat(token.path("user").path("name").asText()).isEqualTo("emmy");
            assertThat(token.path("user")
                            .path("OS-FEDERATION")
                            .path("identity_provider")
                            .path("id")
                            .asText())
                    .isEqualTo("campus");
            assertThat(token.has("project")).isFalse();

            Visit again = browser.open(answer.address());
            assertThat(again.status()).as("a ticket is good once").isEqualTo(401);
            assertThat(browser.open(door()).status())
                    .as("single sign-on, another token")
                    .isEqualTo(201);
        }
    }

    @Test
    void tokensAreOfTheSessionAndShownWhereItIs() throws IOException {
        try (PlainBrowser browser = new PlainBrowser();
                PlainBrowser other = new PlainBrowser()) {
            signedIn(browser, browser.open(door()));
            assertThat(other.ask(page(wayBack(browser))).statusCode())
                    .as("in another browser")
                    .isEqualTo(401);
            HttpResponse<String> shown = browser.ask(page(wayBack(browser)));
            assertThat(shown.statusCode()).isEqualTo(201);
            assertThat(shown.headers().firstValue("Cache-Control")).contains("no-store");
            assertThat(shown.headers().firstValue("Content-Type")).contains("application/json");
            String one = shown.headers().firstValue("X-Subject-Token").orElseThrow();
            String two = browser.ask(page(wayBack(browser)))
                    .headers()
                    .firstValue("X-Subject-Token")
                    .orElseThrow();
            validated(two).then().statusCode(200);
            given().header("X-Auth-Token", one)
                    .header("X-Subject-Token", one)
                    .delete(campus.sky("/v3/auth/tokens?end_session=true"))
                    .then()
                    .statusCode(204);
            validated(two).then().statusCode(401);
        }
    }

    @Test
    void whoCameByAnotherDoorComesByThisOneToo() {
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit portal = browser.open(campus.sky("/account"));
            browser.submit(
                    portal, "form:has([name=password])", Map.of("username", "ada", "password", "ada-password-1"));
            assertThat(browser.open(door()).address())
                    .asString()
                    .startsWith(campus.campus("").toString());
        }
    }

    @Test
    void whomTheRulesDoNotKnowIsToldSoAndHasNone() {
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit page = browser.open(door());
            Visit no = browser.submit(
                    page, "form:has([name=password])", Map.of("username", "hedy", "password", "hedy-password-1"));
            assertThat(no.status()).isEqualTo(403);
            assertThat(no.html().select("#reference").text()).isNotEmpty();
        }
    }

    @Test
    void whatIsNotThereOrSwitchedOffAsksNobody() {
        try (PlainBrowser browser = new PlainBrowser()) {
            assertThat(browser.open(URI.create(door().toString().replace("/openid/", "/none/")))
                            .status())
                    .isEqualTo(404);
            rules.enabled(false);
            assertThat(browser.open(door()).status()).isEqualTo(403);
        }
    }

    @Test
    void programsAndScriptsAreNotSentAnywhere() {
        for (Map<String, String> headers : List.of(
                Map.of("Accept", "application/json"),
                Map.of("Accept", "*/*"),
                Map.of("Accept", "text/html", "Sec-Fetch-Dest", "empty"),
                Map.of("Accept", "text/html", "Sec-Fetch-Dest", "iframe"))) {
            given().redirects()
                    .follow(false)
                    .headers(headers)
                    .get(door())
                    .then()
                    .statusCode(401)
                    .body("error.title", equalTo("Unauthorized"));
        }
        given().redirects()
                .follow(false)
                .header("Accept", "application/vnd.paos+xml")
                .get(door())
                .then()
                .statusCode(401);
        given().redirects()
                .follow(false)
                .header("Accept", "text/html")
                .post(door())
                .then()
                .statusCode(401);
    }

    private URI wayBack(PlainBrowser browser) {
        HttpResponse<String> away = browser.ask(page(door()));
        assertThat(away.statusCode()).isEqualTo(303);
        return URI.create(away.headers().firstValue("Location").orElseThrow());
    }

    private static HttpRequest.Builder page(URI address) {
        return HttpRequest.newBuilder(address).header("Accept", "text/html").header("Sec-Fetch-Dest", "document");
    }

    private static Visit signedIn(PlainBrowser browser, Visit page) {
        return browser.submit(
                page, "form:has([name=password])", Map.of("username", "emmy", "password", "emmy-password-1"));
    }

    private Response validated(String token) {
        return given().header("X-Auth-Token", token)
                .header("X-Subject-Token", token)
                .get(campus.sky("/v3/auth/tokens"));
    }

    private URI door() {
        return campus.sky(PATH);
    }
}
