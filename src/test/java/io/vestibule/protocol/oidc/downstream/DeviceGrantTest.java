package io.vestibule.protocol.oidc.downstream;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.nimbusds.jwt.JWTClaimsSet;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 8628, and security case 38. */
@QuarkusTest
@TestProfile(LabProfile.class)
class DeviceGrantTest {
    private static final String APPROVAL = "form:has([name=consent])";

    @Inject
    Lab lab;

    @Inject
    LabFiles files;

    /** A public client names itself in the form. */
    private static RequestSpecification anybody() {
        return given();
    }

    private static RequestSpecification printer() {
        return Lab.as("printer", "printer-secret");
    }

    private Response begin(String client, String... more) {
        String[] parameters = new String[more.length + 2];
        parameters[0] = "client_id";
        parameters[1] = client;
        System.arraycopy(more, 0, parameters, 2, more.length);
        return lab.post(anybody(), "/device_authorization", parameters);
    }

    private Response begun(String client, String scope) {
        Response begun = begin(client, "scope", scope);
        begun.then().statusCode(200);
        return begun;
    }

    private Response poll(String client, Response begun, String... more) {
        String[] parameters = new String[more.length + 6];
        System.arraycopy(
                new String[] {
                    "grant_type", GrantTypes.DEVICE_CODE, "client_id", client, "device_code", begun.path("device_code")
                },
                0,
                parameters,
                0,
                6);
        System.arraycopy(more, 0, parameters, 6, more.length);
        return lab.token(anybody(), parameters);
    }

    private static void is(Response response, String error) {
        response.then().statusCode(400).body("error", equalTo(error));
    }

    private Visit enter(PlainBrowser browser, String code) {
        return browser.submit(
                browser.open(URI.create(lab.issuer() + "/device")), "main form", Map.of("user_code", code));
    }

    /** To the page that asks whether to let the device in. */
    private Visit asked(PlainBrowser browser, String person, Response begun) {
        Visit asked = lab.signedIn(browser, person, enter(browser, begun.path("user_code")));
        assertThat(asked.html().select(APPROVAL)).as(asked.body()).hasSize(1);
        return asked;
    }

    private static Visit decide(PlainBrowser browser, Visit asked, String decision) {
        return browser.submit(asked, APPROVAL, Map.of("consent", decision));
    }

    private void approve(String person, Response begun) {
        try (PlainBrowser browser = new PlainBrowser()) {
            assertThat(decide(browser, asked(browser, person, begun), "allow").title())
                    .startsWith("The device is connected");
        }
    }

    @Test
    void aDeviceGetsTokensOnceAPersonHasApprovedItElsewhere() {
        Response begun = begun("tv", "openid profile offline_access");
        begun.then()
                .header("Cache-Control", equalTo("no-store"))
                .body("verification_uri", equalTo(lab.issuer() + "/device"))
                .body("expires_in", equalTo(600))
                .body("interval", equalTo(5));
        String code = begun.path("user_code");
        assertThat(code).matches("[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}");
        assertThat(begun.<String>path("verification_uri_complete"))
                .isEqualTo(lab.issuer() + "/device?user_code=" + code);
        assertThat(begun.<String>path("device_code")).hasSizeGreaterThanOrEqualTo(43);
        is(poll("tv", begun), "authorization_pending");

        try (PlainBrowser browser = new PlainBrowser()) {
            Visit asked = asked(browser, "ada", begun);
            assertThat(asked.html().select("main").text())
                    .contains("Television", "tv.example", code, "127.0.0.1", "Ada Lovelace")
                    .contains("The network address of this browser, too");
            decide(browser, asked, "allow");
        }
        Response tokens = poll("tv", begun);
        tokens.then().statusCode(200).body("scope", equalTo("openid profile offline_access"));
        JWTClaimsSet id = Lab.claims(tokens.path("id_token"));
        assertThat(id.getClaim("nonce")).isNull();
        assertThat(id.getClaim("sid")).isNotNull();
        lab.userinfo(tokens.path("access_token")).then().statusCode(200).body("name", equalTo("Ada Lovelace"));
        lab.token(
                        anybody(),
                        "grant_type",
                        "refresh_token",
                        "client_id",
                        "tv",
                        "refresh_token",
                        tokens.path("refresh_token"))
                .then()
                .statusCode(200);
    }

