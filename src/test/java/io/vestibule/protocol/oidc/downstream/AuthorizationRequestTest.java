package io.vestibule.protocol.oidc.downstream;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.vestibule.peer.PlainBrowser;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Map;
import java.util.stream.Stream;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** OIDC Core §3.1.2.1, RFC 6749 §4.1.1: what may be asked, and how a wrong question is answered. */
@QuarkusTest
@TestProfile(LabProfile.class)
class AuthorizationRequestTest {
    @Inject
    Lab lab;

    @Inject
    Tables tables;

    static Stream<Arguments> wrongQuestions() {
        String long43 = Lab.CHALLENGE;
        return Stream.of(
                arguments("web", "response_type", null, "invalid_request"),
                arguments("web", "response_type", "token", "unsupported_response_type"),
                arguments("web", "response_type", "id_token", "unsupported_response_type"),
                arguments("web", "response_type", "code id_token", "unsupported_response_type"),
                arguments("web", "response_type", "CODE", "unsupported_response_type"),
                arguments("web", "response_mode", "jwt", "invalid_request"),
                arguments("web", "response_mode", "web_message", "invalid_request"),
                arguments("web", "scope", null, "invalid_scope"),
                arguments("web", "scope", "nobody-knows-this", "invalid_scope"),
                arguments("web", "scope", "openid \"quoted\"", "invalid_scope"),
                arguments("web", "prompt", "none login", "invalid_request"),
                arguments("web", "prompt", "none", "login_required"),
                arguments("web", "max_age", "soon", "invalid_request"),
                arguments("web", "max_age", "-1", "invalid_request"),
                arguments("web", "claims", "{", "invalid_request"),
                arguments("web", "claims", "[]", "invalid_request"),
                arguments("web", "claims", "{\"id_token\":{\"sub\":{\"value\":\"nobody\"}}}", "login_required"),
                arguments("web", "id_token_hint", "not.a.token", "invalid_request"),
                arguments("web", "request", "eyJhbGciOiJub25lIn0.e30.", "request_not_supported"),
                arguments("web", "request_uri", "urn:example:1", "request_uri_not_supported"),
                arguments("web", "registration", "{}", "registration_not_supported"),
                arguments("web", "code_challenge", long43, "invalid_request"), // no method means plain
                arguments("web", "code_challenge_method", "S256", "invalid_request"),
                arguments("spa", "state", "x", "invalid_request"), // without code_challenge
                arguments("needs-pkce", "state", "x", "invalid_request"));
    }

    @ParameterizedTest(name = "{0}: {1}={2} gets {3}")
    @MethodSource("wrongQuestions")
    void aWrongQuestionIsAnsweredAtTheClient(String client, String name, String value, String error) {
        URI answer = redirect(lab.authorize(lab.request(client, name, value)));
        boolean fragment = value != null && value.contains("token") && name.equals("response_type");
        Map<String, String> told = fragment ? Lab.decoded(answer.getRawFragment()) : Lab.query(answer);
        assertThat(answer.toString()).startsWith(lab.callback());
        assertThat(told)
                .containsEntry("error", error)
                .containsEntry("iss", lab.issuer())
                .containsKey("error_description")
                .doesNotContainKeys("code", "id_token", "access_token");
        assertThat(told.get("state")).isEqualTo(name.equals("state") ? value : "some state=");
    }

