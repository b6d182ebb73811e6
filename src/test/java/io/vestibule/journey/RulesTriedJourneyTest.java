package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rules tried on claims that an operator saved, and on what came back from a test. */
@QuarkusTest
@TestProfile(JourneyProfile.class)
class RulesTriedJourneyTest {
    private static final String RULES = """
            federation:
              mappings:
                - id: radio-people
                  rules:
                    - local:
                        - user: { name: "{0} of the radio" }
                        - group: { name: navy, domain: { name: Default } }
                        - group: { name: nonesuch, domain: { name: Default } }
                        - projects: [{ name: gemini, roles: [{ name: reader }] }]
                      remote:
                        - { type: HTTP_OIDC_PREFERRED_USERNAME }
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

    @Inject
    House house;

    @Inject
    TestOperators operators;

    @Inject
    RealmFiles files;

    @Inject
    AuditLines audit;

    @Inject
    StoredRows rows;

    private final PlainBrowser browser = new PlainBrowser();

    @BeforeEach
    void listen() {
        audit.begin();
    }

    @AfterEach
    void close() {
        browser.close();
    }

    @Test
    void whichRulesFitAndWhatTheyGiveIsTold() {
        files.with("house", "access:\n", RULES, () -> {
            Visit form = form();
            Map<String, Long> before = rows.perTable("house");
            Visit tried = tried(
                    form,
                    "{\"sub\": \"7\", \"preferred_username\": \"ruby\", \"groups\": [\"radio\"], \"id_token\": \"x\"}");

            assertThat(tried.status()).isEqualTo(200);
            String text = tried.html().text();
            assertThat(tried.html().select("#rules ~ ol > li .mark").eachText())
                    .containsExactly("fits", "does not fit");
            assertThat(tried.html().select("#rules ~ ol code").text()).contains("ruby of the radio");
            assertThat(text).contains("Of the identity provider guild", "A new account: ruby of the radio");
            assertThat(text).contains("Groups navy", "gemini: reader", "group nonesuch of domain Default");
            assertThat(text).contains("rule 2: it never fits");
            assertThat(tried.html().select("#told ~ dl").text())
                    .contains("groups navy", "preferred_username ruby of the radio");
            assertThat(rows.perTable("house")).isEqualTo(before);
            assertThat(audit.all())
                    .anyMatch(line -> line.path("outcome").asText().equals("rules-tried")
                            && line.path("connector").asText().equals("guild"));

            Visit lines = tried(tried, "HTTP_OIDC_PREFERRED_USERNAME: ruby\ngroups: staff;radio");
            assertThat(lines.html().text()).contains("The claims do not say whom they are about", "fits");
            assertThat(tried(lines, "{\"groups\": \"staff\"}").html().text())
                    .contains("No rule fits. A login would be refused.", "would be refused: no-rule-matches");
        });
    }

    @Test
    void withoutRulesTheClaimsMeanWhatTheyAlwaysMean() {
        Visit tried = tried(
                form(),
                "{\"sub\": \"8\", \"name\": \"Somebody New\", \"email\": \"new@guild.example\", \"email_verified\": true}");
        assertThat(tried.html().text())
                .contains("No rules are bound to this connector", "A new account: new", "Somebody New");
    }

    @Test
    void whatCannotBeReadIsSaid() {
        Visit form = form();
        Visit broken = tried(form, "{\"sub\": ");
        assertThat(broken.status()).isEqualTo(400);
        assertThat(broken.html().select("[role=alert]").text()).contains("This cannot be read", "claims are not JSON");
        assertThat(broken.html().select("textarea").val()).startsWith("{\"sub\":");
        assertThat(tried(form, "a line without anything")
                        .html()
                        .select("[role=alert]")
                        .text())
                .contains("a line is no");
        Visit large = tried(form, "x: " + "y".repeat(70_000));
        assertThat(large.status()).isEqualTo(400);
        assertThat(large.html().select("[role=alert]").text()).contains("at most 65536 characters");
        assertThat(large.html().select("textarea").val()).isEmpty();
        assertThat(tried(form, "{\"sub\": \"<script>alert(1)</script>\", \"name\": \"<b>x</b>\"}")
                        .html()
                        .select("main script, main b"))
                .isEmpty();
    }

    @Test
    void rulesThatHaveChangedAreTriedOnWhatCameBack() {
        Visit list = operators.enter(browser);
        Visit report = house.password(
                browser,
                browser.carryOn(browser.submit(list, "form:has(button[value=guild])", Map.of("connector", "guild"))),
                "ruby");
        assertThat(report.html().text()).contains("No rules are bound to this connector");
        files.with(
                "house",
                "access:\n",
                RULES.replace("any_one_of: [radio]", "any_one_of: [x]"),
                () -> assertThat(browser.open(report.address()).html().text())
                        .contains("No rule fits. A login would be refused."));
    }

    private Visit form() {
        return browser.click(operators.enter(browser), "Try its rules Guild");
    }

    private Visit tried(Visit form, String claims) {
        return browser.submit(form, Map.of("claims", claims));
    }
}