    @ParameterizedTest
    @CsvSource({"lower", "spaced", "bare", "dashed"})
    void theCodeIsTypedAsPeopleType(String way) {
        String code = begun("tv", "openid").path("user_code");
        String bare = code.replace("-", "");
        String typed = switch (way) {
            case "lower" -> code.toLowerCase(Locale.ROOT);
            case "spaced" -> " " + String.join(" ", bare.split("")) + " ";
            case "bare" -> bare;
            default -> code.replace("-", "\u2013");
        };
        try (PlainBrowser browser = new PlainBrowser()) {
            assertThat(enter(browser, typed).body()).contains("name=\"password\"");
        }
    }

    @Test
    void followingTheCompleteAddressGrantsNothing() { // RFC 8628 §3.3.1, §5.4
        Response begun = begun("tv", "openid");
        try (PlainBrowser browser = new PlainBrowser()) {
            lab.signIn(browser, "ada", lab.request("web"));
            Visit page = browser.open(URI.create(begun.path("verification_uri_complete")));
            assertThat(page.html().select("#user_code").val()).isEqualTo(begun.path("user_code"));
            assertThat(page.html().select("svg.qr")).hasSize(1);
            is(poll("tv", begun), "authorization_pending");
            Visit asked = browser.submit(page, "main form", Map.of());
            assertThat(asked.body())
                    .contains("Let this device in?"); // though the client is trusted and she is signed in
            is(poll("tv", begun), "slow_down");
            decide(browser, asked, "allow");
        }
        poll("tv", begun).then().statusCode(200);
    }

