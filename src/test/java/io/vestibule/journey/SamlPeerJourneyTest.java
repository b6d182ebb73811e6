package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.peer.MellonPeer;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.peer.ShibbolethPeer;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Service providers that nobody here wrote, with keys for encryption, at the house and through it. */
@QuarkusTest
@Tag("peer")
@Tag("saml")
@TestProfile(JourneyProfile.class)
class SamlPeerJourneyTest {
    private static final String POST = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST";
    private static final String MAIL = "urn_oid_0_9_2342_19200300_100_1_3";
    private static final String DISPLAY_NAME = "urn_oid_2_16_840_1_113730_3_1_241";
    private static final String MEMBER_OF = "urn_oid_1_3_6_1_4_1_5923_1_5_1_1";

    @Inject
    House house;

    @Inject
    RealmFiles files;

    @ParameterizedTest
    @EnumSource(Way.class)
    void mellonLearnsFromAnEncryptedAssertionWhoSignedIn(Way way) {
        withMellon(metadata(), mellon -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                Visit shown = house.signIn(browser, way, browser.open(mellon.privatePage()));

                assertThat(attributes(mellon, shown))
                        .containsEntry(DISPLAY_NAME, way.fullName)
                        .containsEntry("IDP", house.at("/saml/metadata").toString())
                        .hasEntrySatisfying(MAIL, mail -> assertThat(mail).startsWith(way.person + "@"))
                        .hasEntrySatisfying(
                                MEMBER_OF,
                                groups -> assertThat(groups).contains(way == Way.LOCAL ? "engineers" : "mathematics"));
                assertThat(MellonPeer.response(shown.body()))
                        .contains("EncryptedAssertion")
                        .doesNotContain(way.person + "@");
                assertThat(Arrival.at(house.enter(browser, "desk")).asked())
                        .as("one session for both relying parties")
                        .isFalse();
            }
        });
    }

    @Test
    void mellonPostsItsRequestWhereThatIsAllItKnows() {
        String posting = SamlDocuments.without(metadata(), "SingleSignOnService", "HTTP-Redirect");
        withMellon(posting, mellon -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                Visit away = browser.open(mellon.privatePage());
                assertThat(away.html().select("[name=SAMLRequest]"))
                        .as(away.body())
                        .hasSize(1);
                Visit shown = house.signIn(browser, Way.LOCAL, browser.carryOn(away));
                assertThat(attributes(mellon, shown)).containsEntry(DISPLAY_NAME, "Ada Lovelace");
            }
        });
    }

    @Test
    void mellonAsksWithoutAWordToThePerson() {
        withMellon(metadata(), mellon -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                Visit refused = browser.carryOn(browser.open(mellon.passiveLogin()));
                assertThat(refused.address().getPort()).isEqualTo(mellon.base().getPort());
                assertThat(refused.address()).isNotEqualTo(mellon.privatePage());

                house.arrive(browser, Way.LOCAL, "grace", "desk");
                Visit shown = browser.carryOn(browser.open(mellon.passiveLogin()));
                assertThat(attributes(mellon, shown)).containsEntry(DISPLAY_NAME, "Grace Hopper");
            }
        });
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shibbolethBelievesTheSignedMetadataAndTheEncryptedAssertion(Way way) {
        withShibboleth(shibboleth -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                Visit shown = house.signIn(browser, way, browser.open(shibboleth.privatePage()));
                assertThat(attributes(shibboleth, shown))
                        .containsEntry("displayName", way.fullName)
                        .containsEntry(
                                "Shib_Identity_Provider",
                                house.at("/saml/metadata").toString())
                        .hasEntrySatisfying(
                                "isMemberOf",
                                groups -> assertThat(groups).contains(way == Way.LOCAL ? "engineers" : "mathematics"));
            }
        });
    }

    @Test
    void shibbolethPostsItsRequestAndDemandsAFreshLogin() {
        withShibboleth(shibboleth -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                house.arrive(browser, Way.LOCAL, "ada", "desk");
                Visit away = browser.open(shibboleth.login("outgoingBinding", POST, "forceAuthn", "true"));
                assertThat(away.html().select("[name=SAMLRequest]"))
                        .as(away.body())
                        .hasSize(1);

                Visit picker = browser.carryOn(away);
                assertThat(picker.address().getPath()).isEqualTo("/realms/house/login");
                Visit shown = house.signIn(browser, Way.LOCAL, picker);
                assertThat(attributes(shibboleth, shown)).containsEntry("displayName", "Ada Lovelace");
            }
        });
    }

    @Test
    void aClientWithoutBrowserCarriesMellonsRequestToTheHouse() {
        withMellon(metadata(), mellon -> {
            try (PlainBrowser http = new PlainBrowser()) {
                HttpResponse<String> shown = new EnhancedClient(http)
                        .fetch(mellon.privatePage(), house.at("/saml/ecp"), "ada", "ada-password-1");
                assertThat(shown.statusCode()).as(mellon.log()).isEqualTo(200);
                assertThat(MellonPeer.attributes(shown.body())).containsEntry(DISPLAY_NAME, "Ada Lovelace");
            }
        });
    }

    @Test
    void shibbolethFetchesTheAnswerByArtifact() {
        withShibboleth(shibboleth -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                Visit shown = house.signIn(browser, Way.LOCAL, browser.open(shibboleth.login("acsIndex", "3")));
                assertThat(shown.trail())
                        .as(shibboleth.log())
                        .anyMatch(address -> String.valueOf(address.getQuery()).contains("SAMLart="));
                assertThat(attributes(shibboleth, shown)).containsEntry("displayName", "Ada Lovelace");
            }
        });
    }

    @Test
    void shibbolethIsToldByItselfThatThePersonSignedOut() {
        withShibboleth(shibboleth -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                house.signIn(browser, Way.LOCAL, browser.open(shibboleth.privatePage()));
                Visit report = signOut(browser);
                assertThat(report.html().select(".parties li").text())
                        .as(shibboleth.log())
                        .contains("signed out");
                assertThat(browser.open(shibboleth.privatePage()).address().getPath())
                        .isEqualTo("/realms/house/login");
            }
        });
    }

    @Test
    void mellonIsToldThatThePersonSignedOut() {
        withMellon(metadata(), mellon -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                house.signIn(browser, Way.LOCAL, browser.open(mellon.privatePage()));
                Visit report = signOut(browser);
                assertThat(report.html().select(".parties li").text())
                        .as(mellon.log())
                        .contains("signed out");
                assertThat(browser.open(mellon.privatePage()).address().getPath())
                        .isEqualTo("/realms/house/login");
            }
        });
    }

    @Test
    void whoSignsOutAtMellonIsSignedOutHereToo() {
        withMellon(metadata(), mellon -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                house.signIn(browser, Way.LOCAL, browser.open(mellon.privatePage()));
                Visit back = browser.carryOn(browser.open(mellon.logout()));

                assertThat(back.address()).as(mellon.log()).isEqualTo(mellon.publicPage());
                requireSignedOut(browser, mellon.privatePage());
            }
        });
    }

    @Test
    void whoSignsOutAtShibbolethIsSignedOutHereToo() {
        withShibboleth(shibboleth -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                house.signIn(browser, Way.LOCAL, browser.open(shibboleth.privatePage()));
                Visit back = browser.carryOn(browser.open(shibboleth.logout()));

                assertThat(back.address()).as(shibboleth.log()).isEqualTo(shibboleth.publicPage());
                requireSignedOut(browser, shibboleth.privatePage());
            }
        });
    }

    private void requireSignedOut(PlainBrowser browser, URI privatePage) {
        assertThat(Arrival.at(house.enter(browser, "desk", "prompt", "none")).error())
                .isEqualTo("login_required");
        assertThat(browser.open(privatePage).address().getPath()).isEqualTo("/realms/house/login");
    }

    private Visit signOut(PlainBrowser browser) {
        Visit question = browser.click(browser.open(house.at("")), "Sign out");
        return browser.carryOn(browser.submit(question, "form.answers", Map.of("logout", "yes")));
    }

    private void withMellon(String metadata, Consumer<MellonPeer> journey) {
        try (MellonPeer mellon = MellonPeer.prepare()) {
            mellon.start(metadata);
            String entityId = mellon.entityId().toString();
            files.with(
                    "house",
                    "  # further relying parties",
                    SamlDocuments.relyingParty(entityId, entityId),
                    () -> journey.accept(mellon));
        }
    }

    private void withShibboleth(Consumer<ShibbolethPeer> journey) {
        try (ShibbolethPeer shibboleth = ShibbolethPeer.prepare()) {
            shibboleth.start(new ShibbolethPeer.Provider(
                    house.at("/saml/metadata"), metadata(), Optional.of(SamlDocuments.signer(metadata()))));
            String party = SamlDocuments.byHand(shibboleth.entityId().toString(), read(shibboleth.metadataAddress()));
            files.with("house", "  # further relying parties", party, () -> journey.accept(shibboleth));
        }
    }

    private String metadata() {
        return read(house.at("/saml/metadata"));
    }

    private static String read(URI address) {
        try (PlainBrowser browser = new PlainBrowser()) {
            return browser.open(address).body();
        }
    }

    private static Map<String, String> attributes(MellonPeer mellon, Visit shown) {
        assertThat(shown.address()).as(mellon.log() + "\n" + shown.body()).isEqualTo(mellon.privatePage());
        return MellonPeer.attributes(shown.body());
    }

    private static Map<String, String> attributes(ShibbolethPeer shibboleth, Visit shown) {
        assertThat(shown.address()).as(shibboleth.log() + "\n" + shown.body()).isEqualTo(shibboleth.privatePage());
        return ShibbolethPeer.attributes(shown.body());
    }
}
