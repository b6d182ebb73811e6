package io.vestibule.portal;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.LoadState;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.peer.ChromiumBrowser;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a person does on the pages, with and without script, and where their browser ends up. */
@QuarkusTest
@Tag("browser")
@TestProfile(SampleProfile.class)
class PortalInBrowserTest {
    /** As a key of a real keyboard tells it, which Chromium does not lock for us. */
    private static final String TYPED = "(field, locked) => field.dispatchEvent("
            + "new KeyboardEvent('keydown', { key: 'A', bubbles: true, modifierCapsLock: locked }))";

    private static ChromiumBrowser browser;

    private HttpServer callback;
    private HttpServer elsewhere;

    @TestHTTPResource("/realms/acme/sample/")
    URI samples;

    @BeforeAll
    static void open() {
        browser = ChromiumBrowser.launch();
    }

    @AfterAll
    static void shut() {
        if (browser != null) {
            browser.close();
        }
    }

    /** An application whose callback sends people on to another of its hosts. */
    @BeforeEach
    void openApplication() throws IOException {
        elsewhere = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        elsewhere.createContext("/home", exchange -> answer(exchange, 200, "<h1>Arrived</h1>"));
        elsewhere.start();
        callback = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        callback.createContext("/callback", exchange -> {
            exchange.getResponseHeaders()
                    .add(
                            "Location",
                            "http://127.0.0.1:" + elsewhere.getAddress().getPort() + "/home");
            answer(exchange, 303, "");
        });
        callback.start();
        SamplePages.application =
                URI.create("http://127.0.0.1:" + callback.getAddress().getPort() + "/callback");
    }

    @AfterEach
    void closeApplication() {
        callback.stop(0);
        elsewhere.stop(0);
    }

    @Test
    void afterAFormTheBrowserReachesAnApplicationThatSendsItOnToAnotherHost() {
        try (BrowserContext person = browser.person()) {
            Page page = at(person, "journey");
            page.getByLabel("User name or e-mail").fill("ada");
            page.getByLabel("Password", new Page.GetByLabelOptions().setExact(true))
                    .fill("secret");
            page.getByRole(AriaRole.BUTTON, button("Sign in")).click();
            assertThat(page.getByRole(AriaRole.HEADING)).hasText("Arrived");
        }
    }

    @Test
    void aMessageInAFormReachesAnApplicationThatSendsTheBrowserOnToAnotherHost() {
        try (BrowserContext person = browser.person()) {
            Page page = at(person, "auto-post-journey");
            assertThat(page.getByRole(AriaRole.HEADING)).hasText("Arrived");
        }
    }

    @Test
    void withoutScriptOneClickSendsTheMessage() {
        try (BrowserContext person = browser.personWithoutJavaScript()) {
            Page page = at(person, "auto-post-journey");
            page.getByRole(AriaRole.BUTTON, button("Continue")).click();
            assertThat(page.getByRole(AriaRole.HEADING)).hasText("Arrived");
        }
    }

    @Test
    void aPasswordCanBeLookedAtAndIsHiddenWhenItIsSent() {
        try (BrowserContext person = browser.person()) {
            Page page = at(person, "choose-password");
            Locator password = page.locator("#password");
            Locator show = page.getByRole(AriaRole.BUTTON, button("Show password"));
            password.fill("secret");
            assertThat(password).hasAttribute("type", "password");
            show.click();
            assertThat(password).hasAttribute("type", "text");
            assertThat(show).hasAttribute("aria-pressed", "true");
            page.evaluate(
                    "document.querySelector('form.password').addEventListener('submit', e => e.preventDefault())");
            page.locator("#username").fill("ada");
            page.getByRole(AriaRole.BUTTON, button("Sign in")).click();
            assertThat(password).hasAttribute("type", "password");
        }
    }

    @Test
    void whoHasLockedTheCapitalsIsToldSoBesideThePassword() {
        try (BrowserContext person = browser.person()) {
            Page page = person.newPage();
            page.navigate(samples.resolve("choose-password").toString());
            Locator hint = page.locator(".caps");
            assertThat(hint).isEmpty();
            page.locator("#password").evaluate(TYPED, true);
            assertThat(hint).hasText("Caps Lock is on.");
            ChromiumBrowser.assertAccessible(page);
            page.locator("#password").evaluate(TYPED, false);
            assertThat(hint).isEmpty();
        }
    }