    @Test
    void whoRefusesIsBelieved() {
        Response begun = begun("tv", "openid");
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit asked = asked(browser, "ada", begun);
            assertThat(decide(browser, asked, "deny").title()).startsWith("The device was refused");
            assertThat(decide(browser, asked, "allow").body()).doesNotContain("is connected");
        }
        is(poll("tv", begun), "access_denied");
        is(poll("tv", begun), "invalid_grant");
    }

    @Test
    void theDecisionBelongsToTheBrowserThatSignedIn() { // security case 38: callback without binding
        Response begun = begun("tv", "openid");
        try (PlainBrowser one = new PlainBrowser();
                PlainBrowser other = new PlainBrowser()) {
            Visit asked = asked(one, "ada", begun);
            lab.signIn(other, "bob", lab.request("web"));
            Visit stolen = other.submit(asked, APPROVAL, Map.of("consent", "allow"));
            assertThat(stolen.body()).contains("Let this device in?").contains("Bob");
            is(poll("tv", begun), "authorization_pending");
        }
    }

    @Test
    void aCodeIsGoodForOnce() {
        Response begun = begun("tv", "openid");
        approve("ada", begun);
        Response tokens = poll("tv", begun);
        tokens.then().statusCode(200);
        is(poll("tv", begun), "invalid_grant");
        lab.userinfo(tokens.path("access_token")).then().statusCode(401); // as with every code that is seen twice
    }

    @Test
    void anotherClientsCodeIsRefusedAndUnharmed() { // security case 38
        Response begun = begun("tv", "openid");
        approve("ada", begun);
        is(poll("crowd", begun), "invalid_grant");
        poll("tv", begun).then().statusCode(200);
    }

    @Test
    void theTokensEndWithTheSessionUnlessOfflineAccessWasGiven() {
        Response begun = begun("tv", "openid");
        Response offline = begun("tv", "openid offline_access");
        Response late = begun("tv", "openid");
        Response tokens;
        Response kept;
        try (PlainBrowser browser = new PlainBrowser()) {
            for (Response one : List.of(begun, offline, late)) {
                decide(browser, asked(browser, "ada", one), "allow");
            }
            tokens = poll("tv", begun);
            kept = poll("tv", offline);
            browser.submit(
                    browser.open(URI.create(lab.issuer() + "/logout")),
                    "form:has([name=logout])",
                    Map.of("logout", "yes"));
        }
        lab.userinfo(tokens.path("access_token")).then().statusCode(401);
        lab.userinfo(kept.path("access_token")).then().statusCode(200);
        is(poll("tv", late), "invalid_grant");
    }

    @Test
    void whatIsNewIsShownAndRemembered() {
        Response first = lab.post(printer(), "/device_authorization", "scope", "openid email");
        first.then().statusCode(200);
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit asked = asked(browser, "bob", first);
            assertThat(asked.html().select(".scopes li")).hasSize(2);
            decide(browser, asked, "allow");
            Response second = lab.post(printer(), "/device_authorization", "scope", "openid email");
            assertThat(asked(browser, "bob", second).html().select(".scopes:not(.agreed) li"))
                    .isEmpty();
        }
        lab.token(printer(), "grant_type", GrantTypes.DEVICE_CODE, "device_code", first.path("device_code"))
                .then()
                .statusCode(200);
    }

    @Test
    void whoNamesNoScopeMeansTheUsualOnes() { // as keystoneauth did for years
        Response begun = begin("tv");
        approve("ada", begun);
        String scope = poll("tv", begun).path("scope");
        assertThat(scope.split(" ")).containsExactlyInAnyOrder("openid", "profile", "email", "groups");
    }

    @Test
    void whoSendsAChallengeIsHeldToIt() { // RFC 7636, as keystoneauth offers it
        is(
                begin("tv", "scope", "openid", "code_challenge", Lab.VERIFIER, "code_challenge_method", "plain"),
                "invalid_request");
        Response begun =
                begin("tv", "scope", "openid", "code_challenge", Lab.CHALLENGE, "code_challenge_method", "S256");
        approve("ada", begun);
        is(poll("tv", begun, "code_verifier", Lab.VERIFIER + "x"), "invalid_grant");
        Response again =
                begin("tv", "scope", "openid", "code_challenge", Lab.CHALLENGE, "code_challenge_method", "S256");
        approve("ada", again);
        poll("tv", again, "code_verifier", Lab.VERIFIER).then().statusCode(200);
    }

    @ParameterizedTest
    @CsvSource({
        "spa, openid, 400, unauthorized_client",
        "printer, openid, 401, invalid_client", // has a secret
        "nobody, openid, 401, invalid_client",
        "tv, nothing-known, 400, invalid_scope",
    })
    void onlyClientsThatTheOperatorNamesMayBegin(String client, String scope, int status, String error) {
        begin(client, "scope", scope).then().statusCode(status).body("error", equalTo(error));
    }

    @Test
    void aClientThatLostTheGrantMeanwhileGetsNothing() {
        Response begun = begun("tv", "openid");
        files.with(
                yaml -> yaml.replace(
                        "grantTypes: [\"urn:ietf:params:oauth:grant-type:device_code\", refresh_token]",
                        "redirectUris: [\"${base}/rp/callback\"]"),
                () -> {
                    try (PlainBrowser browser = new PlainBrowser()) {
                        assertThat(enter(browser, begun.path("user_code")).status())
                                .isEqualTo(400);
                    }
                    is(poll("tv", begun), "unauthorized_client");
                });
    }

    @Test
    void thePageIsOnlyWhereSomebodyHasTheGrant() {
        given().get(lab.at("/realms/plain/device")).then().statusCode(404);
        assertThat(given().get(lab.at("/realms/plain/.well-known/openid-configuration"))
                        .<Object>path("device_authorization_endpoint"))
                .isNull();
        assertThat(given().get(lab.issuer() + "/.well-known/openid-configuration")
                        .<String>path("device_authorization_endpoint"))
                .isEqualTo(lab.issuer() + "/device_authorization");
    }

    @Test
    void aCodeThatNobodyShowsIsRefusedAndTypedAgain() {
        try (PlainBrowser browser = new PlainBrowser()) {
            for (String wrong : List.of("BBBB-BBBB", "<b>", "AEIOU", "W".repeat(5000))) {
                Visit refused = enter(browser, wrong);
                assertThat(refused.status()).isEqualTo(400);
                assertThat(refused.html().select("#problem").text()).contains("No device is waiting");
                assertThat(refused.html().select("svg.qr")).isEmpty();
            }
        }
    }

    @Test
    void anybodyCanMakeOnlySoManyWait() { // security case 47
        Response last = begin("crowd", "scope", "openid");
        for (int i = 0; i < 60 && last.statusCode() == 200; i++) {
            last = begin("crowd", "scope", "openid");
        }
        last.then().statusCode(503).body("error", equalTo("temporarily_unavailable"));
        begun("tv", "openid"); // others go on
        begin("tv", "scope", "openid " + "x".repeat(3000))
                .then()
                .statusCode(400)
                .body("error", equalTo("invalid_request"));
    }
}
