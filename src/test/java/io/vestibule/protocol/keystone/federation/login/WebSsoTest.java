package io.vestibule.protocol.keystone.federation.login;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.vestibule.directory.TestFactors;
import io.vestibule.directory.User;
import io.vestibule.identity.RealmName;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.protocol.keystone.CloudProfile;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A dashboard sends a browser to the portal and gets a token that lasts as long as the session does. */
@QuarkusTest
@Tag("keystone")
@Tag("oidc")
@TestProfile(CloudProfile.class)
class WebSsoTest {
    private static final String AUTO_POST = "#auto-post";
    private static final String PASSCODE = "form:has([name=passcode])";
    private Campus.Dashboard dashboard;

    @Inject
    Campus campus;

    @Inject
    Realms realms;

    @Inject
    TestFactors factors;

    @BeforeEach
    void declare() {
        dashboard = campus.declareOnce();
    }

    @Test
    void aPersonOfTheCloudItselfSignsInAndEveryTokenOfTheirsEndsWithTheSession() {
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit portal = browser.open(door("openid", origin()));
            assertThat(portal.html().text()).contains("Sky dashboard");
            String token = token(signedIn(browser, portal, "ada"));
            validated(token)
                    .then()
                    .statusCode(200)
                    .body("token.user.name", equalTo("ada"))
                    .body("token.methods", equalTo(List.of("password")))
                    .body("token.user.OS-FEDERATION", nullValue())
                    .body("token.audit_ids", hasSize(1));
            String other = rescoped(token);
            assertThat(validated(other).statusCode()).isEqualTo(200);

            Visit again = browser.open(door("openid", origin()));
            String second = token(again);
            assertThat(second).as("single sign-on, another token").isNotEqualTo(token);

            Visit question = browser.open(logout());
            assertThat(question.html().text()).contains("Sign out?", "Sky dashboard");
            Visit out = browser.submit(question, "form.answers", Map.of("logout", "yes"));
            assertThat(out.address()).hasToString(dashboard.at("/"));
            for (String dead : List.of(token, other, second)) {
                validated(dead).then().statusCode(401);
            }
            assertThat(browser.open(door("openid", origin())).html().select("[name=password]"))
                    .isNotEmpty();
        }
    }

    @Test
    void whatTheAddressSaysIsNoMethodUnlessTheUpstreamSpeaksIt() {
        for (Map.Entry<String, String> door : Map.of("password", "openid", "totp", "openid", "mapped", "mapped")
                .entrySet()) {
            try (PlainBrowser browser = new PlainBrowser()) {
                Visit portal = browser.open(door(door.getKey(), origin()));
                Visit campusPage = browser.open(URI.create(
                        portal.html().select("a[href*=/login/with/campus?]").attr("abs:href")));
                validated(token(signedIn(browser, campusPage, "hedy")))
                        .then()
                        .statusCode(200)
                        .body("token.methods", equalTo(List.of(door.getValue())));
            }
        }
    }

    @Test
    void theRealmsDemandBindsProgramsWhereThePortalDidNotAskAlready() {
        try (PlainBrowser browser = new PlainBrowser()) {
            String inSession = token(signedIn(browser, browser.open(door("openid", origin())), "ada"));
            String bare = byPassword().header("X-Subject-Token");
            campus.demanding("passwords", () -> {
                byPassword()
                        .then()
                        .statusCode(401)
                        .body("receipt.methods", equalTo(List.of("password")))
                        .body("required_auth_methods", equalTo(List.of(List.of("password", "totp"))));
                assertThat(rescoped(bare)).as("of no session").isNull();
                assertThat(rescoped(inSession)).as("the portal asks").isNotNull();
            });
            assertThat(rescoped(bare)).isNotNull();
        }
    }

    @Test
    void whoDoesNotTrustADashboardIsAskedAndItGetsATokenWhenTheyAllowIt() {
        campus.dashboardThat("    consent: remembered\n    keystone:\n", () -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                Visit asked = signedIn(browser, browser.open(door("openid", origin())), "ada");
                assertThat(asked.html().select("h1").text()).isEqualTo("Let Sky dashboard in?");
                assertThat(asked.html().select(".scopes li")).hasSize(3);
                Visit denied = browser.submit(asked, "form.answers", Map.of("consent", "deny"));
                assertThat(denied.html().select(AUTO_POST + " [name=token]")).isEmpty();

                Visit again = browser.open(door("openid", origin()));
                String token = token(browser.submit(again, "form.answers", Map.of("consent", "allow")));
                assertThat(validated(token).statusCode()).isEqualTo(200);
                token(browser.open(door("openid", origin()))); // remembered
            }
        });
    }

    @Test
    void aDashboardThatWantsAStrongLoginGetsNoTokenOfAWeakerOne() {
        Realm sky = realms.find(new RealmName("sky")).orElseThrow();
        User ada = factors.person(sky, "ada").orElseThrow();
        factors.enrol(sky, ada);
        campus.dashboardThat("    consent: trusted\n    keystone:\n      acrValues: [\"2\"]\n", () -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                Visit more = signedIn(browser, browser.open(door("openid", origin())), "ada");
                assertThat(more.address().getPath()).isEqualTo("/realms/sky/login/factor");
                assertThat(more.html().select(AUTO_POST)).isEmpty();
                Visit wrong = browser.submit(more, PASSCODE, Map.of("passcode", "none"));
                assertThat(wrong.html().select(AUTO_POST)).isEmpty();
                Visit right = browser.submit(wrong, PASSCODE, Map.of("passcode", factors.passcode()));
                validated(token(right))
                        .then()
                        .statusCode(200)
                        .body("token.methods", containsInAnyOrder("password", "totp"));
            } finally {
                factors.unenrol(sky, ada);
            }
        });
    }

    private Response byPassword() {
        Map<String, Object> user =
                Map.of("name", "ada", "domain", Map.of("id", "default"), "password", "ada-password-1");
        return given().contentType("application/json")
                .body(Map.of(
                        "auth",
                        Map.of("identity", Map.of("methods", List.of("password"), "password", Map.of("user", user)))))
                .post(campus.sky("/v3/auth/tokens"));
    }

    @Test
    void aDashboardThatBringsTheTokenNeedNotLetThePersonBeAsked() {
        try (PlainBrowser browser = new PlainBrowser()) {
            String token = token(signedIn(browser, browser.open(door("openid", origin())), "ada"));
            Visit bounced = posted(browser, token);
            Visit out = browser.submit(bounced, AUTO_POST, Map.of());
            assertThat(out.address()).hasToString(dashboard.at("/"));
            validated(token).then().statusCode(401);
        }
    }

    @Test
    void aTokenThatTheyDidNotGetInThisSessionSignsNobodyOutWithoutAsking() {
        try (PlainBrowser browser = new PlainBrowser();
                PlainBrowser other = new PlainBrowser()) {
            String here = token(signedIn(browser, browser.open(door("openid", origin())), "ada"));
            String elsewhere = token(signedIn(other, other.open(door("openid", origin())), "ada"));
            for (String own : List.of(byPassword().header("X-Subject-Token"), elsewhere)) {
                Visit question = browser.submit(posted(browser, own), AUTO_POST, Map.of());
                assertThat(question.html().text()).contains("Sign out?");
            }
            validated(here).then().statusCode(200);
            Visit out = browser.submit(posted(browser, rescoped(here)), AUTO_POST, Map.of());
            assertThat(out.address()).hasToString(dashboard.at("/"));
            validated(here).then().statusCode(401);
        }
    }

    @Test
    void somebodyElsesTokenSignsNobodyOutWithoutAsking() {
        try (PlainBrowser one = new PlainBrowser();
                PlainBrowser other = new PlainBrowser()) {
            String hers = token(signedIn(one, one.open(door("openid", origin())), "ada"));
            Visit portal = other.open(door("openid", origin()));
            Visit campusPage = other.open(URI.create(
                    portal.html().select("a[href*=/login/with/campus?]").attr("abs:href")));
            String theirs = token(signedIn(other, campusPage, "hedy"));
            Visit question = other.submit(posted(other, hers), AUTO_POST, Map.of());
            assertThat(question.html().text()).contains("Sign out?");
            validated(theirs).then().statusCode(200).body("token.user.name", equalTo("hedy"));
        }
    }

    @Test
    void aTokenIsHandedToTrustedDashboardsOnly() {
        given().redirects()
                .follow(false)
                .get(door("openid", "https://evil.example/auth/websso/"))
                .then()
                .statusCode(401)
                .body("error.message", equalTo("The request you have made requires authentication."));
        given().redirects()
                .follow(false)
                .get(door("openid", origin() + "?next=https://evil.example/"))
                .then()
                .statusCode(401);
        given().get(campus.sky("/v3/auth/OS-FEDERATION/websso/openid"))
                .then()
                .statusCode(400)
                .body("error.message", equalTo("Request must have an origin query parameter"));
        given().get(campus.sky("/v3/auth/OS-FEDERATION/logout?origin=https://evil.example/"))
                .then()
                .statusCode(401);
    }

    @Test
    void whoChangesTheirMindIsBackAtTheDashboard() {
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit portal = browser.open(door("openid", origin()));
            Visit back = browser.submit(portal, "form.cancel", Map.of("cancel", "yes"));
            assertThat(back.address()).hasToString(dashboard.at("/"));
        }
    }

    private Visit posted(PlainBrowser browser, String token) {
        Visit form = new Visit(
                URI.create(dashboard.at("/")),
                200,
                "<form method=post action='" + campus.sky("/v3/auth/OS-FEDERATION/logout")
                        + "'><input name=origin value='" + origin() + "'><input name=token value='" + token
                        + "'></form>",
                List.of());
        return browser.submit(form, Map.of());
    }

    private static Visit signedIn(PlainBrowser browser, Visit page, String person) {
        return browser.submit(
                page, "form:has([name=password])", Map.of("username", person, "password", person + "-password-1"));
    }

    private String token(Visit page) {
        assertThat(page.html().select(AUTO_POST).attr("action")).as(page.body()).isEqualTo(origin());
        return page.html().select(AUTO_POST + " [name=token]").attr("value");
    }

    private Response validated(String token) {
        return given().header("X-Auth-Token", token)
                .header("X-Subject-Token", token)
                .get(campus.sky("/v3/auth/tokens"));
    }

    private String rescoped(String token) {
        return given().contentType("application/json")
                .body(Map.of(
                        "auth", Map.of("identity", Map.of("methods", List.of("token"), "token", Map.of("id", token)))))
                .post(campus.sky("/v3/auth/tokens"))
                .header("X-Subject-Token");
    }

    private URI logout() {
        return campus.sky(
                "/v3/auth/OS-FEDERATION/logout?origin=" + URLEncoder.encode(origin(), StandardCharsets.UTF_8));
    }

    private URI door(String protocol, String origin) {
        return campus.sky("/v3/auth/OS-FEDERATION/websso/" + protocol + "?origin="
                + URLEncoder.encode(origin, StandardCharsets.UTF_8));
    }

    private String origin() {
        return dashboard.at("/auth/websso/");
    }
}
