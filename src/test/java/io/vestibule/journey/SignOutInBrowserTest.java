package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.WaitUntilState;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.journey.BrowserJourneyTest.Device;
import io.vestibule.logout.LogoutPropagation;
import io.vestibule.peer.ChromiumBrowser;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The end of a session as people see it, in a real Chromium, with and without JavaScript. */
@QuarkusTest
@Tag("browser")
@TestProfile(JourneyProfile.class)
class SignOutInBrowserTest {
    private static final String DESK_SECRET = "clientSecrets: [secret-of-desk-for-the-journeys]";
    private static final String ASK_FRAME = "([frame, text]) => new Promise((done) => {"
            + " window.onmessage = (event) => done(event.data);"
            + " const known = document.querySelector('iframe');"
            + " const ask = (at) => at.contentWindow.postMessage(text, new URL(frame).origin);"
            + " if (known) { ask(known); return; }"
            + " const made = document.createElement('iframe');"
            + " made.src = frame; made.onload = () => ask(made); document.body.append(made); })";

    private static ChromiumBrowser browser;

    @Inject
    House house;

    @Inject
    RealmFiles files;

    @Inject
    JourneyClock clock;

    @Inject
    LogoutPropagation logout;

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
        clock.backToNow();
    }

    @ParameterizedTest
    @EnumSource(Device.class)
    void theReportSaysWhoIsOutAndLearnsMoreByItself(Device device) {
        desk.mood(BackChannelOfDesk.Mood.REFUSING);
        withDesk("backchannelLogoutUri: " + desk.address(), () -> {
            try (BrowserContext person = device.open(browser)) {
                Page page = signedInAtDesk(person);
                page.navigate(house.door("shelf").toString());
                page.navigate(house.at("").toString());
                page.getByText("Sign out", new Page.GetByTextOptions().setExact(true))
                        .first()
                        .click();
                device.look(page, "sign-out-question");
                page.locator("button[value=yes]").click();
                page.waitForURL(address -> !address.endsWith("/sign-out"));
                assertThat(page.locator(".parties").innerText())
                        .contains("Desk", "did not answer", "Shelf", "cannot be told");
                device.look(page, "signed-out-partly");

                desk.mood(BackChannelOfDesk.Mood.WILLING);
                clock.move(Duration.ofMinutes(2));
                logout.tellOwed();
                page.getByText("signed out", new Page.GetByTextOptions().setExact(true))
                        .waitFor();
                assertThat(page.locator(".parties").innerText()).doesNotContain("did not answer");
                device.look(page, "signed-out-at-last");
                clock.backToNow();
            }
        });
    }

    @ParameterizedTest
    @EnumSource(value = Device.class, names = "TELEPHONE", mode = EnumSource.Mode.EXCLUDE)
    void aFrontChannelIsLoadedAndOneThatHangsHoldsNobody(Device device) throws IOException {
        List<String> loaded = new CopyOnWriteArrayList<>();
        HttpServer front = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        front.createContext("/", exchange -> loaded.add(exchange.getRequestURI().getQuery())); // and never answers
        front.start();
        try {
            String uri = "http://localhost:" + front.getAddress().getPort() + "/out";
            withDesk("frontchannelLogoutUri: " + uri, () -> {
                try (BrowserContext person = device.open(browser)) {
                    Page page = signedInAtDesk(person);
                    Arrival arrival = Arrival.at(page.locator("body").innerText(), List.of());
                    long began = System.nanoTime();
                    page.navigate(
                            house.at("/logout") + "?"
                                    + Query.write(Map.of(
                                            "id_token_hint",
                                            arrival.text("id_token"),
                                            "post_logout_redirect_uri",
                                            house.party("/desk/signed-out").toString())),
                            new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
                    if (device
                            == Device.WITHOUT_JAVASCRIPT) { // its refresh waits for the page's frames; the person need
                        // not
                        page.getByText("Continue").click();
                    }
                    page.waitForURL(
                            address -> address.contains("/desk/signed-out"),
                            new Page.WaitForURLOptions().setWaitUntil(WaitUntilState.COMMIT));
                    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
                    assertThat(loaded).anyMatch(query -> query.contains("sid=" + arrival.claim("sid")));
                }
            });
        } finally {
            front.stop(0);
        }
    }

    /** OpenID Connect Session Management §3. */
    @Test
    void aFrameAtTheRelyingPartySeesTheLogout() {
        files.with("house", "\npeople:", "\noidc: { sessionManagement: true }\n\npeople:", () -> {
            try (BrowserContext person = browser.person()) {
                Page page = signedInAtDesk(person);
                String state = Query.read(URI.create(page.url())).get("session_state");
                assertThat(house.parties().metadata().getCheckSessionIframeURI())
                        .isEqualTo(house.at("/check_session"));
                assertThat(ask(page, "desk " + state)).isEqualTo("unchanged");
                assertThat(ask(page, "shelf " + state)).as("another client's").isEqualTo("changed");
                assertThat(ask(page, "desk nonsense")).isEqualTo("error");

                Page portal = person.newPage();
                portal.navigate(house.at("").toString());
                portal.getByText("Sign out", new Page.GetByTextOptions().setExact(true))
                        .first()
                        .click();
                portal.locator("button[value=yes]").click();
                portal.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("You are signed out"))
                        .waitFor();
                assertThat(ask(page, "desk " + state)).isEqualTo("changed");
            }
        });
    }

    private Object ask(Page page, String text) {
        return page.evaluate(ASK_FRAME, List.of(house.at("/check_session").toString(), text));
    }

    private Page signedInAtDesk(BrowserContext person) {
        Page page = person.newPage();
        page.navigate(house.door("desk").toString());
        page.locator("#username").fill("ada");
        page.locator("#password").fill("ada-password-1");
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Sign in").setExact(true))
                .click();
        page.waitForURL(
                address -> address.startsWith(house.party("/desk/callback").toString()));
        return page;
    }

    private void withDesk(String line, Runnable meanwhile) {
        files.with("house", DESK_SECRET, DESK_SECRET + "\n      " + line, meanwhile);
    }
}
