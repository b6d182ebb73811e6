package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.WaitUntilState;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.Waiting;
import io.vestibule.journey.BrowserJourneyTest.Device;
import io.vestibule.logout.LogoutPropagation;
import io.vestibule.peer.ChromiumBrowser;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The end of a session as people see it, in a real Chromium, with and without JavaScript. */
@QuarkusTest
@Tag("browser")
@TestProfile(JourneyProfile.class)
class SignOutInBrowserTest {
    private static final String GUILD_SECRET = "clientSecrets: [the-secret-between-house-and-guild]";
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

    @Inject
    AuditLines audit;

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
                        .contains("Desk", "refused to sign you out", "Shelf", "cannot be told");
                device.look(page, "signed-out-partly");

                desk.mood(BackChannelOfDesk.Mood.WILLING);
                clock.move(Duration.ofMinutes(2));
                logout.tellOwed();
                page.getByText("signed out", new Page.GetByTextOptions().setExact(true))
                        .waitFor();
                assertThat(page.locator(".parties").innerText()).doesNotContain("refused to sign you out");
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

    /** OpenID Connect Front-Channel Logout as the relying party: at most the mark gets into a frame there. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aProviderOnAnotherSiteEndsTheSessionInAFrameWhereTheBrowserLetsTheMarkIn(boolean let, @TempDir Path profile)
            throws IOException {
        List<String> told = new CopyOnWriteArrayList<>();
        String ours = house.at("/login/from/guild/front-channel-logout").toString();
        HttpServer elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        elsewhere.createContext("/", exchange -> {
            told.add(exchange.getRequestURI().getRawQuery());
            show(exchange, "");
        });
        elsewhere.createContext("/out", exchange -> {
            String frame = ours + "?" + told.getFirst();
            show(exchange, "<iframe src=\"" + frame.replace("&", "&amp;") + "\"></iframe>");
        });
        elsewhere.start();
        String there = "http://127.0.0.1:" + elsewhere.getAddress().getPort(); // and we are at localhost: two sites
        assertThat(house.at("").getHost()).isEqualTo("localhost");
        String here = "clientSecret: the-secret-between-house-and-guild\n";
        try (BrowserContext person = browser.person(profile, let)) {
            files.with(
                    "guild",
                    GUILD_SECRET,
                    GUILD_SECRET + "\n      frontchannelLogoutUri: " + there + "/tell",
                    () -> files.with("house", here, here + "      frontChannelLogout: true\n", () -> {
                        Page page = person.newPage();
                        Arrival arrival = signedInByGuild(page);
                        signOutAt(page, house.server("/realms/guild"));
                        Waiting.until(() -> !told.isEmpty());
                        audit.begin();
                        Request frame = page.waitForRequest(
                                address -> address.url().startsWith(ours), () -> page.navigate(there + "/out"));
                        String cookies = frame.allHeaders().getOrDefault("cookie", "");
                        assertThat(cookies).doesNotContain(House.SESSION_COOKIE);
                        assertThat(cookies.contains("vestibule-mark-house=")).isEqualTo(let);
                        assertThat(house.userinfo(arrival).getStatusCode()).isEqualTo(let ? 401 : 200);
                        assertThat(audit.all().stream()
                                        .map(line -> line.path("reason").asText())
                                        .filter(List.of("upstream", "no-such-session")::contains))
                                .containsExactly(let ? "upstream" : "no-such-session");
                    }));
        } finally {
            elsewhere.stop(0);
        }
    }

    private static void show(HttpExchange exchange, String body) throws IOException {
        try (exchange) {
            byte[] page = ("<!doctype html><title>Elsewhere</title>" + body).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
        }
    }

    private Arrival signedInByGuild(Page page) {
        page.navigate(house.door("desk").toString());
        page.locator("a[href*='/login/with/guild?']").click();
        page.locator("#username").fill("emmy");
        page.locator("#password").fill("emmy-password-1");
        page.locator("form:has(#password) button.primary").click();
        page.waitForURL(
                address -> address.startsWith(house.party("/desk/callback").toString()));
        return Arrival.at(page.locator("body").innerText(), List.of());
    }

    private static void signOutAt(Page page, URI realm) {
        page.navigate(realm.toString());
        page.getByText("Sign out", new Page.GetByTextOptions().setExact(true))
                .first()
                .click();
        page.locator("button[value=yes]").click();
        page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("You are signed out"))
                .waitFor();
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

                signOutAt(person.newPage(), house.at(""));
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
