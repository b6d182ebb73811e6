package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.Waiting;
import io.vestibule.peer.KeycloakPeer;
import io.vestibule.peer.KeycloakPeer.Person;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.realm.BaseUrl;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A person of a real Keycloak comes in through the demo realm; skipped where no Keycloak is installed. */
@QuarkusTest
@TestProfile(KeycloakProfile.class)
@Tag("peer")
class KeycloakUpstreamJourneyTest {
    private static final Person GRACE =
            new Person("grace", "correct horse", "grace@org.example", "Grace", "Hopper", List.of("compilers"));

    private static KeycloakPeer keycloak;
    private static String grace;
    private static boolean declared;

    @Inject
    BaseUrl base;

    @Inject
    RealmFiles files;

    @BeforeAll
    static void open() {
        keycloak = KeycloakPeer.start();
        grace = keycloak.addPerson(GRACE);
    }

    @AfterAll
    static void shut() {
        if (keycloak != null) {
            keycloak.close();
        }
    }

    @BeforeEach
    void declare() {
        if (declared) {
            return;
        }
        String secret = keycloak.addClient(
                "vestibule", base.resolve("/realms/demo/login/from/org"), base.resolve("/realms/demo/logout/returned"));
        keycloak.tellOfLogouts("vestibule", base.resolve("/realms/demo/login/from/org/back-channel-logout"));
        files.change("demo", content -> content.replace("\nconnectors:\n", """

                connectors:
                  - id: org
                    preset: keycloak
                    name: Organisation
                    config:
                      issuer: %s
                      clientId: vestibule
                      clientSecret: %s
                      keyRefreshFloor: 0s
                      signOutUpstream: true

                """.formatted(keycloak.issuer(), secret)));
        declared = true;
    }

    @Test
    void aPersonOfKeycloakIsKnownByTheirNameAndMail() {
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit told = signIn(browser);

            assertThat(told.html().select("h1").text()).contains("Grace Hopper");
            assertThat(told.html().select(".parties").text()).contains("grace@org.example");
        }
    }

    @Test
    void aKeyThatKeycloakRotatedIsFetched() {
        try (PlainBrowser before = new PlainBrowser()) {
            signIn(before);
        }
        keycloak.rotateSigningKey();
        try (PlainBrowser after = new PlainBrowser()) {
            assertThat(signIn(after).html().select("h1").text()).contains("Grace Hopper");
        }
    }

    @Test
    void whoSignsOutHereIsSignedOutOfKeycloakToo() {
        try (PlainBrowser browser = new PlainBrowser()) {
            signIn(browser);
            Visit question = browser.click(browser.open(base.resolve("/realms/demo")), "Sign out");
            Visit report = browser.carryOn(browser.submit(question, "form.answers", Map.of("logout", "yes")));

            assertThat(report.trail().toString()).contains(keycloak.issuer() + "/protocol/openid-connect/logout");
            assertThat(report.html().select(".parties li").text())
                    .as(keycloak.log())
                    .contains("Organisation asked to sign you out");
            assertThat(atKeycloak(browser).html().select("[name=password]"))
                    .as("Keycloak asks for the password again")
                    .hasSize(1);
        }
    }

    @Test
    void whomAnAdministratorOfKeycloakSignsOutIsSignedOutHere() {
        try (PlainBrowser browser = new PlainBrowser()) {
            signIn(browser);
            assertThat(browser.open(base.resolve("/realms/demo")).html().text()).contains("Grace Hopper");
            keycloak.signOut(grace);
            Waiting.until(() ->
                    !browser.open(base.resolve("/realms/demo")).html().text().contains("Grace Hopper"));
            assertThat(browser.open(base.resolve("/realms/demo")).html().text()).contains("Sign in");
        }
    }

    private Visit atKeycloak(PlainBrowser browser) {
        Visit choose = browser.open(base.resolve("/realms/demo/try/start"));
        Element link = choose.html().selectFirst("a[href*=/login/with/org]");
        assertThat(link).as(choose.body()).isNotNull();
        return browser.open(URI.create(link.absUrl("href")));
    }

    private Visit signIn(PlainBrowser browser) {
        Visit atKeycloak = atKeycloak(browser);
        assertThat(atKeycloak.address().toString())
                .as(atKeycloak.body())
                .startsWith(keycloak.issuer().toString());
        Visit next = browser.submit(
                atKeycloak,
                "form:has([name=password])",
                Map.of("username", GRACE.username(), "password", GRACE.password()));
        Visit told = next.html().select("form:has([name=consent])").isEmpty()
                ? next
                : browser.submit(next, "form:has([name=consent])", Map.of("consent", "allow"));
        assertThat(told.address()).as(told.body()).isEqualTo(base.resolve("/realms/demo/try"));
        return told;
    }
}
