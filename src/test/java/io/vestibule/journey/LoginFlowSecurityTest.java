package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody who is not the person at the browser may try with a login under way (security cases 27 and 37). */
@QuarkusTest
@TestProfile(JourneyProfile.class)
class LoginFlowSecurityTest {
    @Inject
    House house;

    @Inject
    AuditLines audit;

    @Inject
    StoredRows rows;

    @Inject
    JourneyClock clock;

    private final PlainBrowser victim = new PlainBrowser();
    private final PlainBrowser attacker = new PlainBrowser();

    @BeforeEach
    void listen() {
        audit.begin();
    }

    @AfterEach
    void close() {
        clock.backToNow();
        victim.close();
        attacker.close();
    }

    @Test
    void aFlowOpenedInAnotherBrowserBeginsAgainThere() {
        Visit attackers = house.enter(attacker, "desk", "login_hint", "grace");

        Visit fresh = victim.open(attackers.address());

        assertThat(fresh.address().getPath()).isEqualTo("/realms/house/login");
        assertThat(flow(fresh)).isNotEqualTo(flow(attackers));
        Arrival arrival = Arrival.at(house.signIn(victim, Way.LOCAL, "ada", fresh));
        assertThat(arrival.text("refused"))
                .as("the relying party's own state guards its end")
                .isEqualTo("state");
        assertThat(Arrival.at(house.enter(attacker, "desk", "prompt", "none")).error())
                .as("what the victim did is no login of the attacker")
                .isEqualTo("login_required");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theAttackersFlowAndPasswordPostedByTheVictimsBrowserSignNobodyIn(boolean victimWasHere) {
        Visit attackers = house.enter(attacker, "desk");
        if (victimWasHere) {
            house.enter(victim, "desk");
        }
        long before = rows.sessions();

        Visit shown = post(
                victim,
                house.at("/login"),
                Map.of("flow", flow(attackers), "username", "grace", "password", "grace-password-1"));

        assertThat(shown.address().getPath()).isEqualTo("/realms/house/login");
        assertThat(shown.html().select("[name=password]")).hasSize(1);
        assertThat(rows.sessions()).isEqualTo(before);
        assertThat(House.sessionCookie(victim)).isEmpty();
    }

    @Test
    void anAnswerOfTheUpstreamInABrowserThatDidNotAskIsRefused() {
        URI callback = callback(attacker);

        refused(victim, callback, "no-trip-of-this-browser");

        assertThat(Arrival.at(attacker.open(callback)).claim("sub"))
                .as("and the one who asked is not disturbed")
                .isNotEmpty();
    }

    @Test
    void anAnswerForOneConnectorIsRefusedAtTheAddressOfAnother() {
        URI callback = callback(victim);

        refused(
                victim,
                URI.create(callback.toString().replace("/from/guild", "/from/annex")),
                "no-trip-of-this-browser");

        assertThat(Arrival.at(victim.open(callback)).claim("sub")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"state=", "iss=", "code="})
    void anAnswerOfTheUpstreamWithAPartOfAnotherIsRefused(String part) {
        Map<String, String> other = Query.read(callback(attacker));
        URI callback = callback(victim);
        String name = part.substring(0, part.length() - 1);
        String foreign = name.equals("iss") ? house.server("/realms/house").toString() : other.get(name);

        refused(victim, replaced(callback, name, foreign), null);
    }

    @Test
    void anAnswerOfTheUpstreamIsUsedOnce() {
        URI callback = callback(victim);
        assertThat(Arrival.at(victim.open(callback)).claim("sub")).isNotEmpty();

        refused(victim, callback, null);
    }

    @Test
    void aConsentIsGivenOnlyInTheBrowserOfThePersonWhoIsAsked() {
        Visit consent = house.signIn(victim, Way.LOCAL, "grace", house.enter(victim, "vault"));
        Map<String, String> allow = Map.of("flow", flow(consent), "consent", "allow");

        Visit nobody = post(attacker, house.at("/login/consent"), allow);
        assertThat(nobody.html().select("[name=password]")).hasSize(1);
        Visit somebodyElse = house.signIn(attacker, Way.LOCAL, "ada", nobody);
        assertThat(somebodyElse.html().text()).contains("Let Vault in?", "Ada Lovelace");
        Visit again = post(attacker, house.at("/login/consent"), allow);
        assertThat(again.html().text()).contains("Let Vault in?", "Ada Lovelace");

        assertThat(audit.all())
                .noneMatch(line -> line.path("event").asText().equals("consent-decided"))
                .noneMatch(line -> line.path("event").asText().equals("proof-issued"));
        assertThat(Arrival.at(victim.submit(consent, "form.answers", Map.of("consent", "allow")))
                        .claim("sub"))
                .isNotEmpty();
    }

    @Test
    void aFlowThatIsForgedIsRefused() {
        Visit picker = house.enter(victim, "desk");
        String flow = flow(picker);
        char flipped = flow.charAt(40) == 'A' ? 'B' : 'A';
        Visit guild = victim.open(house.server("/realms/guild/sign-in"));
        for (String forged : List.of(
                "",
                "x",
                flow.substring(0, 40) + flipped + flow.substring(41),
                flow.substring(0, flow.length() - 4),
                "../../" + flow,
                flow(guild))) {
            refused(victim, house.at("/login?flow=" + encoded(forged)), "flow-does-not-open");
            refused(victim, house.at("/login/with/guild?flow=" + encoded(forged)), "flow-does-not-open");
        }
        refused(victim, house.at("/login/consent?flow=" + encoded(flow)), "consent-does-not-open");
    }

    @Test
    void aFlowThatIsTooOldBeginsAgain() {
        Visit picker = house.enter(victim, "desk");
        long before = rows.sessions();
        clock.move(Duration.ofMinutes(31));

        Visit fresh = house.password(victim, picker, "ada");

        assertThat(fresh.address().getPath()).isEqualTo("/realms/house/login");
        assertThat(flow(fresh)).isNotEqualTo(flow(picker));
        assertThat(rows.sessions()).isEqualTo(before);
    }

    @Test
    void anAnswerOfTheUpstreamThatComesTooLateBeginsAgain() {
        URI callback = callback(victim);
        long before = rows.sessions();
        clock.move(Duration.ofMinutes(31));

        Visit fresh = victim.open(callback);

        assertThat(fresh.address().getPath()).isEqualTo("/realms/house/login");
        assertThat(rows.sessions()).isEqualTo(before);
    }

    @Test
    void aConnectorThatIsNotThereIsGoneToByNobodyAndAnsweredByNobody() {
        Visit picker = house.enter(victim, "desk");
        Visit stays = victim.open(house.at("/login/with/nowhere?flow=" + flow(picker)));
        assertThat(stays.html().select("[name=password]")).hasSize(1);

        refused(victim, house.at("/login/from/nowhere?state=x&code=y"), null);
        refused(victim, house.at("/login/from/%3Cscript%3E?state=x"), null);
        refused(victim, house.server("/realms/nowhere/login?flow=" + flow(picker)), null);
        refused(victim, house.server("/realms/nowhere/authorize?client_id=desk"), null);
        refused(victim, house.at("/authorize?client_id=nobody"), "unknown-client");
    }

    @Test
    void aConfirmationToSignOutIsOfOneBrowser() {
        house.arrive(victim, Way.LOCAL, "ada", "desk");
        house.arrive(attacker, Way.LOCAL, "grace", "desk");
        Visit attackers = attacker.open(house.at("/sign-out"));
        long before = rows.sessions();

        Visit refused = post(victim, house.at("/logout/confirm"), Map.of("flow", flow(attackers), "logout", "yes"));

        assertRefusal(refused, before, "confirmation-not-of-this-browser");
    }

    private void refused(PlainBrowser browser, URI address, @Nullable String reason) {
        long before = rows.sessions();
        assertRefusal(browser.open(address), before, reason);
    }

    /** A page with a reference, which the audit log knows; and no session. Null for whatever reason. */
    private void assertRefusal(Visit page, long sessionsBefore, @Nullable String reason) {
        assertThat(page.status()).as(page.body()).isBetween(400, 499);
        String logged = audit.refusal(House.reference(page)).path("reason").asText();
        assertThat(logged).isNotEmpty();
        if (reason != null) {
            assertThat(logged).isEqualTo(reason);
        }
        assertThat(page.html().select("ul.ways a")).as("a way on").isNotEmpty();
        assertThat(rows.sessions()).isEqualTo(sessionsBefore);
    }

    /** Signs in at the guild and comes as far as its answer, which is not delivered. */
    private URI callback(PlainBrowser browser) {
        house.password(browser, browser.open(house.server("/realms/guild/sign-in")), "emmy");
        URI next = House.link(house.enter(browser, "desk"), "guild");
        while (!next.getPath().contains("/login/from/")) {
            next = URI.create(browser.ask(HttpRequest.newBuilder(next))
                    .headers()
                    .firstValue("Location")
                    .orElseThrow());
        }
        return next;
    }

    static Visit post(PlainBrowser browser, URI address, Map<String, String> fields) {
        String form = fields.entrySet().stream()
                .map(field -> "<input name=\"" + field.getKey() + "\" value=\"" + field.getValue() + "\">")
                .reduce("<form method=post action=\"" + address + "\">", String::concat);
        Visit page = new Visit(URI.create("http://attacker.example/"), 200, form + "</form>", List.of());
        return browser.submit(page, fields);
    }

    private static URI replaced(URI address, String name, String value) {
        Map<String, String> query = Query.read(address);
        query.put(name, value);
        return URI.create(address.toString().replaceFirst("\\?.*", "") + "?" + Query.write(query));
    }

    private static String flow(Visit page) {
        return page.html().select("input[name=flow]").getFirst().attr("value");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