    @ParameterizedTest
    @CsvSource({"plain", "s256", "S512"})
    void onlyS256IsTakenForACodeChallenge(String method) {
        URI answer = redirect(
                lab.authorize(lab.request("spa", "code_challenge", Lab.CHALLENGE, "code_challenge_method", method)));
        assertThat(Lab.query(answer)).containsEntry("error", "invalid_request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "with+forbidden/characters+in+it+xxxxxxxxxxxxx", "="})
    void aCodeChallengeHasTheShapeOfSha256(String challenge) {
        URI answer = redirect(
                lab.authorize(lab.request("web", "code_challenge", challenge, "code_challenge_method", "S256")));
        assertThat(Lab.query(answer)).containsEntry("error", "invalid_request");
    }

    @Test
    void aClientThatBreaksOnPkceIsNotGivenIt() {
        URI answer = redirect(lab.authorize(
                lab.request("no-pkce", "code_challenge", Lab.CHALLENGE, "code_challenge_method", "S256")));
        assertThat(Lab.query(answer)).containsEntry("error", "invalid_request");
        assertThat(lab.code("ada", lab.request("no-pkce"))).isNotBlank();
    }

    static Stream<Arguments> untrustedQuestions() {
        return Stream.of(
                arguments("client_id", null),
                arguments("client_id", "nobody"),
                arguments("client_id", "switched-off"),
                arguments("client_id", "machine"),
                arguments("client_id", "<script>alert(1)</script>"),
                arguments("redirect_uri", null),
                arguments("redirect_uri", "https://attacker.example/"));
    }

    @ParameterizedTest(name = "{0}={1}")
    @MethodSource("untrustedQuestions")
    void whoIsNotTrustedGetsAPageHereAndNeverARedirect(String name, String value) {
        given().redirects()
                .follow(false)
                .urlEncodingEnabled(false)
                .get(lab.authorize(lab.request("web", name, value)).toString())
                .then()
                .statusCode(400)
                .header("Location", (String) null)
                .header("Cache-Control", "no-store")
                .contentType("text/html")
                .body(containsString("invalid_request"))
                .body(Matchers.not(containsString("<script>alert")))
                .body(Matchers.not(containsString("attacker.example")));
    }

    static Stream<Arguments> brokenQuestions() {
        String good = "client_id=web&response_type=code&scope=openid&redirect_uri=";
        return Stream.of(
                arguments("repeated", good + "&state=a&state=b"),
                arguments("repeated, one empty", good + "&state=&state=b"),
                arguments("repeated and unknown", good + "&foo=a&foo=b"),
                arguments("repeated client", good + "&client_id=web"),
                arguments("NUL", good + "&state=a%00b"),
                arguments("not UTF-8", good + "&state=%ff"),
                arguments("overlong UTF-8", good + "&state=%c0%af"),
                arguments("half a surrogate", good + "&state=%ed%a0%80"),
                arguments("percent at the end", good + "&state=%"),
                arguments("percent without digits", good + "&state=%zz"),
                arguments("long state", good + "&state=" + "a".repeat(2049)),
                arguments("long nonce", good + "&nonce=" + "a".repeat(2049)),
                arguments("long in all", good + "&x=" + "a".repeat(8192)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenQuestions")
    void aBrokenQuestionIsRefusedWithAWordAboutWhatIsWrong(String what, String query) {
        String whole = query.replace("redirect_uri=", "redirect_uri=" + Lab.encode(lab.callback()));
        if (!what.startsWith("percent")) { // no client library sends that in a query
            given().redirects()
                    .follow(false)
                    .urlEncodingEnabled(false)
                    .get(lab.issuer() + "/authorize?" + whole)
                    .then()
                    .statusCode(400)
                    .body(containsString("invalid_request: The "));
        }
        given().redirects()
                .follow(false)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .body(whole)
                .post(lab.issuer() + "/authorize")
                .then()
                .statusCode(400)
                .body(containsString("invalid_request: The "));
    }

    @Test
    void anotherContentTypeIsRefused() {
        given().header("Content-Type", "application/json")
                .body("{}")
                .post(lab.issuer() + "/authorize")
                .then()
                .statusCode(400)
                .body(containsString("content type"));
    }

    @Test
    void aFloodOfRequestsStoresNothing() {
        Map<String, Long> before = tables.rows();
        for (int i = 0; i < 200; i++) {
            assertThat(redirect(lab.authorize(lab.request("web", "state", "s" + i)))
                            .getPath())
                    .endsWith("/login");
        }
        assertThat(tables.rows()).isEqualTo(before);
    }

    @Test
    void aPostedRequestFromAnotherSiteComesBackAsAGetWithItsCookies() {
        try (PlainBrowser browser = new PlainBrowser()) {
            lab.signIn(browser, "ada", lab.request("web"));
            Response bounce = given().redirects()
                    .follow(false)
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .body(Lab.form(lab.request("web", "prompt", "none")))
                    .post(lab.issuer() + "/authorize");
            bounce.then().statusCode(303);
            assertThat(bounce.header("Location")).startsWith(lab.issuer() + "/authorize?");
            PlainBrowser.Visit arrived = browser.open(URI.create(bounce.header("Location")));
            assertThat(Lab.code(arrived)).isNotBlank();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"page", "popup", "touch", "wap", "hologram"})
    void whatIsOnlyAHintIsAccepted(String display) {
        Map<String, String> request = lab.request(
                "web",
                "display",
                display,
                "ui_locales",
                "se xx-!!",
                "claims_locales",
                "de",
                "acr_values",
                "1 2",
                "login_hint",
                "ada",
                "domain_hint",
                "lab.example",
                "idp_hint",
                "nowhere",
                "prompt",
                "create",
                "unknown_parameter",
                "x");
        assertThat(lab.code("ada", request)).isNotBlank();
    }

    @Test
    void aPlainOAuthRequestGetsNoIdToken() {
        String code = lab.code("ada", lab.request("web", "scope", "profile", "redirect_uri", lab.callback()));
        Response tokens = lab.redeem(Lab.as("web", "web-secret-of-today"), code);
        tokens.then().statusCode(200);
        assertThat(tokens.<String>path("id_token")).isNull();
        assertThat(tokens.<String>path("access_token")).isNotBlank();
        lab.userinfo(tokens.path("access_token")).then().statusCode(401);
    }

    private URI redirect(URI at) {
        Response response =
                given().redirects().follow(false).urlEncodingEnabled(false).get(at.toString());
        response.then().statusCode(303);
        return URI.create(response.header("Location"));
    }
}
