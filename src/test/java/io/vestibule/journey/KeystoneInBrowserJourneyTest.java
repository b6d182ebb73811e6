package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.peer.KeystoneBehindShibboleth;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.protocol.keystone.partners.OtherSide;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** From one Keystone to another in a browser, which no Keystone can do: by the portal, with a project chosen on the way. */
@QuarkusTest
@Tag("peer")
@Tag("saml")
@Tag("keystone")
@TestProfile(JourneyProfile.class)
class KeystoneInBrowserJourneyTest {
    @Inject
    House house;

    @Inject
    RealmFiles files;

    @Test
    void aRealKeystoneLearnsWhoCameAndForWhichProject() {
        try (KeystoneBehindShibboleth there = KeystoneBehindShibboleth.prepare();
                PlainBrowser browser = new PlainBrowser()) {
            String metadata = browser.open(house.at("/saml/metadata")).body();
            String entityId = house.at("/saml/metadata").toString();
            there.start(entityId, metadata);
            OtherSide.welcome(there, entityId, "apollo");
            String party = """
                      - id: %s
                        name: Another cloud
                        consent: trusted
                        saml:
                          keystone: true
                          assertionConsumerServices:
                            - { url: "%s", binding: post }
                    """.formatted(there.entityId(), there.consumer()).stripTrailing();
            files.with("house", "  # further relying parties", party, () -> {
                Visit question =
                        house.signIn(browser, Way.LOCAL, "ada", browser.open(URI.create(there.authUrl("vestibule"))));
                assertThat(question.address().getPath()).isEqualTo("/realms/house/login/scope");

                Visit shown = browser.carryOn(
                        browser.submit(question, "form:has([name=scope])", Map.of("scope", "project:Default/apollo")));

                assertThat(shown.address().toString())
                        .as(there.log() + shown.body())
                        .isEqualTo(there.authUrl("vestibule"));
                assertThat(shown.body()).contains("\"name\": \"ada of Default\"");
            });
        }
    }
}
