package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.peer.ChromiumBrowser;
import io.vestibule.peer.KeycloakPeer;
import io.vestibule.peer.KeycloakPeer.Person;
import io.vestibule.peer.MellonPeer;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** People of a Keycloak that is a SAML identity provider and encrypts what it says; on another site than the house. */
@QuarkusTest
@Tag("peer")
@Tag("saml")
@TestProfile(JourneyProfile.class)
class KeycloakSamlJourneyTest {
    private static final Person GRACE =
            new Person("ghopper", "correct horse", "hopper@saml.example", "Grace", "Hopper", List.of("compilers"));

    private static KeycloakPeer keycloak;
    private static boolean known;

    @Inject
    House house;

    @Inject
    RealmFiles files;

    @BeforeAll
    static void open() {
        keycloak = KeycloakPeer.start("127.0.0.1");
        keycloak.addPerson(GRACE);
    }

    @AfterAll
    static void shut() {
        if (keycloak != null) {
            keycloak.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"redirect", "post"})
    void aPersonOfKeycloakIsKnownByTheirNameMailAndGroups(String binding) {
        through(binding, () -> {
            try (PlainBrowser browser = new PlainBrowser();
                    PlainBrowser other = new PlainBrowser()) {
                Arrival first = arrive(browser);
                assertThat(first.userinfo("given_name")).isEqualTo("Grace");
                assertThat(first.userinfo("family_name")).isEqualTo("Hopper");
                assertThat(first.userinfo("email")).isEqualTo("hopper@saml.example");
                assertThat(first.shown().at("/userinfo/groups").toString()).isEqualTo("[\"compilers\"]");
                assertThat(arrive(other).claim("sub")).isEqualTo(first.claim("sub"));
            }
        });
    }

    @Test
    void aFreshLoginIsDemandedOfKeycloakToo() {
        through("redirect", () -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                Arrival before = arrive(browser);

                Visit theirs = house.through(browser, house.enter(browser, "desk", "prompt", "login"), "keycloak");
                assertThat(theirs.html().select("[name=password]"))
                        .as("Keycloak has a session, and asks all the same")
                        .hasSize(1);
                Arrival after =
                        Arrival.at(browser.carryOn(browser.submit(theirs, Map.of("password", GRACE.password()))));
                assertThat(after.claim("sub")).isEqualTo(before.claim("sub"));
            }
        });
    }

    @Test
    void whoSignsOutHereIsSignedOutOfKeycloakTooAndKeycloakSaysSo() {
        through("redirect", () -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                arrive(browser);
                Visit question = browser.click(browser.open(house.at("")), "Sign out");
                Visit report = browser.carryOn(browser.submit(question, "form.answers", Map.of("logout", "yes")));

                assertThat(report.html().select(".parties li").text())
                        .as(keycloak.log())
                        .contains("Organisation signed out");
                assertThat(house.through(browser, house.enter(browser, "desk"), "keycloak")
                                .html()
                                .select("[name=password]"))
                        .as("Keycloak asks for the password again")
                        .hasSize(1);
            }
        });
    }

    @Test
    void aKeyThatKeycloakRotatedIsReadFromItsMetadata() {
        through("redirect", () -> {
            try (PlainBrowser before = new PlainBrowser();
                    PlainBrowser after = new PlainBrowser()) {
                arrive(before);
                keycloak.rotateSigningKey();
                assertThat(arrive(after).userinfo("email")).isEqualTo("hopper@saml.example");
            }
        });
    }

    @Test
    void mellonLearnsWhoSignedInAtKeycloak() {
        try (MellonPeer mellon = MellonPeer.prepare();
                PlainBrowser browser = new PlainBrowser()) {
            mellon.start(browser.open(house.at("/saml/metadata")).body());
            String entityId = mellon.entityId().toString();
            String party = SamlDocuments.relyingParty(entityId, entityId);
            files.with(
                    "house",
                    "  # further relying parties",
                    party,
                    () -> through("post", () -> {
                        Visit theirs = house.through(browser, browser.open(mellon.privatePage()), "keycloak");
                        Visit shown = browser.carryOn(browser.submit(theirs, login()));
                        assertThat(shown.address()).as(mellon.log()).isEqualTo(mellon.privatePage());
                        assertThat(MellonPeer.attributes(shown.body()))
                                .containsEntry("urn_oid_0_9_2342_19200300_100_1_3", "hopper@saml.example")
                                .containsEntry("urn_oid_1_3_6_1_4_1_5923_1_5_1_1", "compilers");
                    }));
        }
    }

    @Test
    @Tag("browser")
    void inChromiumTheAnswerPostedFromAnotherSiteFindsTheFlowThatAskedForIt() {
        try (ChromiumBrowser browser = ChromiumBrowser.launch()) {
            through("post", () -> {
                try (BrowserContext person = browser.person()) {
                    Page page = person.newPage();
                    page.navigate(house.door("desk").toString());
                    page.locator("a[href*='/login/with/keycloak?']").click();
                    page.waitForURL(
                            address -> address.startsWith(keycloak.issuer().toString()));
                    page.locator("#username").fill(GRACE.username());
                    page.locator("#password").fill(GRACE.password());
                    page.locator("#kc-login").click();
                    page.waitForURL(
                            address -> address.startsWith(house.party("/").toString()));
                    assertThat(Arrival.at(page.locator("pre").innerText(), List.of())
                                    .userinfo("email"))
                            .isEqualTo("hopper@saml.example");
                }
            });
        }
    }

    /** Declares Keycloak as upstream of the house, and the house as service provider there. */
    private void through(String binding, Runnable journey) {
        String declared =
                """
                  - id: keycloak
                    type: saml
                    name: Organisation
                    config:
                      metadata: { url: "%s" }
                      requestBinding: %s
                      signOutUpstream: true
                      keyRefreshFloor: 0s
                """.formatted(keycloak.saml().metadataAddress(), binding).stripTrailing();
        files.with("house", "  # further connectors", declared, () -> {
            if (!known) {
                try (PlainBrowser operator = new PlainBrowser()) {
                    Visit metadata = operator.open(house.at("/connectors/keycloak/metadata"));
                    keycloak.saml().addServiceProvider(metadata.body(), Map.of());
                }
                known = true;
            }
            journey.run();
        });
    }

    private Arrival arrive(PlainBrowser browser) {
        Visit theirs = house.through(browser, house.enter(browser, "desk"), "keycloak");
        assertThat(theirs.address().getPort())
                .as(theirs.body())
                .isEqualTo(keycloak.issuer().getPort());
        assertThat(theirs.status()).as(keycloak.log()).isEqualTo(200);
        return Arrival.at(browser.carryOn(browser.submit(theirs, login())));
    }

    private static Map<String, String> login() {
        return Map.of("username", GRACE.username(), "password", GRACE.password());
    }
}
