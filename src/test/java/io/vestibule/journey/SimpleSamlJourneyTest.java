package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.peer.SimpleSamlPeer;
import io.vestibule.peer.SimpleSamlPeer.Person;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** People of a SimpleSAMLphp, which encrypts in a way that is no longer safe: only where the operator has said so by name. */
@QuarkusTest
@Tag("peer")
@Tag("saml")
@TestProfile(JourneyProfile.class)
class SimpleSamlJourneyTest {
    private static final Person GRACE = new Person(
            "grace",
            "correct horse",
            Map.of(
                    "urn:oid:0.9.2342.19200300.100.1.3", "grace@simple.example",
                    "urn:oid:2.5.4.42", "Grace",
                    "urn:oid:2.5.4.4", "Hopper"));

    private static SimpleSamlPeer simple;

    @Inject
    House house;

    @Inject
    RealmFiles files;

    @BeforeAll
    static void open() {
        simple = SimpleSamlPeer.start(GRACE);
    }

    @AfterAll
    static void shut() {
        if (simple != null) {
            simple.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"redirect", "post"})
    void aPersonIsKnownByTheirNameAndMail(String binding) {
        through("requestBinding: " + binding + "\n      outdatedAlgorithms: [cbc]", browser -> {
            Arrival arrival = Arrival.at(signIn(browser));
            assertThat(arrival.userinfo("given_name")).isEqualTo("Grace");
            assertThat(arrival.userinfo("family_name")).isEqualTo("Hopper");
            assertThat(arrival.userinfo("email")).isEqualTo("grace@simple.example");
        });
    }

    @Test
    void withoutTheOperatorsWordItsEncryptionIsRefused() {
        through("clockSkew: 60s", browser -> {
            Visit refused = signIn(browser);
            assertThat(refused.address().getPath()).startsWith("/realms/house/login");
            assertThat(House.reference(refused)).isNotEmpty();
            assertThat(Arrival.at(house.enter(browser, "desk", "prompt", "none"))
                            .error())
                    .isEqualTo("login_required");
        });
    }

    /** Its round goes from one service provider to the next in the browser's own window. */
    @Test
    void whoSignsOutThereIsSignedOutHereAndGoesOnThere() {
        through("outdatedAlgorithms: [cbc]", browser -> {
            Arrival.at(signIn(browser));

            Visit back = browser.carryOn(browser.open(simple.logout()));

            assertThat(back.address().getPort())
                    .as(simple.log())
                    .isEqualTo(simple.base().getPort());
            assertThat(back.trail())
                    .as("it was here in between")
                    .anyMatch(address -> address.getPath().equals("/realms/house/login/from/simple/logout"));
            assertThat(Arrival.at(house.enter(browser, "desk", "prompt", "none"))
                            .error())
                    .isEqualTo("login_required");
        });
    }

    private void through(String setting, Consumer<PlainBrowser> journey) {
        String declared = """
                  - id: simple
                    type: saml
                    name: Simple
                    config:
                      metadata: { url: "%s" }
                      %s
                """.formatted(simple.metadataAddress(), setting).stripTrailing();
        files.with("house", "  # further connectors", declared, () -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                simple.addServiceProvider(
                        browser.open(house.at("/connectors/simple/metadata")).body());
                journey.accept(browser);
            }
        });
    }

    private Visit signIn(PlainBrowser browser) {
        Visit theirs = house.through(browser, house.enter(browser, "desk"), "simple");
        assertThat(theirs.address().getPort())
                .as(simple.log() + "\n" + theirs.body())
                .isEqualTo(simple.base().getPort());
        return browser.carryOn(browser.submit(
                theirs, "form[name=f]", Map.of("username", GRACE.username(), "password", GRACE.password())));
    }
}
