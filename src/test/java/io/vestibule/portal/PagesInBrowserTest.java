package io.vestibule.portal;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ForcedColors;
import com.microsoft.playwright.options.ReducedMotion;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.peer.ChromiumBrowser;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@QuarkusTest
@Tag("browser")
@TestProfile(SampleProfile.class)
class PagesInBrowserTest {
    private static final String NO_SIDEWAYS_SCROLLING =
            "() => document.documentElement.scrollWidth <= document.documentElement.clientWidth";
    private static final String SMALL_TARGETS = "() => [...document.querySelectorAll("
            + "'a.button, button, input:not([type=hidden]), summary, .languages a, .organisation a')]"
            + ".filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 43.5).map(e => e.outerHTML)";

    private static final List<String> NO_PAGES =
            List.of("redirect", "away", "journey", "auto-post", "auto-post-journey");

    private static final List<String> STRAINED = List.of(
            "choose",
            "choose-wrong",
            "choose-last",
            "choose-many",
            "organisations-found",
            "accounts",
            "consent",
            "factor-wrong",
            "enrol",
            "recovery-codes",
            "account-factors",
            "account-passkey",
            "account-email",
            "account-identities",
            "account-applications",
            "device-complete",
            "device-approve",
            "new-password",
            "error-flow-lost",
            "confirm-logout",
            "signed-out",
            "long-choose",
            "/realms/acme");

    private static ChromiumBrowser browser;

    @TestHTTPResource("/")
    URI server;

    /** The ways a page is looked at. */
    enum Look {
        LIGHT("en"),
        DARK("en"),
        PHONE("de"),
        RTL("ar"),
        CHINESE("zh"),
        ZOOMED("fr"),
        FORCED_COLOURS("es");

        final String language;

        Look(String language) {
            this.language = language;
        }

        Browser.NewContextOptions with(Browser.NewContextOptions options) {
            options.setLocale(language);
            return switch (this) {
                case DARK -> options.setColorScheme(ColorScheme.DARK);
                case PHONE ->
                    options.setViewportSize(320, 568)
                            .setIsMobile(true)
                            .setHasTouch(true)
                            .setDeviceScaleFactor(2);
                case ZOOMED -> options.setViewportSize(640, 400).setDeviceScaleFactor(2); // 1280 x 800 at 200 %
                case FORCED_COLOURS ->
                    options.setForcedColors(ForcedColors.ACTIVE).setReducedMotion(ReducedMotion.REDUCE);
                case LIGHT, RTL, CHINESE -> options;
            };
        }
    }

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
    @EnumSource(Look.class)
    void everyPageIsAccessibleAndFits(Look look) {
        try (BrowserContext person = browser.person(look::with)) {
            Page page = person.newPage();
            List<String> complaints = new ArrayList<>();
            page.onConsoleMessage(message -> {
                if (message.type().equals("error") && !message.text().contains("status of")) {
                    complaints.add(page.url() + ": " + message.text());
                }
            });
            page.onPageError(error -> complaints.add(page.url() + ": " + error));
            for (String name : shown(look)) {
                page.navigate(server.resolve(name.startsWith("/") ? name : "/realms/acme/sample/" + name)
                        .toString());
                String picture = name.equals("/") ? "realms" : name.startsWith("/") ? "home" : name;
                ChromiumBrowser.screenshot(page, "portal-" + look.name().toLowerCase(Locale.ROOT) + "-" + picture);
                ChromiumBrowser.assertAccessible(page);
                assertThat(page.evaluate(NO_SIDEWAYS_SCROLLING))
                        .as("%s fits, %s", name, look)
                        .isEqualTo(true);
                assertThat((List<?>) page.evaluate(SMALL_TARGETS))
                        .as("%s, %s", name, look)
                        .isEmpty();
            }
            assertThat(complaints).isEmpty();
        }
    }

    /** Every page in the first look; in the others those that the look strains. */
    private static List<String> shown(Look look) {
        return switch (look) {
            case LIGHT ->
                Stream.concat(
                                SamplePages.all().keySet().stream().filter(PagesInBrowserTest::looksLikeNoOther),
                                Stream.of("/realms/acme", "/"))
                        .toList();
            case DARK, PHONE -> STRAINED;
            case RTL ->
                List.of(
                        "choose-wrong",
                        "enrol",
                        "account-factors",
                        "account-identities",
                        "choose-last",
                        "accounts",
                        "consent",
                        "device-approve",
                        "error-flow-lost",
                        "signed-out");
            case CHINESE -> List.of("choose", "error-flow-lost");
            case ZOOMED -> List.of("choose", "consent", "long-choose");
            case FORCED_COLOURS -> List.of("choose-wrong", "consent", "error-flow-lost");
        };
    }

    /** Errors differ in words only, and attacks come through the same templates. */
    private static boolean looksLikeNoOther(String name) {
        boolean error = name.startsWith("error-") && !name.equals("error-flow-lost") && !name.equals("error-internal");
        return !NO_PAGES.contains(name) && !error && !name.matches("(nasty|long)-(accounts|confirm.*|signed.*)");
    }
}
