package io.vestibule.protocol.oidc.downstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.nimbusds.jwt.JWTClaimsSet;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vestibule.database.ConnectionsTaken;
import io.vestibule.peer.PlainBrowser;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6749 §6, RFC 9700 §4.14.2, OIDC Core §12, security case 28. */
@QuarkusTest
@TestProfile(LabProfile.class)
class RefreshTokenTest {
    @Inject
    Lab lab;

    @Inject
    LabFiles files;

    @Inject
    ConnectionsTaken connections;

    private static RequestSpecification web() {
        return Lab.as("web", "web-secret-of-today");
    }

    @Test
    void aRefreshTokenIsReplacedAtEachUse() {
        Response first = lab.tokens("ada", "openid profile");
        Response second = lab.refresh(web(), first.path("refresh_token"));
        second.then().statusCode(200).body("scope", equalTo("openid profile"));
        assertThat(second.<String>path("refresh_token")).isNotEqualTo(first.path("refresh_token"));
        lab.userinfo(second.path("access_token")).then().statusCode(200);

        JWTClaimsSet before = Lab.claims(first.path("id_token"));
        JWTClaimsSet after = Lab.claims(second.path("id_token"));
        for (String same : List.of("iss", "sub", "aud", "auth_time", "sid")) { // OIDC Core §12.2
            assertThat(after.getClaim(same)).as(same).isEqualTo(before.getClaim(same));
        }
        assertThat(after.getClaim("nonce")).isNull();
    }

    @Test
    void anOldOneUsedAgainEndsThemAll() {
        Response first = lab.tokens("ada", "openid");
        Response second = lab.refresh(web(), first.path("refresh_token"));
        refused(lab.refresh(web(), first.path("refresh_token")));
        refused(lab.refresh(web(), second.path("refresh_token")));
        lab.userinfo(first.path("access_token")).then().statusCode(401);
        lab.userinfo(second.path("access_token")).then().statusCode(401);
    }

    @Test
    void ofFiftyAtOnceOneWinsAndNoneIsLeft() throws Exception {
        Response first = lab.tokens("ada", "openid");
        List<Response> answers =
                AuthorizationCodeTest.atOnce(50, () -> lab.refresh(web(), first.path("refresh_token")));
        List<Response> good =
                answers.stream().filter(answer -> answer.statusCode() == 200).toList();
        assertThat(good).hasSize(1);
        assertThat(answers.stream().filter(answer -> answer.statusCode() != 200))
                .allMatch(answer ->
                        answer.statusCode() == 400 && answer.path("error").equals("invalid_grant"));
        refused(lab.refresh(web(), good.getFirst().path("refresh_token")));
        lab.userinfo(good.getFirst().path("access_token")).then().statusCode(401);
    }

    @Test
    void aRotationGoesToTheDatabaseOnce() {
        String token = lab.refresh(web(), lab.tokens("ada", "openid").path("refresh_token"))
                .path("refresh_token");
        long before = connections.sofar();
        lab.refresh(web(), token).then().statusCode(200);
        assertThat(connections.sofar() - before).isEqualTo(1);
    }

    @Test
    void otherFamiliesOfThePersonLiveOn() {
        Response one = lab.tokens("ada", "openid");
        Response other = lab.tokens("ada", "openid");
        Response next = lab.refresh(web(), one.path("refresh_token"));
        next.then().statusCode(200);
        refused(lab.refresh(web(), one.path("refresh_token")));
        lab.refresh(web(), other.path("refresh_token")).then().statusCode(200);
    }

    @Test
    void theScopeMayBeNarrowedAndNeverWidened() {
        Response first = lab.tokens("ada", "openid profile");
        lab.token(
                        web(),
                        "grant_type",
                        "refresh_token",
                        "refresh_token",
                        first.path("refresh_token"),
                        "scope",
                        "openid email")
                .then()
                .statusCode(400)
                .body("error", equalTo("invalid_scope"));
        Response narrow = lab.token(
                web(), "grant_type", "refresh_token", "refresh_token", first.path("refresh_token"), "scope", "openid");
        narrow.then().statusCode(200).body("scope", equalTo("openid"));
        Map<String, Object> claims =
                lab.userinfo(narrow.path("access_token")).jsonPath().getMap("");
        assertThat(claims).doesNotContainKey("name");
        Response wideAgain = lab.refresh(web(), narrow.path("refresh_token"));
        wideAgain.then().statusCode(200).body("scope", equalTo("openid profile")); // RFC 6749 §6: of the grant
    }

    @Test
    void whatTheOperatorTookBackIsGoneAtTheNextRefresh() {
        Response first = lab.tokens("ada", "openid profile");
        files.with(
                yaml -> yaml.replace("audience: [api]\n  - id: post", "scopes: [openid]\n  - id: post"),
                () -> lab.refresh(web(), first.path("refresh_token"))
                        .then()
                        .statusCode(200)
                        .body("scope", equalTo("openid")));
    }

    @Test
    void anotherClientsTokenIsUnknownHereAndUnharmed() {
        Response first = lab.tokens("ada", "openid");
        refused(lab.refresh(Lab.as("asks", "asks-secret"), first.path("refresh_token")));
        lab.refresh(web(), first.path("refresh_token")).then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"x", "AAAA", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "%%%"})
    void aMadeUpTokenIsRefused(String token) {
        refused(lab.refresh(web(), token));
    }

    @Test
    void aTamperedTokenIsRefusedAndHarmsNobody() {
        Response first = lab.tokens("ada", "openid");
        String good = first.path("refresh_token");
        for (int at : List.of(0, 10, 24, 30, good.length() - 3)) {
            char other = good.charAt(at) == 'A' ? 'B' : 'A';
            refused(lab.refresh(web(), good.substring(0, at) + other + good.substring(at + 1)));
        }
        lab.refresh(web(), good).then().statusCode(200);
    }

    @Test
    void signingOutEndsItUnlessItIsOffline() {
        try (PlainBrowser browser = new PlainBrowser()) {
            Response online =
                    lab.redeem(web(), Lab.code(lab.signIn(browser, "ada", lab.request("web", "scope", "openid"))));
            Response offline = lab.redeem(
                    web(), Lab.code(lab.signIn(browser, "ada", lab.request("web", "scope", "openid offline_access"))));
            online.then().statusCode(200);
            offline.then().statusCode(200).body("scope", equalTo("openid offline_access"));

            browser.open(lab.at("/realms/lab/logout?id_token_hint=" + online.path("id_token")));

            refused(lab.refresh(web(), online.path("refresh_token")));
            lab.userinfo(online.path("access_token")).then().statusCode(401);
            lab.refresh(web(), offline.path("refresh_token")).then().statusCode(200);
        }
    }

    @Test
    void aCodeThatOutlivedItsSessionIsRefused() {
        try (PlainBrowser browser = new PlainBrowser()) {
            Response before = lab.redeem(web(), Lab.code(lab.signIn(browser, "ada", lab.request("web"))));
            String code = Lab.code(lab.signIn(browser, "ada", lab.request("web")));
            browser.open(lab.at("/realms/lab/logout?id_token_hint=" + before.path("id_token")));
            refused(lab.redeem(web(), code));
        }
    }

    private static void refused(Response response) {
        response.then().statusCode(400).body("error", equalTo("invalid_grant"));
    }
}
