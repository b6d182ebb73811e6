package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.journey.BrowserJourneyTest.Device;
import io.vestibule.peer.ChromiumBrowser;
import io.vestibule.peer.PlainBrowser;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two upstreams in turn, as a real Chromium goes to them, with and without JavaScript. */
@QuarkusTest
@Tag("browser")
@Tag("saml")
@TestProfile(JourneyProfile.class)
class UpstreamsInTurnInBrowserTest {
    private static ChromiumBrowser browser;

    @Inject
    House house;

    @Inject
    RealmFiles files;

    @Inject
    CollegeAndCathedral upstreams;

    private final BackChannelOfDesk desk = new BackChannelOfDesk();

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
        desk.open();
    }

    @AfterEach
    void close() {
        desk.close();
    }

    @ParameterizedTest
    @EnumSource(Device.class)
    void theReportNamesBothOnceTheBrowserHasBeenThere(Device device) {
        signedInByBoth(device, page -> {
            signOut(page, device);
            assertThat(report(page))
                    .contains("Cathedral signed out", "College asked to sign you out; it did not confirm");
            device.look(page, "two-upstreams-signed-out");
            assertAsksAgain(page, "college");
            assertAsksAgain(page, "cathedral");
        });
    }

    @ParameterizedTest
    @EnumSource(value = Device.class, names = "TELEPHONE", mode = EnumSource.Mode.EXCLUDE)
    void oneThatIsDownIsPassedOver(Device device) {
        String gone = CollegeAndCathedral.CATHEDRAL.replace("${base}", "http://localhost:1");
        signedInByBoth(
                device,
                page -> files.with("house", CollegeAndCathedral.CATHEDRAL, gone, () -> {
                    signOut(page, device);
                    assertThat(report(page))
                            .contains(
                                    "Cathedral did not answer: sign out there too Sign out at Cathedral",
                                    "College asked to sign you out; it did not confirm");
                    device.look(page, "two-upstreams-one-down");
                    assertAsksAgain(page, "college");
                }));
    }

    private interface Part {
        void play(Page page);
    }

    private void signedInByBoth(Device device, Part part) {
        upstreams.open(desk.address(), () -> {
            try (PlainBrowser before = new PlainBrowser();
                    BrowserContext person = device.open(browser)) {
                upstreams.arriveByBoth(before, "college", "cathedral"); // one account from now on
                Page page = person.newPage();
                Arrival one = arrive(page, "college", device);
                Arrival two = arrive(page, "cathedral", device);
                assertThat(two.claim("sub")).isEqualTo(one.claim("sub"));
                assertThat(two.claim("sid")).isNotEqualTo(one.claim("sid"));
                part.play(page);
            }
        });
    }

    private Arrival arrive(Page page, String connector, Device device) {
        page.navigate(
                house.door("desk", "prompt", "login", "idp_hint", connector).toString());
        carryOn(page, device);
        page.locator("#username").fill("cecilia");
        page.locator("#password").fill("cecilia-password-1");
        page.locator("form:has(#password) button.primary").click();
        carryOn(page, device);
        page.waitForURL(
                address -> address.startsWith(house.party("/desk/callback").toString()));
        return Arrival.at(page.locator("body").innerText(), List.of());
    }

    /** Without script a message on its way waits for a click. */
    private static void carryOn(Page page, Device device) {
        while (device == Device.WITHOUT_JAVASCRIPT
                && page.locator("#auto-post button").count() > 0) {
            page.locator("#auto-post button").click();
        }
    }

    private void signOut(Page page, Device device) {
        page.navigate(house.at("/sign-out").toString());
        page.locator("button[value=yes]").click();
        carryOn(page, device);
        page.locator(".parties").waitFor();
    }

    private static String report(Page page) {
        return page.locator(".parties").innerText().replaceAll("\\s+", " ");
    }

    private void assertAsksAgain(Page page, String connector) {
        page.navigate(house.door("desk", "idp_hint", connector).toString());
        page.locator("#password").waitFor();
    }
}
