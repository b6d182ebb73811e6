package io.vestibule.protocol.oidc.downstream;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.vestibule.peer.PlainBrowser;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RP-Initiated Logout 1.0, security case 45: only the cookie names the session, and only the person ends it. */
@QuarkusTest
@TestProfile(LabProfile.class)
class EndSessionTest {
    @Inject
    Lab lab;

    private PlainBrowser browser;
    private String idToken;

    @BeforeEach
    void signIn() {
        browser = new PlainBrowser();
        idToken = idToken(browser, "ada");
    }

    @AfterEach
    void close() {
        browser.close();
    }

    @Test
    void aHintOfThisSessionSignsOutAtOnceAndLeadsBack() {
        PlainBrowser.Visit back =
                logout("id_token_hint", idToken, "post_logout_redirect_uri", signedOut(), "state", "s 1=");
        assertThat(back.address().toString()).startsWith(signedOut());
        assertThat(Lab.query(back.address())).containsEntry("state", "s 1=");
        assertThat(isSignedIn()).isFalse();
    }

    @Test
    void byPostToo() {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("id_token_hint", idToken);
        form.put("post_logout_redirect_uri", signedOut());
        Response bounce = given().redirects()
                .follow(false)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .body(Lab.form(form))
                .post(lab.issuer() + "/logout");
        bounce.then().statusCode(303);
        PlainBrowser.Visit back = browser.open(URI.create(bounce.header("Location")));
        assertThat(back.address().toString()).isEqualTo(signedOut());
        assertThat(isSignedIn()).isFalse();
    }

    @Test
    void withoutAHintThePersonIsAskedAndThenLedBack() {
        PlainBrowser.Visit asked = logout("client_id", "web", "post_logout_redirect_uri", signedOut());
        assertThat(asked.status()).isEqualTo(200);
        assertThat(isSignedIn()).isTrue();
        PlainBrowser.Visit back = browser.submit(asked, "form:has([name=logout])", Map.of("logout", "yes"));
        assertThat(back.address().toString()).isEqualTo(signedOut());
        assertThat(isSignedIn()).isFalse();
    }

    @Test
    void whoSaysNoStaysSignedIn() {
        PlainBrowser.Visit asked = logout("client_id", "web");
        browser.submit(asked, "form:has([name=logout])", Map.of("logout", "no"));
        assertThat(isSignedIn()).isTrue();
    }

    @Test
    void anImageOnAForeignPageSignsNobodyOut() {
        logout();
        assertThat(isSignedIn()).isTrue();
    }

    @Test
    void theHintOfAnotherPersonOrAnEarlierSessionIsNotEnough() {
        String othersToken;
        String earlier;
        try (PlainBrowser other = new PlainBrowser()) {
            othersToken = idToken(other, "bob");
        }
        try (PlainBrowser other = new PlainBrowser()) {
            earlier = idToken(other, "ada");
        }
        for (String leaked : new String[] {othersToken, earlier}) {
            PlainBrowser.Visit asked = logout("id_token_hint", leaked, "post_logout_redirect_uri", signedOut());
            assertThat(asked.body()).contains("name=\"logout\"");
            assertThat(isSignedIn()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"not.a.token", "x"})
    void aMadeUpHintIsNoHintAndThereIsNoWayBack(String hint) {
        PlainBrowser.Visit asked =
                logout("id_token_hint", hint, "client_id", "web", "post_logout_redirect_uri", signedOut());
        assertThat(isSignedIn()).isTrue();
        PlainBrowser.Visit done = browser.submit(asked, "form:has([name=logout])", Map.of("logout", "yes"));
        assertThat(done.address().toString()).doesNotContain("/rp/");
        assertThat(done.body().toLowerCase(Locale.ROOT)).contains("signed out");
        assertThat(isSignedIn()).isFalse();
    }

    @Test
    void anAccessTokenIsNoHint() {
        String accessToken = lab.tokens("ada", "openid").path("access_token");
        logout("id_token_hint", accessToken);
        assertThat(isSignedIn()).isTrue();
    }

    @Test
    void anAddressThatNobodyVouchesForIsForgotten() {
        PlainBrowser.Visit asked = logout("post_logout_redirect_uri", signedOut());
        PlainBrowser.Visit done = browser.submit(asked, "form:has([name=logout])", Map.of("logout", "yes"));
        assertThat(done.address().toString()).doesNotContain("/rp/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://attacker.example/", "@/rp/signed-out?x", "@/rp/signed-out/", "@/rp/callback"})
    void anAddressThatIsNotRegisteredIsRefused(String uri) {
        PlainBrowser.Visit refused = logout(
                "id_token_hint",
                idToken,
                "post_logout_redirect_uri",
                uri.replace("@", lab.at("").toString()));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body()).doesNotContain("attacker.example");
        assertThat(isSignedIn()).isTrue();
    }

    @Test
    void aHintOfAnotherClientIsRefused() {
        PlainBrowser.Visit refused = logout("id_token_hint", idToken, "client_id", "gerrit");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(isSignedIn()).isTrue();
    }

    @Test
    void whoIsNotSignedInIsLedBackAtOnce() {
        try (PlainBrowser other = new PlainBrowser()) {
            PlainBrowser.Visit back = other.open(address("client_id", "web", "post_logout_redirect_uri", signedOut()));
            assertThat(back.address().toString()).isEqualTo(signedOut());
        }
    }

    private boolean isSignedIn() {
        PlainBrowser.Visit visit = browser.open(lab.authorize(lab.request("web", "prompt", "none")));
        return Lab.query(visit.address()).containsKey("code");
    }

    private String idToken(PlainBrowser with, String person) {
        Response tokens = lab.redeem(
                Lab.as("web", "web-secret-of-today"), Lab.code(lab.signIn(with, person, lab.request("web"))));
        return tokens.path("id_token");
    }

    private String signedOut() {
        return lab.at("/rp/signed-out").toString();
    }

    private PlainBrowser.Visit logout(String... parameters) {
        return browser.open(address(parameters));
    }

    private URI address(String... parameters) {
        Map<String, String> query = new LinkedHashMap<>();
        for (int i = 0; i < parameters.length; i += 2) {
            query.put(parameters[i], parameters[i + 1]);
        }
        return lab.at("/realms/lab/logout?" + Lab.form(query));
    }
}
