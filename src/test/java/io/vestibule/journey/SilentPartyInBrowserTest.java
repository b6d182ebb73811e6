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
import io.vestibule.protocol.saml.toy.ToySignOut;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Service providers that only a browser can tell, in a real Chromium: whether they answer or not, the person goes on. */
@QuarkusTest
@Tag("browser")
@Tag("saml")
@TestProfile(JourneyProfile.class)
class SilentPartyInBrowserTest {
    private static ChromiumBrowser browser;

    @Inject
    House house;

    @Inject
    RealmFiles files;

    private ToyServiceProvider booth;

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
        booth = ToyServiceProvider.open(0, ToyKey.rsa("booth"), Optional.empty(), house.at("/saml/metadata"));
    }

    @AfterEach
    void close() {
        booth.close();
    }

    @ParameterizedTest
    @CsvSource({"redirect, DESK", "post, DESK", "redirect, WITHOUT_JAVASCRIPT"})
    void whoNeverAnswersHoldsNobodyLongerThanFiveSeconds(String binding, Device device) {
        withBooth(binding, () -> {
            try (BrowserContext person = device.open(browser)) {
                Page page = person.newPage();
                Arrival desk = signedInAtBoth(page, device);
                booth.signOut().mood = ToySignOut.Mood.SILENT;
                Stopwatch held = Stopwatch.start();
                page.navigate(signOut(desk), new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
                page.getByText("it did not confirm").waitFor();
                assertThat(held.time()).isLessThan(Stopwatch.LONGEST_LOGOUT);
                assertThat(page.locator(".parties").innerText()).contains("Booth");
                assertThat(booth.signOut().told()).hasSize(1);
                assertThat(page.locator("[data-on*='/desk/signed-out']").count())
                        .as("it stays for whoever has yet to tell Booth")
                        .isZero();
                page.getByText("Back to Desk").click(new Locator.ClickOptions().setNoWaitAfter(true));
                page.waitForURL(
                        address -> address.contains("/desk/signed-out"),
                        new Page.WaitForURLOptions().setWaitUntil(WaitUntilState.COMMIT));
            }
        });
    }

    /** One is told by a server, the other in a frame afterwards; the person waits for both together. */
    @Test
    void aServerThatIsSlowBesideAFrameThatIsSilentAddsNothing() {
        BackChannelOfDesk slow = new BackChannelOfDesk();
        slow.open();
        try {
            String secret = "clientSecrets: [secret-of-desk-for-the-journeys]";
            files.with(
                    "house",
                    secret,
                    secret + "\n      backchannelLogoutUri: " + slow.address(),
                    () -> withBooth("redirect", () -> {
                        try (BrowserContext person = Device.DESK.open(browser)) {
                            Page page = person.newPage();
                            Arrival desk = signedInAtBoth(page, Device.DESK);
                            booth.signOut().mood = ToySignOut.Mood.SILENT;
                            slow.mood(BackChannelOfDesk.Mood.SLOW);
                            Stopwatch held = Stopwatch.start();
                            page.navigate(
                                    signOut(desk), new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
                            page.getByText("did not answer").waitFor();
                            page.getByText("it did not confirm").waitFor();
                            assertThat(held.time()).isLessThan(Stopwatch.LONGEST_LOGOUT);
                        }
                    }));
        } finally {
            slow.close();
        }
    }

    /** Without script nobody sends the form in the frame; the click does. */
    @ParameterizedTest
    @EnumSource(Device.class)
    void whoDidNotConfirmIsToldByAClickAndThePageLearnsOfIt(Device device) {
        withBooth("post", () -> {
            try (BrowserContext person = device.open(browser)) {
                Page page = person.newPage();
                signedInAtBoth(page, device);
                booth.signOut().mood = ToySignOut.Mood.SILENT;
                page.navigate(house.at("/sign-out").toString());
                page.locator("button[value=yes]").click(new Locator.ClickOptions().setNoWaitAfter(true));
                page.getByText("Sign out at Booth").waitFor();
                device.look(page, "signed-out-booth-silent");

                booth.signOut().mood = ToySignOut.Mood.WILLING;
                Page other = person.waitForPage(
                        () -> page.getByText("Sign out at Booth").click());
                if (device == Device.WITHOUT_JAVASCRIPT) {
                    other.locator("#auto-post button").click();
                }
                other.locator("[data-told]").waitFor();
                assertThat(other.locator("[data-told]").innerText()).contains("Booth", "signed out");
                device.look(other, "told-booth");
                page.getByText("signed out", new Page.GetByTextOptions().setExact(true))
                        .waitFor();
                assertThat(page.locator(".parties").innerText()).doesNotContain("did not confirm");
            }
        });
    }

    @ParameterizedTest
    @CsvSource({"post, DESK", "redirect, WITHOUT_JAVASCRIPT"})
    void whoAnswersIsOutAndThePersonGoesOnWithoutSeeingMore(String binding, Device device) {
        withBooth(binding, () -> {
            try (BrowserContext person = device.open(browser)) {
                Page page = person.newPage();
                Arrival desk = signedInAtBoth(page, device);
                page.navigate(signOut(desk), new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
                page.waitForURL(address -> address.contains("/desk/signed-out"));
                assertThat(booth.signOut().told()).hasSize(1);
            }
        });
    }

    /** One application of several, which only a browser can tell; the session goes on. */
    @ParameterizedTest
    @EnumSource(Device.class)
    void oneThatOnlyTheBrowserCanTellIsLeftAlone(Device device) {
        withBooth("redirect", () -> {
            try (BrowserContext person = device.open(browser)) {
                Page page = person.newPage();
                signedInAtBoth(page, device);
                page.navigate(house.at("/account/sessions").toString());
                device.look(page, "account-sessions-applications");
                page.navigate(house.at("/sign-out").toString());
                device.look(page, "sign-out-question-applications");
                page.locator("button[name=only]")
                        .getByText("Sign out at Booth")
                        .click(new Locator.ClickOptions().setNoWaitAfter(true));
                page.getByText("signed out", new Page.GetByTextOptions().setExact(true))
                        .waitFor();
                assertThat(page.locator("h1").innerText()).isEqualTo("You are signed out of Booth");
                assertThat(page.locator(".parties").innerText())
                        .contains("Booth")
                        .doesNotContain("Desk");
                device.look(page, "left-booth");
                assertThat(booth.signOut().told()).hasSize(1);
                page.navigate(house.door("desk").toString());
                page.waitForURL(address ->
                        address.startsWith(house.party("/desk/callback").toString()));
            }
        });
    }

    private String signOut(Arrival desk) {
        return house.at("/logout") + "?"
                + Query.write(Map.of(
                        "id_token_hint",
                        desk.text("id_token"),
                        "post_logout_redirect_uri",
                        house.party("/desk/signed-out").toString()));
    }

    private Arrival signedInAtBoth(Page page, Device device) {
        page.navigate(booth.at("/login?binding=redirect").toString());
        page.locator("#username").fill("ada");
        page.locator("#password").fill("ada-password-1");
        page.locator("form:has(#password) button.primary").click();
        if (device == Device.WITHOUT_JAVASCRIPT) { // the answer waits for a click
            page.locator("#auto-post button").click();
        }
        page.waitForURL(address -> address.startsWith(booth.at("/acs").toString()));
        page.navigate(house.door("desk").toString());
        page.waitForURL(
                address -> address.startsWith(house.party("/desk/callback").toString()));
        return Arrival.at(page.locator("body").innerText(), List.of());
    }

    private void withBooth(String binding, Runnable meanwhile) {
        String party = """
                  - id: %s
                    name: Booth
                    consent: trusted
                    saml:
                      signingCertificates: ["%s"]
                      assertionConsumerServices:
                        - { url: "%s", index: 0, preferred: true }
                      singleLogoutServices:
                        - { url: "%s", binding: %s }
                """.formatted(
                booth.entityId(), booth.key().certificateText(), booth.at("/acs"), booth.at("/slo"), binding).stripTrailing();
        files.with("house", "  # further relying parties", party, meanwhile);
    }
}
