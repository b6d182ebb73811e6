package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitUntilState;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.journey.BrowserJourneyTest.Device;
import io.vestibule.peer.ChromiumBrowser;
import io.vestibule.protocol.saml.toy.ToyKey;
import io.vestibule.protocol.saml.toy.ToyServiceProvider;
import io.vestibule.protocol.saml.toy.ToySignOut.Mood;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Service providers on another site than ours, with the cookies that browsers make where nothing is said (SameSite=Lax): no frame
 * of ours brings them, so the browser visits them itself.
 */
@QuarkusTest
@Tag("browser")
@Tag("saml")
@TestProfile(JourneyProfile.class)
class VisitedPartyInBrowserTest {
    private static ChromiumBrowser browser;

    @Inject
    House house;

    @Inject
    RealmFiles files;

    private ToyServiceProvider booth;
    private ToyServiceProvider stall;

    @BeforeAll
    static void launch() {
        browser = ChromiumBrowser.launch();
    }

    @AfterAll
    static void shut() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void open() {
        house.awaken();
        assertThat(house.at("").getHost()).as("they are at 127.0.0.1").isEqualTo("localhost");
        booth = ToyServiceProvider.onAnotherSite(ToyKey.rsa("booth"), house.at("/saml/metadata"));
        stall = ToyServiceProvider.onAnotherSite(ToyKey.rsa("stall"), house.at("/saml/metadata"));
    }

    @AfterEach
    void close() {
        booth.close();
        stall.close();
    }

    @ParameterizedTest
    @CsvSource({"DESK", "TELEPHONE", "WITHOUT_JAVASCRIPT"})
    void oneAfterTheOtherIsSignedOutAndTheBrowserIsBack(Device device) {
        signedInAtAll("redirect", device, (page, desk) -> {
            signOut(page, desk);
            page.waitForURL(address -> address.contains("/desk/signed-out"));
            assertThat(booth.signOut().living()).as("sessions at Booth").isZero();
            assertThat(stall.signOut().living()).as("sessions at Stall").isZero();
            assertThat(booth.signOut().told()).hasSize(1);
            assertThat(stall.signOut().told()).hasSize(1);
        });
    }

    /** A form of another site brings no such cookie in any window: they answer by what the message says. */
    @ParameterizedTest
    @CsvSource({"DESK", "WITHOUT_JAVASCRIPT"})
    void soItIsWhereTheyWantAForm(Device device) {
        signedInAtAll("post", device, (page, desk) -> {
            signOut(page, desk);
            if (device == Device.WITHOUT_JAVASCRIPT) {
                page.getByText("Sign out at Booth").click();
                page.getByText("Sign out at Stall").click();
            }
            page.waitForURL(address -> address.contains("/desk/signed-out"));
            assertThat(booth.signOut().told()).hasSize(1);
            assertThat(stall.signOut().told()).hasSize(1);
        });
    }

    @Test
    void whoNeverAnswersIsLeftAndTheOtherIsVisited() {
        booth.signOut().mood = Mood.SILENT;
        signedInAtAll("redirect", Device.DESK, (page, desk) -> {
            Stopwatch held = Stopwatch.start();
            signOut(page, desk);
            page.getByText("it did not confirm").waitFor();
            assertThat(held.time()).isLessThan(Stopwatch.LONGEST_LOGOUT);
            assertThat(report(page))
                    .contains("Booth asked to sign you out; it did not confirm Sign out at Booth")
                    .contains("Stall signed out");
            assertThat(stall.signOut().living()).isZero();
            page.getByText("Back to Desk").click();
            page.waitForURL(address -> address.contains("/desk/signed-out"));
        });
    }

    @Test
    void severalWhoNeverAnswerShareOnesTime() {
        booth.signOut().mood = Mood.SILENT;
        stall.signOut().mood = Mood.SILENT;
        signedInAtAll("post", Device.DESK, (page, desk) -> {
            Stopwatch held = Stopwatch.start();
            signOut(page, desk);
            page.locator(".parties").waitFor();
            assertThat(held.time()).isLessThan(Stopwatch.LONGEST_LOGOUT);
            assertThat(report(page)).contains("Sign out at Booth", "Sign out at Stall");
        });
    }

