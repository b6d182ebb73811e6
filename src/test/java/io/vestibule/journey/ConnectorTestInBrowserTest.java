package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.journey.AccountInBrowserTest.Look;
import io.vestibule.peer.ChromiumBrowser;
import jakarta.inject.Inject;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The pages on which an operator tries connectors, in a real Chromium, held against axe and photographed. */
@QuarkusTest
@Tag("browser")
@TestProfile(JourneyProfile.class)
class ConnectorTestInBrowserTest {
    private static final String FITS =
            "() => document.documentElement.scrollWidth <= document.documentElement.clientWidth";
    private static final String CLAIMS =
            "{\"sub\": \"1815\", \"preferred_username\": \"byron\", \"groups\": [\"staff\"]}";
    private static final String RULES = """
            federation:
              mappings:
                - id: radio-people
                  rules:
                    - local:
                        - user: { name: "{0} of the radio", email: "{1}" }
                        - group: { name: nonesuch, domain: { name: Default } }
                        - projects: [{ name: gemini, roles: [{ name: reader }] }]
                      remote:
                        - { type: preferred_username }
                        - { type: email }
                        - { type: groups, any_one_of: [radio] }
                    - local: [{ user: { name: "{0}" } }]
                      remote:
                        - { type: preferred_username }
                        - { type: groups, any_one_of: [nobody] }
                        - { type: groups, not_any_of: [nobody] }
              identityProviders:
                - { id: guild, mapping: radio-people }

            access:
            """;

    private static ChromiumBrowser browser;

    @Inject
    House house;

    @Inject
    TestOperators operators;

    @Inject
    RealmFiles files;

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
    void everyPageOfATest(Look look) {
        String operator = operators.made();
        files.with(
                "house",
                "languages: [en, de]",
                "languages: [en, de, ar]",
                () -> files.with("house", "access:\n", RULES, () -> {
                    try (BrowserContext person = browser.person(look.options)) {
                        walk(look, person.newPage(), operator);
                    }
                }));
    }

    private void walk(Look look, Page page, String operator) {
        page.navigate(house.at("/admin/connectors").toString());
        password(page, operator, operator + "-password-1");
        page.waitForURL(address -> address.endsWith("/admin/connectors"));
        look(look, page, "connectors");

        page.locator("button[value=guild]").click();
        page.waitForURL(address -> address.contains("/realms/guild/login"));
        password(page, "ruby", "ruby-password-1");
        page.waitForURL(address -> address.contains("/admin/connectors/tests/"));
        page.locator("[role=status]").waitFor();
        look(look, page, "report");

        page.navigate(house.at("/admin/connectors/guild/rules").toString());
        page.locator("textarea").fill(CLAIMS);
        page.locator("form.password button.primary").click();
        page.locator("#rules").waitFor();
        look(look, page, "rules");
        page.locator("textarea").fill("{");
        page.locator("form.password button.primary").click();
        page.locator("[role=alert]").waitFor();
        look(look, page, "rules-unreadable");

        page.navigate(house.at("/admin/connectors/local/password").toString());
        look(look, page, "password");
        password(page, "grace", "not-hers-at-all");
        page.waitForURL(address -> address.contains("/admin/connectors/tests/"));
        page.locator("[role=alert]").waitFor();
        look(look, page, "report-wrong-password");

        files.with("house", "the-secret-between-house-and-guild", "a-secret-that-does-not-fit-any-more", () -> {
            page.navigate(house.at("/admin/connectors").toString());
            page.locator("button[value=guild]").click(); // still signed in there
            page.waitForURL(address -> address.contains("/admin/connectors/tests/"));
            page.locator("[role=alert]").waitFor();
            look(look, page, "report-failed");
        });
    }

    private static void look(Look look, Page page, String name) {
        ChromiumBrowser.screenshot(page, "operator-" + name + "-" + look.name().toLowerCase(Locale.ROOT));
        ChromiumBrowser.assertAccessible(page);
        assertThat(page.evaluate(FITS)).as("%s fits", name).isEqualTo(true);
        assertThat(page.locator("html").getAttribute("dir")).isEqualTo(look == Look.RIGHT_TO_LEFT ? "rtl" : "ltr");
    }

    private static void password(Page page, String person, String password) {
        page.locator("#username").fill(person);
        page.locator("#password").fill(password);
        page.locator("form.password button.primary").click();
    }
}
