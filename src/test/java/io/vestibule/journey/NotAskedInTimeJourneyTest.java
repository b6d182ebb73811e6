package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.protocol.saml.toy.ToyKey;
import io.vestibule.protocol.saml.toy.ToyServiceProvider;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two service providers on another site, and the first takes all the time there is. */
@QuarkusTest
@TestProfile(JourneyProfile.class)
@Tag("saml")
class NotAskedInTimeJourneyTest {
    @Inject
    House house;

    @Inject
    RealmFiles files;

    @Inject
    JourneyClock clock;

    private final PlainBrowser browser = new PlainBrowser();
    private ToyServiceProvider booth;
    private ToyServiceProvider stall;

    @BeforeEach
    void open() {
        house.awaken();
        booth = ToyServiceProvider.onAnotherSite(ToyKey.rsa("booth"), house.at("/saml/metadata"));
        stall = ToyServiceProvider.onAnotherSite(ToyKey.rsa("stall"), house.at("/saml/metadata"));
    }

    @AfterEach
    void close() {
        clock.backToNow();
        browser.close();
        booth.close();
        stall.close();
    }

    @Test
    void whoIsNotVisitedInTimeIsSaidToBeNotAskedAndItsLinkStillTellsIt() {
        String parties = party(booth, "Booth") + "\n" + party(stall, "Stall");
        files.with("house", "  # further relying parties", parties, () -> {
            Visit form = browser.carryOn(browser.open(booth.at("/login?binding=redirect")));
            assertThat(house.password(browser, form, "ada").address().getPath()).isEqualTo("/acs");
            browser.carryOn(browser.open(stall.at("/login?binding=redirect")));

            Visit away = browser.submit(browser.open(house.at("/sign-out")), "form.answers", Map.of("logout", "yes"));
            assertThat(away.html().select("[data-visit]")).as(away.body()).hasSize(1);
            boolean boothFirst = away.html().text().contains("Booth");
            clock.move(Duration.ofSeconds(6));
            Visit report = browser.carryOn(
                    browser.open(URI.create(away.address().toString().replace("/logout/visit?", "/logout/on?"))));

            String first = boothFirst ? "Booth" : "Stall";
            String second = boothFirst ? "Stall" : "Booth";
            assertThat(parties(report))
                    .containsExactlyInAnyOrder(
                            first + " asked to sign you out; it did not confirmSign out at " + first,
                            second + " was not asked in time: sign out there tooSign out at " + second);
            ToyServiceProvider late = boothFirst ? stall : booth;
            assertThat(late.signOut().told()).isEmpty();
            Visit told = browser.click(report, "Sign out at " + second);
            assertThat(parties(told)).containsExactly(second + " signed out");
            assertThat(late.signOut().told()).hasSize(1);
            URI news = URI.create(report.html().select("[data-on]").attr("abs:data-on"));
            assertThat(parties(browser.open(news))).contains(second + " signed out");
        });
    }

    private static List<String> parties(Visit report) {
        return report.html().select(".parties li").eachText();
    }

    private static String party(ToyServiceProvider party, String name) {
        return """
                  - id: %s
                    name: %s
                    consent: trusted
                    saml:
                      signingCertificates: ["%s"]
                      assertionConsumerServices:
                        - { url: "%s", index: 0, preferred: true }
                      singleLogoutServices:
                        - { url: "%s", binding: redirect }
                """.formatted(party.entityId(), name, party.key().certificateText(), party.at("/acs"), party.at("/slo"))
                .stripTrailing();
    }
}
