package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import jakarta.inject.Inject;
import java.net.HttpCookie;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An operator tries connectors: what they see, that nothing comes of it, and what nobody else may do with it. */
@QuarkusTest
@TestProfile(JourneyProfile.class)
@Tag("saml") // is tried, too
class ConnectorTestJourneyTest {
    private static final Set<String> OF_THE_TRIP = Set.of("vestibule-browser", "vestibule-away");

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

    @Inject
    JourneyClock clock;

    private final PlainBrowser browser = new PlainBrowser();
    private final PlainBrowser other = new PlainBrowser();

    @BeforeEach
    void listen() {
        audit.begin();
    }

    @AfterEach
    void close() {
        clock.backToNow();
        browser.close();
        other.close();
    }

    @Test
    void whatALoginWouldBeIsShownAndNothingComesOfIt() {
        Visit list = operators.enter(browser);
        house.awaken();
        audit.begin();
        Map<String, Long> before = rows.perTable("house");
        Map<String, String> kept = kept(browser);

        Visit report = house.password(browser, leave(list, "guild"), "ruby");

        assertThat(report.status()).isEqualTo(200);
        assertThat(report.address().getPath()).startsWith("/realms/house/admin/connectors/tests/");
        assertThat(report.html().select("[role=status]").text()).isEqualTo("The login works.");
        assertThat(report.html().select(".checks code").eachText())
                .containsSubsequence(
                        "state-mismatch",
                        "code-refused",
                        "id-token-signature",
                        "id-token-issuer",
                        "id-token-nonce",
                        "userinfo-subject");
        assertThat(report.html().select(".checks .mark").eachText()).containsOnly("passed");
        assertThat(report.html().text())
                .contains(
                        "ruby@guild.example", "Ruby Payne-Scott", "radio", "A new account: ruby", "preferred_username");
        assertThat(report.body()).doesNotContain("eyJ");
        assertThat(rows.perTable("house")).isEqualTo(before);
        assertThat(kept(browser)).isEqualTo(kept);
        assertThat(outcomes()).containsExactly("begun", "authenticated");
        assertThat(audit.all())
                .noneMatch(line -> line.path("realm").asText().equals("house")
                        && Set.of("signed-in", "user-changed")
                                .contains(line.path("event").asText()));

        try (PlainBrowser ruby = new PlainBrowser()) {
            house.arrive(ruby, Way.OIDC, "ruby", "desk");
        }
        assertThat(browser.open(report.address()).html().text())
                .as("the same, looked at again")
                .contains("An account that is here: ruby");
    }

    @Test
    void aSamlConnectorIsTriedAsWell() {
        house.awaken();
        Visit report = house.password(browser, leave(operators.enter(browser), "abbey"), "hypatia");

        assertThat(report.html().select("[role=status]").text()).isEqualTo("The login works.");
        assertThat(report.html().select(".checks code").eachText())
                .containsSubsequence(
                        "wrong-destination", "wrong-issuer", "bad-signature", "wrong-audience", "assertion-replayed");
    }

    @Test
    void aFailedLoginSaysAtWhichCheckItFailed() {
        Visit list = operators.enter(browser);
        files.with("house", "the-secret-between-house-and-guild", "another-secret-that-does-not-fit", () -> {
            Visit report = house.password(browser, leave(list, "guild"), "ruby");

            assertThat(report.status()).isEqualTo(200);
            assertThat(report.html().select("[role=alert] h2").text()).isEqualTo("The upstream refused");
            assertThat(report.html().select(".checks li").last().text())
                    .contains("token-endpoint-refused", "invalid_client", "failed");
            assertThat(report.html().select(".checks code").eachText()).contains("state-mismatch");
            assertThat(report.html().select("#came, #user")).isEmpty();
        });
        assertThat(outcomes()).containsExactly("begun", "token-endpoint-refused");
    }

