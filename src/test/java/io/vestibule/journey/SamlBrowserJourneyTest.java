package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.Cookie;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.peer.ChromiumBrowser;
import io.vestibule.peer.PlainBrowser;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SAML logins in a real Chromium, which keeps SameSite cookies to itself when another site posts. */
@QuarkusTest
@Tag("browser")
@Tag("saml")
@TestProfile(JourneyProfile.class)
class SamlBrowserJourneyTest {
    private static ChromiumBrowser browser;

    @Inject
    House house;

    @Inject
    Kiosk kiosk;

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

    @ParameterizedTest
    @EnumSource(Way.class)
    void aPersonArrivesAtTheServiceProvider(Way way) {
        house.awaken();
        try (BrowserContext person = browser.person()) {
            Page page = person.newPage();
            page.navigate(kiosk.door("binding", "post").toString());
            if (way.away()) {
                page.locator("a[href*='/login/with/" + way.connector + "?']").click();
                page.waitForURL(address -> address.contains("/realms/guild/login"));
            }
            signIn(page, way.person);
            assertThat(shown(page)).contains(way.fullName);
        }
    }

    @Test
    void aRequestPostedFromAnotherSiteFindsTheSession() {
        house.awaken();
        try (BrowserContext person = browser.person()) {
            Page page = person.newPage();
            page.navigate(house.door("desk").toString());
            signIn(page, "grace");
            page.waitForURL(address -> address.startsWith(house.party("/").toString()));

            try (PlainBrowser hand = new PlainBrowser()) {
                String form = hand.open(kiosk.door("binding", "post", "IsPassive", "true"))
                        .body();
                hand.cookies()
                        .getCookieStore()
                        .getCookies()
                        .forEach(cookie -> person.addCookies(List.of(new Cookie(cookie.getName(), cookie.getValue())
                                .setUrl(kiosk.consumer().toString()))));
                String elsewhere = "http://127.0.0.1/form"; // for a browser another site than localhost
                page.route(
                        elsewhere,
                        route -> route.fulfill(new Route.FulfillOptions()
                                .setContentType("text/html; charset=utf-8")
                                .setBody(form)));
                page.navigate(elsewhere);
            }
            assertThat(shown(page)).contains("Grace Hopper");
        }
    }

    private static void signIn(Page page, String person) {
        page.locator("#username").fill(person);
        page.locator("#password").fill(person + "-password-1");
        page.locator("form:has(#password) button.primary").click();
    }

    private String shown(Page page) {
        page.waitForURL(address -> address.startsWith(kiosk.consumer().toString()));
        return Arrival.at(page.locator("pre").innerText(), List.of()).shown().toString();
    }
}
