package io.vestibule.protocol.oidc.downstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vestibule.peer.PlainBrowser;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Security case 36: whatever is switched off works on no path, from that moment on. */
@QuarkusTest
@TestProfile(LabProfile.class)
class SwitchedOffTest {
    @Inject
    Lab lab;

    @Inject
    LabFiles files;

    /** What the operator does. */
    private enum Switch {
        PERSON(yaml -> yaml.replace("enabled: true # eve's switch", "enabled: false")),
        CLIENT(yaml -> yaml.replace("enabled: true # web's switch", "enabled: false")),
        CONNECTOR(yaml -> yaml.replace("name: Lab account", "name: Lab account\n    enabled: false")),
        CONNECTOR_OF_THE_CLIENT(yaml -> yaml.replace(
                        "    consent: trusted\n    enabled: true # web's switch",
                        "    consent: trusted\n    connectors: [spare]\n    enabled: true")
                .replace(
                        "  - id: people # the connector of everybody",
                        "  - { id: spare, type: local, name: Spare }\n  - id: people")),
        REALM(yaml -> yaml.replace("displayName: Lab\n", "displayName: Lab\nenabled: false\n"));

        private final UnaryOperator<String> edit;

        Switch(UnaryOperator<String> edit) {
            this.edit = edit;
        }
    }

    /** What somebody tries, with what they had got before. */
    private enum Path {
        SSO,
        PASSIVE_SSO,
        FRESH_LOGIN,
        CODE,
        REFRESH,
        OFFLINE_REFRESH,
        USERINFO,
        INTROSPECTION_OF_ACCESS,
        INTROSPECTION_OF_REFRESH
    }

    private record Before(PlainBrowser browser, String code, Response tokens, Response offline) {}

    private static RequestSpecification web() {
        return Lab.as("web", "web-secret-of-today");
    }

    @TestFactory
    Stream<DynamicTest> nothingWorksAnyMore() {
        return Arrays.stream(Switch.values())
                .map(off -> DynamicTest.dynamicTest(off.name(), () -> allPathsAreClosed(off)));
    }

    private void allPathsAreClosed(Switch off) {
        try (PlainBrowser browser = new PlainBrowser()) {
            Response tokens = lab.redeem(web(), Lab.code(lab.signIn(browser, "eve", lab.request("web"))));
            Response offline = lab.redeem(
                    web(), Lab.code(lab.signIn(browser, "eve", lab.request("web", "scope", "openid offline_access"))));
            String code = Lab.code(lab.signIn(browser, "eve", lab.request("web")));
            Before before = new Before(browser, code, tokens, offline);
            lab.userinfo(tokens.path("access_token")).then().statusCode(200);
            files.with(off.edit, () -> {
                for (Path path : Path.values()) {
                    if (off == Switch.CONNECTOR_OF_THE_CLIENT && path == Path.FRESH_LOGIN) {
                        continue; // by the connector which the client still accepts, anybody may come
                    }
                    assertThat(works(path, before)).as(off + " on " + path).isFalse();
                }
            });
            // What was refused has changed nothing; but a person who was switched off was signed out by it, and being
            // switched on again brings nothing back.
            lab.refresh(web(), tokens.path("refresh_token")).then().statusCode(off == Switch.PERSON ? 400 : 200);
        }
    }

    private boolean works(Path path, Before before) {
        return switch (path) {
            case SSO -> arrives(before.browser().open(lab.authorize(lab.request("web"))));
            case PASSIVE_SSO -> arrives(before.browser().open(lab.authorize(lab.request("web", "prompt", "none"))));
            case FRESH_LOGIN -> {
                try (PlainBrowser other = new PlainBrowser()) {
                    yield arrives(lab.signIn(other, "eve", lab.request("web")));
                }
            }
            case CODE -> lab.redeem(web(), before.code()).statusCode() == 200;
            case REFRESH ->
                lab.refresh(web(), before.tokens().path("refresh_token")).statusCode() == 200;
            case OFFLINE_REFRESH ->
                lab.refresh(web(), before.offline().path("refresh_token")).statusCode() == 200;
            case USERINFO -> lab.userinfo(before.tokens().path("access_token")).statusCode() == 200;
            case INTROSPECTION_OF_ACCESS -> isActive(before.tokens().path("access_token"));
            case INTROSPECTION_OF_REFRESH -> isActive(before.tokens().path("refresh_token"));
        };
    }

    private boolean arrives(PlainBrowser.Visit visit) {
        return visit.address().getRawQuery() != null
                && Lab.query(visit.address()).containsKey("code");
    }

    private boolean isActive(String token) {
        Response answer = lab.post(Lab.as("gateway", "gateway-secret"), "/introspect", "token", token);
        return answer.statusCode() == 200 && answer.<Boolean>path("active");
    }

    @Test
    void allOfItWorksWhileEverythingIsOn() { // or the table above proves nothing
        try (PlainBrowser browser = new PlainBrowser()) {
            Response tokens = lab.redeem(web(), Lab.code(lab.signIn(browser, "eve", lab.request("web"))));
            Response offline = lab.redeem(
                    web(), Lab.code(lab.signIn(browser, "eve", lab.request("web", "scope", "openid offline_access"))));
            String code = Lab.code(lab.signIn(browser, "eve", lab.request("web")));
            Before before = new Before(browser, code, tokens, offline);
            for (Path path : new Path[] {
                Path.INTROSPECTION_OF_REFRESH,
                Path.INTROSPECTION_OF_ACCESS,
                Path.USERINFO,
                Path.SSO,
                Path.PASSIVE_SSO,
                Path.FRESH_LOGIN,
                Path.CODE,
                Path.REFRESH,
                Path.OFFLINE_REFRESH
            }) {
                assertThat(works(path, before)).as(path.name()).isTrue();
            }
        }
    }

    @Test
    void aSessionThatEndedWorksOnNoPath() {
        try (PlainBrowser browser = new PlainBrowser()) {
            Response tokens = lab.redeem(web(), Lab.code(lab.signIn(browser, "eve", lab.request("web"))));
            browser.open(lab.at("/realms/lab/logout?id_token_hint=" + tokens.path("id_token")));
            Before before = new Before(browser, "none", tokens, tokens);
            for (Path path : new Path[] {
                Path.SSO,
                Path.PASSIVE_SSO,
                Path.REFRESH,
                Path.USERINFO,
                Path.INTROSPECTION_OF_ACCESS,
                Path.INTROSPECTION_OF_REFRESH
            }) {
                assertThat(works(path, before)).as(path.name()).isFalse();
            }
        }
    }

    @Test
    void itsRefusalsAreTheUsualOnes() {
        Response tokens = lab.tokens("eve", "openid");
        files.with(Switch.PERSON.edit, () -> {
            lab.refresh(web(), tokens.path("refresh_token"))
                    .then()
                    .statusCode(400)
                    .body("error", equalTo("invalid_grant"));
            lab.userinfo(tokens.path("access_token")).then().statusCode(401);
        });
        files.with(
                Switch.CLIENT.edit,
                () -> lab.refresh(web(), tokens.path("refresh_token"))
                        .then()
                        .statusCode(401)
                        .body("error", equalTo("invalid_client")));
        files.with(
                Switch.REALM.edit,
                () -> lab.refresh(web(), tokens.path("refresh_token")).then().statusCode(404));
    }
}