    @Test
    void anUpstreamThatCannotBeReachedIsAReportToo() {
        Visit list = operators.enter(browser);
        files.with("house", "  # further connectors\n", """
                  - id: nowhere
                    preset: vestibule
                    name: Nowhere
                    config: { issuer: "http://localhost:1/none", clientId: a, clientSecret: bbbbbbbbbbbbbbbb }
                """, () -> {
            Visit report = leave(browser.open(list.address()), "nowhere");
            assertThat(report.html().select("[role=alert] h2").text()).isEqualTo("The upstream could not be used");
            assertThat(report.html().select(".checks code").eachText()).containsExactly("upstream-unreachable");
        });
    }

    @Test
    void aPasswordIsTriedOnOurOwnPage() {
        Visit list = operators.enter(browser);
        String session = House.sessionCookie(browser);
        Visit form = browser.click(list, "Test this connector House account");

        Visit right = typed(form, "grace", "grace-password-1");
        assertThat(right.html().select("[role=status]").text()).isEqualTo("The login works.");
        assertThat(right.html().text()).contains("An account that is here: grace", "grace@house.example", "navy");

        Visit wrong = typed(form, "grace", "not-hers");
        assertThat(wrong.html().select("[role=alert] h2").text()).isEqualTo("Wrong user name or password");
        assertThat(wrong.html().select(".checks code").eachText()).containsExactly("wrong-password");
        assertThat(wrong.body()).doesNotContain("not-hers");
        assertThat(House.sessionCookie(browser)).isEqualTo(session);
        assertThat(outcomes()).containsExactly("authenticated", "wrong-password");
    }

    @Test
    void forAnybodyElseThereIsNoSuchPage() {
        house.arrive(browser, Way.LOCAL, "ada", "desk"); // an administrator of one project
        for (String page : List.of("", "/local/password", "/guild/rules", "/tests/any")) {
            Visit refused = browser.open(house.at("/admin/connectors" + page));
            assertThat(refused.status()).as(page).isEqualTo(404);
            assertThat(reason(refused)).isEqualTo("not-an-operator");
        }
        assertThat(browser.open(house.at("/account")).html().select("a[href$=/admin/connectors]"))
                .isEmpty();
        Visit list = operators.enter(other);
        Visit posted = LoginFlowSecurityTest.post(
                browser, house.at("/admin/connectors"), Map.of("connector", "guild", "formKey", formKey(list)));
        assertThat(posted.status()).isEqualTo(404);
        assertThat(outcomes()).isEmpty();
        assertThat(other.open(house.at("/account")).html().select("a[href$=/admin/connectors]"))
                .hasSize(1);
    }

    @Test
    void whoeverIsNotSignedInIsAskedWhoTheyAre() {
        Visit asked = browser.open(house.at("/admin/connectors"));
        assertThat(asked.address().getPath()).isEqualTo("/realms/house/login");
    }

    @Test
    void aFormOfAnotherSessionIsRefused() {
        Visit list = operators.enter(browser);
        Visit refused = LoginFlowSecurityTest.post(
                browser, house.at("/admin/connectors"), Map.of("connector", "guild", "formKey", "x"));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(reason(refused)).isEqualTo("form-not-of-this-session");
        clock.move(Duration.ofMinutes(11));
        assertThat(leave(list, "guild").address().getPath())
                .as("a login of long ago is not enough")
                .isEqualTo("/realms/house/login");
        assertThat(outcomes()).isEmpty();
    }

    @Test
    void anAnswerIsGoodOnceAndInItsBrowserAlone() {
        Visit list = operators.enter(browser);
        operators.enter(other);
        Visit report = house.password(browser, leave(list, "guild"), "hypatia");
        URI callback = callback(report);

        assertThat(reason(other.open(callback))).isEqualTo("no-trip-of-this-browser");
        assertThat(other.open(report.address()).status()).as("another operator").isEqualTo(404);
        Visit again = browser.open(callback);
        assertThat(again.status()).isEqualTo(400);
        assertThat(reason(again)).isEqualTo("test-used-or-expired");
        assertThat(browser.open(report.address()).status()).isEqualTo(200);

        clock.move(Duration.ofMinutes(16));
        assertThat(browser.open(report.address()).status()).as("is not kept").isEqualTo(404);
    }

