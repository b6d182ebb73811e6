package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.peer.ApachePeer;
import io.vestibule.peer.KeycloakPeer;
import io.vestibule.peer.KeycloakPeer.Person;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Programs that nobody here wrote at both ends: Apache mod_auth_openidc as relying party, Keycloak as upstream. */
@QuarkusTest
@Tag("peer")
@TestProfile(JourneyProfile.class)
class PeerJourneyTest {
    private static final String SECRET = "secret-of-apache-for-the-journeys";
    private static final Person GRACE =
            new Person("ghopper", "correct horse", "grace@org.example", "Grace", "Hopper", List.of("compilers"));

    @Inject
    House house;

    @Inject
    RealmFiles files;

    @Test
    void apacheLearnsWhoSignedInHereAndSignsThemOut() {
        try (ApachePeer apache = apache();
                PlainBrowser browser = new PlainBrowser()) {
            files.with("house", "  # further relying parties", relyingParty(apache), () -> {
                start(apache);
                Visit shown = house.password(browser, browser.open(apache.privatePage()), "ada");
                Map<String, String> claims = claims(apache, shown);
                assertThat(claims)
                        .containsEntry("name", "Ada Lovelace")
                        .containsEntry("email", "ada@house.example")
                        .containsEntry("groups", "engineers")
                        .containsEntry("iss", house.at("").toString())
                        .containsKey("OIDC_refresh_token");
                assertThat(Arrival.at(house.enter(browser, "desk")).claim("sub"))
                        .as("one session for both relying parties")
                        .isEqualTo(claims.get("sub"));

                Visit out = browser.open(apache.signOut());
                assertThat(out.html().select(".parties li").text()).contains("Desk cannot be told");
                assertThat(browser.click(out, "Back to Apache").address()).isEqualTo(apache.publicPage());
                assertThat(Arrival.at(house.enter(browser, "desk", "prompt", "none"))
                                .error())
                        .isEqualTo("login_required");

                claims(apache, house.password(browser, browser.open(apache.privatePage()), "ada"));
                assertThat(browser.open(apache.privatePage()).address()).isEqualTo(apache.privatePage());
                Visit question = browser.click(browser.open(house.at("")), "Sign out");
                Visit report = browser.submit(question, "form.answers", Map.of("logout", "yes"));
                assertThat(report.html().select(".parties li").text())
                        .as(apache.log())
                        .contains("Apache signed out");
                assertThat(browser.open(apache.privatePage()).html().select(House.PASSWORD_FORM))
                        .as("Apache's own session is over, by its back channel")
                        .isNotEmpty();
            });
        }
    }

    @Test
    void apacheLearnsWhoSignedInAtKeycloakThroughHere() {
        try (ApachePeer apache = apache();
                KeycloakPeer keycloak = KeycloakPeer.start()) {
            String subject = keycloak.addPerson(GRACE);
            String secret = keycloak.addClient("vestibule", house.at("/login/from/org"));
            files.with(
                    "house",
                    "  # further relying parties",
                    relyingParty(apache),
                    () -> files.with("house", "  # further connectors", connector(keycloak.issuer(), secret), () -> {
                        start(apache);
                        Map<String, String> first = through(keycloak, apache);
                        assertThat(first)
                                .containsEntry("name", "Grace Hopper")
                                .containsEntry("email", "grace@org.example")
                                .containsEntry("groups", "compilers");
                        assertThat(first.get("sub")).as("ours, not Keycloak's").isNotEqualTo(subject);

                        keycloak.changePerson(
                                subject,
                                new Person(
                                        "ghopper", "correct horse", "grace@org.example", "Grace", "Murray", List.of()));
                        keycloak.rotateSigningKey();
                        assertThat(through(keycloak, apache))
                                .containsEntry("sub", first.get("sub"))
                                .containsEntry("name", "Grace Murray");
                    }));
        }
    }

    /** A whole login in a new browser. */
    private Map<String, String> through(KeycloakPeer keycloak, ApachePeer apache) {
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit theirs = house.through(browser, browser.open(apache.privatePage()), "org");
            assertThat(theirs.address().getPort()).isEqualTo(keycloak.issuer().getPort());
            Visit shown = browser.submit(theirs, Map.of("username", GRACE.username(), "password", GRACE.password()));
            return claims(apache, shown);
        }
    }

    private static Map<String, String> claims(ApachePeer apache, Visit shown) {
        assertThat(shown.address()).as(apache.log()).isEqualTo(apache.privatePage());
        return ApachePeer.claims(shown.body());
    }

    private static ApachePeer apache() {
        return ApachePeer.prepare();
    }

    private void start(ApachePeer apache) {
        apache.start(new ApachePeer.Provider(
                house.at("/.well-known/openid-configuration"), "apache", SECRET, "openid profile email groups"));
    }

    private static String relyingParty(ApachePeer apache) {
        return """
                  - id: apache
                    name: Apache
                    consent: trusted
                    oidc:
                      redirectUris: ["%s"]
                      postLogoutRedirectUris: ["%s"]
                      backchannelLogoutUri: "%s"
                      clientSecrets: [%s]
                      pkce: required
                """.formatted(apache.redirectUri(), apache.publicPage(), apache.backChannel(), SECRET)
                .stripTrailing();
    }

    private static String connector(URI issuer, String secret) {
        return """
                  - id: org
                    preset: keycloak
                    name: Organisation
                    config:
                      issuer: %s
                      clientId: vestibule
                      clientSecret: %s
                      keyRefreshFloor: 0s
                """.formatted(issuer, secret).stripTrailing();
    }
}