    /** So that browsers and password keepers fill in what belongs there (WCAG 2.2, 1.3.5). */
    @Test
    void fieldsSayWhatBelongsInThem() {
        try (BrowserContext person = browser.personWithoutJavaScript()) {
            Page page = person.newPage();
            says(page, "choose-password", "username webauthn", "current-password");
            says(page, "factor", "one-time-code", "off");
            says(page, "enrol", "one-time-code");
            says(page, "forgotten", "username");
            says(page, "new-password", "username", "current-password", "new-password", "new-password");
            says(page, "reset", "username", "new-password", "new-password");
            says(page, "account-email", "email");
        }
    }

    private void says(Page page, String sample, String... wanted) {
        page.navigate(samples.resolve(sample).toString());
        assertThat(page.locator("input[autocomplete]").evaluateAll("all => all.map(one => one.autocomplete)"))
                .as(sample)
                .isEqualTo(List.of(wanted));
    }

    @Test
    void theFirstFieldIsReadyAndTheKeyboardAloneIsEnough() {
        try (BrowserContext person = browser.person()) {
            Page page = at(person, "journey");
            page.keyboard().type("ada");
            page.keyboard().press("Tab");
            page.keyboard().type("secret");
            page.keyboard().press("Enter");
            assertThat(page.getByRole(AriaRole.HEADING)).hasText("Arrived");
        }
    }

    @Test
    void anOrganisationIsSearchedByKeyboardAloneWithoutScript() {
        try (BrowserContext person = browser.personWithoutJavaScript()) {
            Page page = at(person, "organisations-first?flow=abc");
            assertThat(page.getByRole(AriaRole.SEARCHBOX)).isFocused();
            page.keyboard().type("univer");
            page.keyboard().press("Enter");
            page.waitForURL("**q=univer*");
            assertThat(page.url()).contains("flow=abc");
            Page found = at(person, "organisations-found?flow=abc&q=univer");
            for (int i = 0; i < 30 && !focused(found).contains("GitHub"); i++) {
                found.keyboard().press("Tab");
            }
            assertThat(focused(found)).contains("GitHub");
        }
    }

    private static String focused(Page page) {
        return String.valueOf(page.evaluate("document.activeElement.textContent"));
    }

    @Test
    void manyConnectorsCanBeSearchedWithAndWithoutScript() {
        try (BrowserContext person = browser.person();
                BrowserContext plain = browser.personWithoutJavaScript()) {
            Page typed = at(person, "choose-many");
            typed.getByLabel("Find your organisation").pressSequentially("lodz");
            assertThat(typed.locator(".choices > li:visible").first()).containsText("Łódź");
            assertThat(typed.locator(".choices > li:visible")).hasCount(3);
            Page sent = at(plain, "choose-many?flow=abc");
            sent.getByLabel("Find your organisation").fill("GENEVE");
            sent.getByRole(AriaRole.BUTTON, button("Search")).click();
            assertThat(sent.locator(".choices > li")).hasCount(4);
            assertThat(sent.url()).contains("flow=abc", "q=GENEVE");
            sent.getByLabel("Find your organisation").fill("nobody's");
            sent.getByRole(AriaRole.BUTTON, button("Search")).click();
            assertThat(sent.getByRole(AriaRole.STATUS)).containsText("Nothing found");
        }
    }

    @Test
    void theLanguageIsSwitchedAndKeptWithoutScript() {
        try (BrowserContext person = browser.personWithoutJavaScript()) {
            Page page = at(person, "consent");
            page.locator(".languages summary").click();
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("العربية"))
                    .click();
            assertThat(page.locator("html")).hasAttribute("dir", "rtl");
            page.navigate(samples.resolve("accounts").toString());
            assertThat(page.locator("html")).hasAttribute("lang", "ar");
        }
    }

    @Test
    void aFirstPageWeighsLessThanFiftyKilobytes() {
        try (BrowserContext person = browser.person()) {
            Page page = person.newPage();
            long[] weight = {0};
            page.onRequestFinished(
                    request -> weight[0] += request.sizes().responseBodySize + request.sizes().responseHeadersSize);
            page.navigate(samples.resolve("choose").toString());
            page.waitForLoadState(LoadState.NETWORKIDLE);
            assertThat(weight[0]).isBetween(1_000L, 50_000L);
        }
    }

    private Page at(BrowserContext person, String sample) {
        Page page = person.newPage();
        page.navigate(samples.resolve(sample).toString());
        return page;
    }

    private static Page.GetByRoleOptions button(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }

    private static void answer(HttpExchange exchange, int status, String html) throws IOException {
        byte[] body = html.getBytes(StandardCharsets.UTF_8);
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().add("Content-Type", "text/html; charset=utf-8");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
