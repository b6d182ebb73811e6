package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.directory.TestFactors;
import io.vestibule.identity.RealmName;
import io.vestibule.peer.ChromiumBrowser;
import io.vestibule.realm.Realms;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every page of the account in a real Chromium, held against axe and photographed. */
@QuarkusTest
@Tag("browser")
@TestProfile(JourneyProfile.class)
class AccountInBrowserTest {
    private static final String FITS =
            "() => document.documentElement.scrollWidth <= document.documentElement.clientWidth";

    private static ChromiumBrowser browser;

    @Inject
    House house;

    @Inject
    RealmFiles files;

    @Inject
    TestFactors factors;

    @Inject
    Realms realms;

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

    /** What it looks like there. */
    enum Look {
        DESK(options -> options),
        TELEPHONE(options -> options.setViewportSize(320, 568).setHasTouch(true).setIsMobile(true)),
        DARK(options -> options.setColorScheme(ColorScheme.DARK)),
        RIGHT_TO_LEFT(options -> options.setLocale("ar"));

        final UnaryOperator<Browser.NewContextOptions> options;

        Look(UnaryOperator<Browser.NewContextOptions> options) {
            this.options = options;
        }
    }

    private static final List<String> PAGES = List.of(
            "identities", "password", "sessions", "applications", "activity", "factors", "factors/add", "passkey");

    @ParameterizedTest
    @EnumSource(Look.class)
    void everyPageOfTheAccount(Look look) {
        files.with("house", "languages: [en, de]", "languages: [en, de, ar]", () -> {
            try (BrowserContext person = browser.person(look.options)) {
                Page page = person.newPage();
                page.navigate(house.at("/account").toString());
                password(page, "mary");
                page.waitForURL(address -> address.endsWith("/realms/house/account"));
                look(look, page, "front");
                allowNotes(page);
                for (String name : PAGES) {
                    page.navigate(house.at("/account/" + name).toString());
                    look(look, page, name.replace('/', '-'));
                }
                page.navigate(house.at("/account/identities").toString());
                page.locator("button[value=guild]").first().click();
                page.waitForURL(address -> address.contains("/realms/guild/login"));
                password(page, "tu");
                page.waitForURL(address -> address.contains("/realms/house/login/link"));
                look(look, page, "link");
                page.locator("button[value=no]").click();
                page.waitForURL(address -> address.contains("/account/identities"));
            }
        });
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void twoAccountsThatCouldBecomeOne(Look look) {
        files.with("house", "languages: [en, de]", "languages: [en, de, ar]", () -> {
            try (BrowserContext other = browser.person(look.options);
                    BrowserContext person = browser.person(look.options)) {
                Page there = other.newPage();
                there.navigate(house.at("/account").toString());
                there.locator("a[href*='/login/with/guild?']").click();
                there.waitForURL(address -> address.contains("/realms/guild/login"));
                password(there, "sofia");
                there.waitForURL(address -> address.endsWith("/realms/house/account"));
                Page page = person.newPage();
                page.navigate(house.at("/account/identities").toString());
                password(page, "mary");
                page.waitForURL(address -> address.endsWith("/account/identities"));
                page.locator("button[value=guild]").first().click();
                page.waitForURL(address -> address.contains("/realms/guild/login"));
                password(page, "sofia");
                page.waitForURL(address -> address.contains("/realms/house/login/link"));
                look(look, page, "link-taken");
                page.locator("a[href*='/login/merge']").click();
                page.waitForURL(address -> address.contains("/realms/house/login/merge"));
                look(look, page, "merge");
                page.locator("button[value=no]").click();
                page.waitForURL(address -> address.contains("/account/identities"));
            }
        });
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void whoComesForTheFirstTimeIsAsked(Look look) {
        files.with("house", "languages: [en, de]", "languages: [en, de, ar]", () -> {
            try (BrowserContext person = browser.person(look.options)) {
                Page page = person.newPage();
                page.navigate(house.at("/account").toString());
                page.locator("a[href*='/login/with/guild?']").click();
                page.waitForURL(address -> address.contains("/realms/guild/login"));
                password(page, "ida");
                page.waitForURL(address -> address.contains("/realms/house/login/newcomer"));
                look(look, page, "newcomer");
            }
        });
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void theAddressIsAnotherOneWhenItsLetterIsAnswered(Look look) {
        String name = "photograph-" + look.name().toLowerCase(Locale.ROOT);
        factors.made(realms.find(new RealmName("house")).orElseThrow(), name, name + "@house.example");
        try (Letters letters = new Letters()) {
            files.with(
                    "house",
                    "languages: [en, de]",
                    letters.block() + "languages: [en, de, ar]",
                    () -> anotherAddress(look, name, letters));
        }
    }

    private void anotherAddress(Look look, String name, Letters letters) {
        try (BrowserContext person = browser.person(look.options)) {
            Page page = person.newPage();
            page.navigate(house.at("/account/email").toString());
            password(page, name);
            page.waitForURL(address -> address.endsWith("/account/email"));
            look(look, page, "email");
            page.locator("#address").fill("a,b@stars.example");
            page.locator("form.password").evaluate("form => form.noValidate = true");
            page.locator("form.password button.primary").click();
            page.locator("[role=alert]").waitFor();
            assertThat(page.locator("#address").inputValue()).isEqualTo("a,b@stars.example");
            look(look, page, "email-refused");
            page.locator("#address").fill(name + "@stars.example");
            page.locator("form.password button.primary").click();
            page.locator("p.done[role=status]").waitFor();
            look(look, page, "email-sent");
            page.navigate(letters.linked(name + "@stars.example", 1).link().toString());
            look(look, page, "email-question");
            page.locator("form:has([name=token]) button.primary").click();
            page.waitForURL(address -> address.endsWith("/account?done=email"));
            look(look, page, "email-changed");
        }
    }

    /** Something to be taken back. */
    private void allowNotes(Page page) {
        page.navigate(house.door("notes").toString());
        if (page.locator("button[value=allow]").count() > 0) {
            page.locator("button[value=allow]").click();
        }
        page.waitForURL(address -> address.startsWith(house.party("/").toString()));
    }

    private static void look(Look look, Page page, String name) {
        ChromiumBrowser.screenshot(page, "account-" + name + "-" + look.name().toLowerCase(Locale.ROOT));
        ChromiumBrowser.assertAccessible(page);
        assertThat(page.evaluate(FITS)).as("%s fits", name).isEqualTo(true);
        assertThat(page.locator("html").getAttribute("dir")).isEqualTo(look == Look.RIGHT_TO_LEFT ? "rtl" : "ltr");
    }

    private static void password(Page page, String person) {
        page.locator("#username").fill(person);
        page.locator("#password").fill(person + "-password-1");
        page.locator("form.password button.primary").click();
    }
}