    /** The page from which the browser leaves stays while nothing answers, and its link goes on. */
    @Test
    void withoutScriptThePersonGoesOnWithoutWhoeverIsSilent() {
        booth.signOut().mood = Mood.SILENT;
        signedInAtAll("redirect", Device.WITHOUT_JAVASCRIPT, (page, desk) -> {
            signOut(page, desk);
            String visit = page.url();
            assertThat(visit).contains("/logout/visit?round=");
            try (BrowserContext somebodyElse = browser.person()) {
                Page other = somebodyElse.newPage();
                other.navigate(visit);
                assertThat(other.content()).as("of the browser that began it").doesNotContain("Booth", "Stall");
            }
            // As its link does; Playwright finds nothing in a page while another is on its way.
            page.navigate(
                    visit.replace("/logout/visit?", "/logout/on?"),
                    new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
            page.getByText("it did not confirm").waitFor();
            assertThat(report(page)).contains("Sign out at Booth", "Stall signed out");
        });
    }

    @Test
    void whereNobodyIsNobodyIsSent() {
        signedInAtAll("redirect", Device.DESK, (page, desk) -> {
            booth.close();
            Stopwatch held = Stopwatch.start();
            signOut(page, desk);
            page.getByText("did not answer").waitFor();
            assertThat(held.time()).isLessThan(Stopwatch.LONGEST_LOGOUT);
            assertThat(report(page))
                    .contains("Booth did not answer: sign out there too Sign out at Booth", "Stall signed out");
        });
    }

    @ParameterizedTest
    @CsvSource({"REFUSING", "FORGED"})
    void whoDoesNotSaySoIsNotCalledSignedOut(Mood mood) {
        booth.signOut().mood = mood;
        signedInAtAll("redirect", Device.DESK, (page, desk) -> {
            signOut(page, desk);
            page.getByText("it did not confirm").waitFor();
            assertThat(report(page))
                    .contains("Booth asked to sign you out; it did not confirm", "Stall signed out")
                    .doesNotContain("Booth signed out");
        });
    }

    @Test
    void whoIsKeptThereGoesOnByTheBrowsersBackButton() {
        booth.signOut().mood = Mood.KEEPING;
        signedInAtAll("redirect", Device.DESK, (page, desk) -> {
            signOut(page, desk);
            page.getByText("Farewell").waitFor();
            page.goBack(new Page.GoBackOptions().setWaitUntil(WaitUntilState.COMMIT));
            page.getByText("it did not confirm").waitFor();
            assertThat(report(page)).contains("Sign out at Booth", "Stall signed out");
            assertThat(booth.signOut().told()).as("asked once").hasSize(1);
        });
    }

    private interface Part {
        void play(Page page, Arrival desk);
    }

    private void signedInAtAll(String binding, Device device, Part part) {
        String parties = party(booth, "Booth", binding) + "\n" + party(stall, "Stall", binding);
        files.with("house", "  # further relying parties", parties, () -> {
            try (BrowserContext person = device.open(browser)) {
                Page page = person.newPage();
                enter(page, booth, device, true);
                enter(page, stall, device, false);
                page.navigate(house.door("desk").toString());
                page.waitForURL(address ->
                        address.startsWith(house.party("/desk/callback").toString()));
                part.play(page, Arrival.at(page.locator("body").innerText(), List.of()));
            }
        });
    }

    private static void enter(Page page, ToyServiceProvider party, Device device, boolean first) {
        page.navigate(party.at("/login?binding=redirect").toString());
        if (first) {
            page.locator("#username").fill("ada");
            page.locator("#password").fill("ada-password-1");
            page.locator("form:has(#password) button.primary").click();
        }
        if (device == Device.WITHOUT_JAVASCRIPT) { // the answer waits for a click
            page.locator("#auto-post button").click();
        }
        page.waitForURL(address -> address.startsWith(party.at("/acs").toString()));
        assertThat(party.signOut().living()).isEqualTo(1);
    }

    private void signOut(Page page, Arrival desk) {
        page.navigate(
                house.at("/logout") + "?"
                        + Query.write(Map.of(
                                "id_token_hint",
                                desk.text("id_token"),
                                "post_logout_redirect_uri",
                                house.party("/desk/signed-out").toString())),
                new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
    }

    private static String report(Page page) {
        Locator parties = page.locator(".parties");
        parties.waitFor();
        return parties.innerText().replaceAll("\\s+", " ");
    }

    private static String party(ToyServiceProvider party, String name, String binding) {
        return """
                  - id: %s
                    name: %s
                    consent: trusted
                    saml:
                      signingCertificates: ["%s"]
                      assertionConsumerServices:
                        - { url: "%s", index: 0, preferred: true }
                      singleLogoutServices:
                        - { url: "%s", binding: %s }
                """.formatted(
                party.entityId(), name, party.key().certificateText(), party.at("/acs"), party.at("/slo"), binding).stripTrailing();
    }
}