    @Test
    void aTestThatBecameAnothersIsRefused() {
        Visit list = operators.enter(browser);
        Visit upstream = leave(list, "guild");
        Visit out = browser.click(browser.open(house.at("")), "Sign out");
        browser.submit(out, "form.answers", Map.of("logout", "yes"));
        house.arrive(browser, Way.LOCAL, "grace", "desk");
        Visit refused = house.password(browser, upstream, "hypatia");
        assertThat(reason(refused)).isEqualTo("test-without-its-session");
        assertThat(browser.open(house.at("/account")).html().text()).contains("Grace Hopper");
    }

    @Test
    void aTestOfOneConnectorEndsAtNoOther() {
        URI flow = flow(leave(operators.enter(browser), "guild"));
        Visit upstream = browser.open(URI.create(flow.toString().replace("/with/guild", "/with/annex")));
        Visit refused = house.password(browser, upstream, "hypatia");
        assertThat(reason(refused)).isEqualTo("test-of-another-connector");
    }

    @Test
    void theFlowOfATestSignsNobodyInByAnotherWay() {
        URI flow = flow(leave(operators.enter(browser), "guild"));
        String sealed = Query.read(flow).get("flow");
        String session = House.sessionCookie(browser);
        Map<String, Long> before = rows.perTable("house");

        assertThat(browser.open(house.at("/login?flow=" + sealed)).address().getPath())
                .isEqualTo("/realms/house/admin/connectors");
        Visit posted = LoginFlowSecurityTest.post(
                browser,
                house.at("/login"),
                Map.of("flow", sealed, "username", "grace", "password", "grace-password-1"));
        assertThat(posted.address().getPath()).isEqualTo("/realms/house/admin/connectors");
        assertThat(House.sessionCookie(browser)).isEqualTo(session);
        assertThat(rows.perTable("house")).isEqualTo(before);

        Visit elsewhere = other.open(flow);
        assertThat(elsewhere.address().getPath())
                .as("in a browser that did not begin it, it is a login to the page")
                .isEqualTo("/realms/house/login");
    }

    @Test
    void aConnectorThatIsOffIsListedAndNotTried() {
        Visit list = operators.enter(browser);
        Visit upstream = leave(list, "annex"); // hidden from people, not from operators
        files.with("house", "    name: Annex\n", "    name: Annex\n    enabled: false\n", () -> {
            assertThat(house.password(browser, upstream, "hypatia").status()).isEqualTo(400);
            Visit now = browser.open(list.address());
            assertThat(now.html().select("button[value=annex]")).isEmpty();
            assertThat(now.html().text()).contains("Switched off");
            Visit refused = leave(list, "annex");
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.html().select("[role=alert]").text()).contains("cannot be tried now");
        });
        assertThat(outcomes()).containsExactly("begun");
    }

    private Visit leave(Visit list, String connector) {
        return browser.carryOn(
                browser.submit(list, "form:has(button[value=" + connector + "])", Map.of("connector", connector)));
    }

    private Visit typed(Visit form, String username, String password) {
        return browser.submit(form, Map.of("username", username, "password", password));
    }

    private static URI flow(Visit upstream) {
        return step(upstream, "/realms/house/login/with/");
    }

    private static URI callback(Visit report) {
        return step(report, "/realms/house/login/from/");
    }

    private static URI step(Visit visit, String path) {
        return visit.trail().stream()
                .filter(address -> address.getPath().startsWith(path))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + path + " in " + visit.trail()));
    }

    private static String formKey(Visit page) {
        return page.html().select("[name=formKey]").first().attr("value");
    }

    private String reason(Visit page) {
        return audit.refusal(House.reference(page)).path("reason").asText();
    }

    private List<String> outcomes() {
        return audit.all().stream()
                .filter(line -> line.path("event").asText().equals("connector-tested"))
                .map(line -> line.path("outcome").asText())
                .toList();
    }

    /** What the browser keeps of the house, but for the trip itself. */
    private Map<String, String> kept(PlainBrowser of) {
        return of.cookies().getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getPath().startsWith("/realms/house"))
                .filter(cookie -> OF_THE_TRIP.stream().noneMatch(cookie.getName()::startsWith))
                .collect(Collectors.toMap(HttpCookie::getName, HttpCookie::getValue, (a, b) -> b, TreeMap::new));
    }
}
