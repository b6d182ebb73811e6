package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.peer.ChromiumBrowser;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole logins in a real Chromium; every page of ours on the way is held against axe and photographed. */
@QuarkusTest
@Tag("browser")
@TestProfile(JourneyProfile.class)
class BrowserJourneyTest {
    private static ChromiumBrowser browser;

    @Inject
    House house;

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

    /** Who sits at the browser, and what it is. */
    enum Device {
        DESK,
        TELEPHONE,
        WITHOUT_JAVASCRIPT;

        BrowserContext open(ChromiumBrowser browser) {
            return switch (this) {
                case DESK -> browser.person();
                case TELEPHONE -> browser.personWithTelephone();
                case WITHOUT_JAVASCRIPT -> browser.personWithoutJavaScript();
            };
        }

        /** Axe is a script, so a page without any is only photographed: it is the same page. */
        void look(Page page, String name) {
            ChromiumBrowser.screenshot(page, "journey-" + name().toLowerCase(Locale.ROOT) + "-" + name);
            if (this != WITHOUT_JAVASCRIPT) {
                ChromiumBrowser.assertAccessible(page);
                assertThat(page.evaluate("() => document.documentElement.scrollWidth"
                                + " <= document.documentElement.clientWidth"))
                        .as("%s fits", name)
                        .isEqualTo(true);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Device.class)
    void aLocalLogin(Device device) {
        try (BrowserContext person = device.open(browser)) {
            Page page = person.newPage();
            page.navigate(house.door("desk").toString());
            device.look(page, "choose");
            password(page, "ada");
            assertThat(arrival(page).userinfo("name")).isEqualTo("Ada Lovelace");
        }
    }

    @ParameterizedTest
    @EnumSource(Device.class)
    void aLoginThroughTheGuildAndConsent(Device device) {
        try (BrowserContext person = device.open(browser)) {
            Page page = person.newPage();
            page.navigate(house.door("vault").toString());
            guild(page);
            device.look(page, "guild");
            password(page, "emmy");
            device.look(page, "consent");
            press(page, "Allow");
            assertThat(arrival(page).userinfo("name")).isEqualTo("Emmy Noether");
        }
    }

    @ParameterizedTest
    @EnumSource(Device.class)
    void aWrongPasswordThenTheRightOne(Device device) {
        try (BrowserContext person = device.open(browser)) {
            Page page = person.newPage();
            page.navigate(house.door("desk").toString());
            page.getByLabel("User name or e-mail").fill("grace");
            page.locator("#password").fill("guess");
            press(page, "Sign in");
            assertThat(page.getByRole(AriaRole.ALERT).innerText()).contains("user name or password is not right");
            assertThat(page.locator("#username").inputValue()).isEqualTo("grace");
            device.look(page, "wrong-password");

            page.locator("#password").fill("grace-password-1");
            press(page, "Sign in");
            assertThat(arrival(page).userinfo("name")).isEqualTo("Grace Hopper");
        }
    }

    @Test
    void whoReloadsTheAnswerToAWrongPasswordCanGoOn() {
        try (BrowserContext person = browser.person()) {
            Page page = person.newPage();
            page.navigate(house.door("desk").toString());
            page.getByLabel("User name or e-mail").fill("alan");
            page.locator("#password").fill("guess");
            press(page, "Sign in");
            page.getByRole(AriaRole.ALERT).waitFor();
            page.waitForLoadState();
            page.reload();
            assertThat(page.getByRole(AriaRole.ALERT).isVisible()).isTrue();
            password(page, "alan");
            assertThat(arrival(page).userinfo("name")).isEqualTo("Alan Turing");
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void goingBackAfterTheLoginIsNoDeadEnd(Way way) {
        try (BrowserContext person = browser.person()) {
            Page page = person.newPage();
            page.navigate(house.door("desk").toString());
            String picker = page.url();
            if (way.away()) {
                house.awaken();
                guild(page, way.connector);
            }
            password(page, way.person);
            String sid = arrival(page).claim("sid");

            page.goBack();
            page.navigate(picker); // and from there by the address it had
            assertThat(page.url()).as("on at once, over the session").startsWith(house.party("/desk/callback") + "");
            page.navigate(house.door("desk").toString());
            assertThat(arrival(page).claim("sid")).isEqualTo(sid);
        }
    }

    @Test
    void twoTabsDoNotDisturbEachOther() {
        try (BrowserContext person = browser.person()) {
            Page one = person.newPage();
            Page other = person.newPage();
            one.navigate(house.door("desk").toString());
            other.navigate(house.door("shelf").toString());
            guild(one);
            guild(other);

            password(one, "emmy");
            assertThat(arrival(one).claim("aud")).isEqualTo("desk");
            password(other, "emmy");
            assertThat(arrival(other).claim("aud")).isEqualTo("shelf");
            assertThat(arrival(other).claim("sid")).isEqualTo(arrival(one).claim("sid"));
        }
    }

    @Test
    void aLoginByKeyboardAlone() {
        try (BrowserContext person = browser.person()) {
            Page page = person.newPage();
            page.navigate(house.door("vault").toString());
            page.waitForFunction("() => document.activeElement.id === 'username'"); // ready to type, no key needed
            page.keyboard().type("katherine");
            tabTo(page, "#password");
            page.keyboard().type("katherine-password-1");
            page.keyboard().press("Enter");
            page.getByText("Let Vault in?").first().waitFor();
            tabTo(page, "button[value=allow]");
            ChromiumBrowser.screenshot(page, "journey-keyboard-focus");
            page.keyboard().press("Enter");
            page.waitForURL(address -> address.contains("/vault/callback"));
            assertThat(arrival(page).userinfo("name")).isEqualTo("Katherine Johnson");
        }
    }

    @ParameterizedTest
    @EnumSource(Device.class)
    void anotherAccountAndBack(Device device) {
        try (BrowserContext person = device.open(browser)) {
            Page page = person.newPage();
            page.navigate(house.door("desk").toString());
            password(page, "ada");
            page.navigate(house.door("desk", "prompt", "select_account").toString());
            press(page, "Use another account");
            guild(page);
            password(page, "emmy");
            assertThat(arrival(page).userinfo("name")).isEqualTo("Emmy Noether");

            page.navigate(house.door("desk", "prompt", "select_account").toString());
            device.look(page, "accounts");
            page.locator("button[name=account]", new Page.LocatorOptions().setHasText("Ada Lovelace"))
                    .click();
            assertThat(arrival(page).userinfo("name")).isEqualTo("Ada Lovelace");
        }
    }

    @ParameterizedTest
    @EnumSource(Device.class)
    void signingOut(Device device) {
        try (BrowserContext person = device.open(browser)) {
            Page page = person.newPage();
            page.navigate(house.at("/sign-in").toString());
            password(page, "ada");
            device.look(page, "home");
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Sign out"))
                    .click();
            device.look(page, "confirm-sign-out");
            press(page, "Sign out");
            assertThat(page.locator("h1").innerText()).isEqualTo("You are signed out");
            device.look(page, "signed-out");
            page.navigate(house.door("desk", "prompt", "none").toString());
            assertThat(arrival(page).error()).isEqualTo("login_required");
        }
    }

    @ParameterizedTest
    @EnumSource(Device.class)
    void cancellingAndRefusing(Device device) {
        try (BrowserContext person = device.open(browser)) {
            Page page = person.newPage();
            page.navigate(house.door("desk").toString());
            press(page, "Cancel and go back");
            assertThat(arrival(page).error()).isEqualTo("access_denied");

            page.navigate(house.door("vault").toString());
            password(page, "grace");
            press(page, "Don’t allow");
            assertThat(arrival(page).error()).isEqualTo("access_denied");
        }
    }

    @ParameterizedTest
    @EnumSource(Device.class)
    void anErrorHasAReferenceAndAWayOn(Device device) {
        try (BrowserContext person = device.open(browser)) {
            Page page = person.newPage();
            page.navigate(house.at("/login?flow=forged").toString());
            device.look(page, "error");
            assertThat(page.locator("#reference").innerText()).isNotBlank();
            page.locator("ul.ways a").first().click();
            assertThat(page.url()).isEqualTo(house.at("").toString());
        }
    }

    private static void password(Page page, String person) {
        page.locator("#username").fill(person);
        page.locator("#password").fill(person + "-password-1");
        press(page, "Sign in");
    }

    private static void press(Page page, String button) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(button).setExact(true))
                .click();
    }

    private static void guild(Page page) {
        guild(page, "guild");
    }

    private static void guild(Page page, String connector) {
        page.locator("a[href*='/login/with/" + connector + "?']").click();
        page.waitForURL(address -> address.contains("/realms/guild/login"));
    }

    private static void tabTo(Page page, String selector) {
        for (int presses = 0; presses < 30; presses++) {
            page.keyboard().press("Tab");
            if (page.evaluate("selector => document.activeElement.matches(selector)", selector)
                    .equals(true)) {
                return;
            }
        }
        throw new AssertionError("the tab key does not reach " + selector + " on " + page.url());
    }

    private Arrival arrival(Page page) {
        // By a page of ours that refreshes itself, so the click that led here may have returned before.
        page.waitForURL(address -> address.startsWith(house.party("/").toString()));
        return Arrival.at(page.locator("pre").innerText(), List.of());
    }
}
