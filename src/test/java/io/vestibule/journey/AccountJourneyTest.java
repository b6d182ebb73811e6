package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.audit.AuditEvent;
import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.directory.TestFactors;
import io.vestibule.directory.User;
import io.vestibule.identity.RealmName;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A person looks after their own account: as pages, and as an API. */
@QuarkusTest
@TestProfile(JourneyProfile.class)
class AccountJourneyTest {
    @Inject
    House house;

    @Inject
    RealmFiles files;

    @Inject
    AccountApi account;

    @Inject
    AuditLines audit;

    @Inject
    JourneyClock clock;

    @Inject
    AuditLog log;

    @Inject
    TestFactors factors;

    @Inject
    Realms realms;

    private final ObjectMapper json = new ObjectMapper();

    @BeforeEach
    void listen() {
        audit.begin();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/identities", "/sessions", "/applications", "/password", "/activity"})
    void whoIsNotSignedInSignsInAndComesToThePageAskedFor(String page) {
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit picker = browser.open(house.at("/account" + page));
            assertThat(picker.html().select(House.PASSWORD_FORM)).isNotEmpty();
            Visit there = house.password(browser, picker, "mary");
            assertThat(there.address()).isEqualTo(house.at("/account" + page));
            assertThat(there.status()).isEqualTo(200);
        }
    }

    @Test
    void theFirstPageSaysWhoTheyAreToApplications() {
        try (PlainBrowser browser = new PlainBrowser()) {
            Arrival arrival = house.arrive(browser, Way.LOCAL, "mary", "desk");
            Visit account = browser.open(house.at("/account"));
            assertThat(account.html().text())
                    .contains("Mary Somerville", "mary@house.example", arrival.claim("sub"), "Where you are signed in");
        }
    }

    @Test
    void waysInAreShownByTheConnectorsName() {
        try (PlainBrowser browser = new PlainBrowser()) {
            house.arrive(browser, Way.OIDC, "emmy", "desk");
            Visit identities = browser.open(house.at("/account/identities"));
            assertThat(identities.html().select(".entries").text()).contains("Guild");
            assertThat(browser.open(house.at("/account")).html().text()).doesNotContain("Choose a new one");
        }
    }

    @Test
    void anotherBrowserIsSignedOutFromHereAndItsApplicationsAreTold() {
        try (PlainBrowser here = new PlainBrowser();
                PlainBrowser there = new PlainBrowser()) {
            house.arrive(here, Way.LOCAL, "mary", "desk");
            Arrival elsewhere = house.arrive(there, Way.LOCAL, "mary", "shelf");
            Visit list = here.open(house.at("/account/sessions"));
            assertThat(entry(list, elsewhere.claim("sid")).text()).contains("Shelf");
            assertThat(list.html().select(".mark").size()).isEqualTo(1);

            Visit after = end(here, list, elsewhere.claim("sid"));

            assertThat(after.html().select("[role=status]").text()).contains("Signed out there, as far as we can");
            assertThat(after.html().select(".parties li").eachText())
                    .containsExactly("Shelf cannot be told: sign out there too");
            assertThat(after.body()).doesNotContain(elsewhere.claim("sid"));
            assertThat(house.userinfo(elsewhere).getStatusCode()).isEqualTo(401);
            assertThat(Arrival.at(house.enter(there, "desk", "prompt", "none")).error())
                    .isEqualTo("login_required");
            assertThat(Arrival.at(house.enter(here, "shelf", "prompt", "none")).error())
                    .isEmpty();
            assertThat(audit.all())
                    .anyMatch(line -> line.path("event").asText().equals("session-ended")
                            && line.path("session").asText().equals(elsewhere.claim("sid"))
                            && line.path("reason").asText().equals("person"));
        }
    }

    /** Only that browser's cookies would say there whom it means. */
    @Test
    void theUpstreamOfAnotherBrowserIsNamedAsOneThatIsStillToBeSignedOut() {
        String secret = "clientSecrets: [the-secret-between-house-and-guild]";
        String back = secret + "\n      postLogoutRedirectUris: [\"${base}/realms/house/logout/returned\"]";
        String signOut = "clientId: house\n      signOutUpstream: true\n";
        files.with(
                "guild",
                secret,
                back,
                () -> files.with("house", "clientId: house\n", signOut, () -> {
                    for (String meant : new String[] {"one", "all"}) {
                        try (PlainBrowser here = new PlainBrowser();
                                PlainBrowser there = new PlainBrowser()) {
                            house.arrive(here, Way.OIDC, "emmy", "shelf");
                            Arrival elsewhere = house.arrive(there, Way.OIDC, "emmy", "shelf");
                            String which = meant.equals("one") ? elsewhere.claim("sid") : "all";
                            Visit after = here.carryOn(end(here, here.open(house.at("/account/sessions")), which));
                            assertThat(after.html().select(".parties li").eachText())
                                    .contains("Guild cannot be told: sign out there too");
                            assertThat(house.userinfo(elsewhere).getStatusCode())
                                    .isEqualTo(401);
                        }
                    }
                }));
    }

    @Test
    void everywhereAtOnce() {
        try (PlainBrowser here = new PlainBrowser();
                PlainBrowser there = new PlainBrowser()) {
            Arrival one = house.arrive(here, Way.LOCAL, "mary", "desk");
            Arrival other = house.arrive(there, Way.LOCAL, "mary", "desk");
            Visit out = end(here, here.open(house.at("/account/sessions")), "all");
            assertThat(out.html().text()).contains("You are signed out");
            assertThat(house.userinfo(one).getStatusCode()).isEqualTo(401);
            assertThat(house.userinfo(other).getStatusCode()).isEqualTo(401);
        }
    }

    @Test // security case 33
    void aFormThatIsNotOfThisSessionIsRefusedAndChangesNothing() {
        try (PlainBrowser mary = new PlainBrowser();
                PlainBrowser eve = new PlainBrowser()) {
            Arrival hers = house.arrive(mary, Way.LOCAL, "mary", "desk");
            house.arrive(eve, Way.LOCAL, "katherine", "desk");
            String evesKey = formKey(eve.open(house.at("/account/sessions")));
            Visit list = mary.open(house.at("/account/sessions"));
            for (String forged : new String[] {"", evesKey}) {
                Visit refused = mary.submit(
                        list,
                        "form:has(button[value=" + hers.claim("sid") + "])",
                        Map.of("session", "all", "formKey", forged));
                assertThat(refused.status()).isEqualTo(403);
                assertThat(audit.refusal(House.reference(refused))
                                .path("reason")
                                .asText())
                        .isEqualTo("form-not-of-this-session");
            }
            assertThat(house.userinfo(hers).getStatusCode()).isEqualTo(200);
        }
    }

    @Test
    void whatWasAllowedIsTakenBackAndAskedAgain() {
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit asked = house.signIn(browser, Way.LOCAL, "mary", house.enter(browser, "notes"));
            boolean agreedBefore = asked.html().select("button[value=allow]").isEmpty(); // on a walk through the pages
            Arrival allowed = Arrival.at(
                    agreedBefore
                            ? asked
                            : browser.carryOn(browser.submit(asked, "form.answers", Map.of("consent", "allow"))));
            assertThat(Arrival.at(house.enter(browser, "notes")).error()).isEmpty();
            Visit list = browser.open(house.at("/account/applications"));
            assertThat(list.html().select(".entries").text()).contains("Notes", "see your name and profile");

            Visit after = browser.submit(list, "form:has([value=notes])", Map.of("relyingParty", "notes"));

            assertThat(after.html().select("[role=status]").text()).contains("Taken back");
            assertThat(house.userinfo(allowed).getStatusCode()).isEqualTo(401);
            assertThat(house.enter(browser, "notes").html().select("button[value=allow]"))
                    .isNotEmpty();
            assertThat(browser.open(house.at("/account/activity")).html().text())
                    .contains("Signed in", "An application was allowed in", "Something allowed was taken back");

            Arrival again = Arrival.at(browser.carryOn(
                    browser.submit(house.enter(browser, "notes"), "form.answers", Map.of("consent", "allow"))));
            String consent = "/consents?relyingParty=notes";
            assertThat(account.delete(browser, consent).status()).isEqualTo(204);
            assertThat(house.userinfo(again).getStatusCode()).isEqualTo(401);
            assertThat(account.delete(browser, consent).status()).isEqualTo(404);
            assertThat(house.enter(browser, "notes").html().select("button[value=allow]"))
                    .isNotEmpty();
        }
    }

    @Test
    void aNewPasswordSignsOutEverywhereElseAndOldOnesAreRefused() {
        try (PlainBrowser here = new PlainBrowser();
                PlainBrowser there = new PlainBrowser()) {
            house.arrive(here, Way.LOCAL, "caroline", "desk");
            Arrival elsewhere = house.arrive(there, Way.LOCAL, "caroline", "desk");
            Visit form = here.open(house.at("/account/password"));

            Visit wrong = password(here, form, "guess", "caroline-password-2", "caroline-password-2");
            assertThat(wrong.status()).isEqualTo(403);
            assertThat(wrong.html().select("[role=alert]").text()).contains("present password is not right");
            Visit twoWays = password(here, wrong, "caroline-password-1", "caroline-password-2", "caroline-password-3");
            assertThat(twoWays.html().select("[role=alert]").text()).contains("not the same both times");
            Visit tooShort = password(here, twoWays, "caroline-password-1", "short", "short");
            assertThat(tooShort.html().select("[role=alert]").text()).contains("too short");
            assertThat(house.userinfo(elsewhere).getStatusCode()).isEqualTo(200);

            Visit done = password(here, tooShort, "caroline-password-1", "caroline-password-2", "caroline-password-2");

            assertThat(done.html().select("[role=status]").text()).contains("The password was changed");
            assertThat(house.userinfo(elsewhere).getStatusCode()).isEqualTo(401);
            assertThat(Arrival.at(house.enter(here, "shelf", "prompt", "none")).error())
                    .isEmpty();
            Visit old = there.submit(
                    house.enter(there, "desk"),
                    House.PASSWORD_FORM,
                    Map.of("username", "caroline", "password", "caroline-password-1"));
            assertThat(old.status()).isEqualTo(403);
            Visit fresh = there.carryOn(there.submit(
                    old, House.PASSWORD_FORM, Map.of("username", "caroline", "password", "caroline-password-2")));
            assertThat(Arrival.at(fresh).userinfo("name")).isEqualTo("Caroline Herschel");
        }
    }

    @Test // who asks for a login no older than the change would otherwise send them round for ever
    void whoChangedThePasswordHasJustProvenIt() throws IOException {
        try (PlainBrowser browser = new PlainBrowser()) {
            house.arrive(browser, Way.LOCAL, "williamina", "desk");
            clock.move(Duration.ofMinutes(11));
            assertThat(body(browser.ask(api(""))).path("recentlyAuthenticated").asBoolean())
                    .isFalse();
            password(
                    browser,
                    browser.open(house.at("/account/password")),
                    "williamina-password-1",
                    "williamina-password-2",
                    "williamina-password-2");
            assertThat(body(browser.ask(api(""))).path("recentlyAuthenticated").asBoolean())
                    .isTrue();
        } finally {
            clock.backToNow();
        }
    }

    @Test
    void theApiShowsAndDoesTheSameOverTheSession() throws IOException {
        try (PlainBrowser here = new PlainBrowser();
                PlainBrowser there = new PlainBrowser()) {
            Arrival arrival = house.arrive(here, Way.LOCAL, "mary", "desk");
            Arrival elsewhere = house.arrive(there, Way.LOCAL, "mary", "desk");
            JsonNode profile = body(here.ask(api("")));
            assertThat(profile.path("id").asText()).isEqualTo(arrival.claim("sub"));
            assertThat(profile.path("email").asText()).isEqualTo("mary@house.example");
            assertThat(body(here.ask(api("/sessions"))).path("sessions").findValuesAsText("id"))
                    .contains(arrival.claim("sid"), elsewhere.claim("sid"));
            for (String path : new String[] {"/identities", "/consents", "/application-credentials", "/activity"}) {
                assertThat(here.ask(api(path)).statusCode()).as(path).isEqualTo(200);
            }

            HttpResponse<String> forged = here.ask(api("/sessions").DELETE());
            assertThat(forged.statusCode()).isEqualTo(403);
            assertThat(house.userinfo(elsewhere).getStatusCode()).isEqualTo(200);
            HttpResponse<String> ended = here.ask(api("/sessions/" + elsewhere.claim("sid"))
                    .header("X-CSRF-Token", profile.path("formKey").asText())
                    .DELETE());
            assertThat(ended.statusCode()).isEqualTo(200);
            assertThat(ended.body())
                    .as("what came of it")
                    .contains("\"parties\"", "Desk")
                    .doesNotContain("portal");
            assertThat(house.userinfo(elsewhere).getStatusCode()).isEqualTo(401);

            HttpResponse<String> password = here.ask(api("/password")
                    .header("X-CSRF-Token", profile.path("formKey").asText())
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{\"present\":\"guess\",\"wanted\":\"mary-password-2\"}")));
            assertThat(password.statusCode()).isEqualTo(403);
            assertThat(body(password).path("error").asText()).isEqualTo("not-proven");
        }
    }

    /** Or a thief who signs in and out fifty times had pushed the new password out of sight. */
    @Test
    void whatHappenedBeforeTheLatestFiftyLinesIsShownToo() throws IOException {
        Realm realm = realms.find(new RealmName("house")).orElseThrow();
        User hedy = factors.made(realm, "hedy", "hedy@house.example");
        Circumstances about = Circumstances.from("192.0.2.1").of(hedy.id());
        log.record(new AuditEvent.UserChanged(realm.name(), about, "passkey-removed"));
        for (int i = 0; i < 110; i++) { // many of them in one moment
            log.record(new AuditEvent.UserChanged(realm.name(), about, "email-proof-asked"));
        }
        try (PlainBrowser browser = new PlainBrowser()) {
            house.arrive(browser, Way.LOCAL, "hedy", "desk");
            List<String> ids = new ArrayList<>();
            JsonNode lines = body(browser.ask(api("/activity")));
            assertThat(lines.path("activity")).hasSize(50);
            while (true) {
                ids.addAll(lines.path("activity").findValuesAsText("id"));
                if (!lines.has("earlier")) {
                    break;
                }
                lines = body(browser.ask(
                        api("/activity?before=" + lines.path("earlier").asText())));
            }
            assertThat(ids).hasSizeGreaterThan(111).doesNotHaveDuplicates();
            assertThat(browser.ask(api("/activity?before=yesterday")).statusCode())
                    .isEqualTo(400);
            assertThat(body(browser.ask(api("/activity?before=" + UUID.randomUUID())))
                            .path("activity"))
                    .as("of another, or of nobody")
                    .isEmpty();

            Visit page = browser.open(house.at("/account/activity"));
            assertThat(page.html().select("main").text()).doesNotContain("passkey");
            Visit last = browser.click(browser.click(page, "Show earlier"), "Show earlier");
            assertThat(last.html().select("main").text()).contains("passkey").doesNotContain("Show earlier");
        }
    }

    @Test
    void oneApplicationOfAnotherBrowserIsLeftByTheApiAndByThePage() throws IOException {
        try (PlainBrowser here = new PlainBrowser();
                PlainBrowser there = new PlainBrowser()) {
            house.arrive(here, Way.LOCAL, "mary", "desk");
            Arrival desk = house.arrive(there, Way.LOCAL, "mary", "desk");
            Arrival shelf = Arrival.at(house.enter(there, "shelf"));
            String applications = "/sessions/" + desk.claim("sid") + "/applications?application=";
            String formKey = body(here.ask(api(""))).path("formKey").asText();
            assertThat(here.ask(api(applications + "desk").DELETE()).statusCode())
                    .isEqualTo(403);
            HttpResponse<String> nothing = here.ask(
                    api(applications + "notes").header("X-CSRF-Token", formKey).DELETE());
            assertThat(nothing.statusCode()).isEqualTo(404);
            HttpResponse<String> left = here.ask(
                    api(applications + "desk").header("X-CSRF-Token", formKey).DELETE());
            assertThat(left.statusCode()).isEqualTo(200);
            assertThat(body(left).path("parties").path(0).path("name").asText()).isEqualTo("Desk");
            assertThat(house.userinfo(desk).getStatusCode()).isEqualTo(401);
            assertThat(house.userinfo(shelf).getStatusCode()).isEqualTo(200);
            assertThat(audit.all())
                    .anyMatch(line -> line.path("event").asText().equals("application-left")
                            && line.path("relyingParty").asText().equals("desk")
                            && line.path("session").asText().equals(desk.claim("sid"))
                            && line.path("reason").asText().equals("person"));

            Visit list = here.open(house.at("/account/sessions"));
            Element theirs = entry(list, desk.claim("sid"));
            assertThat(theirs.text()).contains("Shelf").doesNotContain("Desk");
            Visit after = here.submit(
                    list,
                    "li:has(> form button[value=" + desk.claim("sid") + "]) form:has(button[value=shelf])",
                    Map.of("application", "shelf"));
            assertThat(after.html().select("[role=status]").text()).contains("Signed out of that application");
            assertThat(house.userinfo(shelf).getStatusCode()).isEqualTo(401);
            assertThat(entry(after, desk.claim("sid")).text()).doesNotContain("Shelf");
            assertThat(here.open(house.at("/account/activity")).html().text())
                    .contains("Signed out of one application");
            Arrival again = Arrival.at(house.enter(there, "desk", "prompt", "none"));
            assertThat(again.error()).as("the session goes on").isEmpty();
            assertThat(house.userinfo(again).getStatusCode()).isEqualTo(200);
        }
    }

    @Test
    void theApiTakesAnAccessTokenOnlyWithTheScopeForIt() throws IOException {
        try (PlainBrowser browser = new PlainBrowser();
                PlainBrowser program = new PlainBrowser()) {
            Arrival with = Arrival.at(
                    house.signIn(browser, Way.LOCAL, "mary", house.enter(browser, "crane", "scope", "openid account")));
            Arrival without = Arrival.at(house.enter(browser, "desk"));
            assertThat(program.ask(api("")).statusCode()).isEqualTo(401);
            assertThat(program.ask(bearer("", without)).statusCode()).isEqualTo(401);
            JsonNode profile = body(program.ask(bearer("", with)));
            assertThat(profile.path("username").asText()).isEqualTo("mary");
            assertThat(profile.has("formKey")).isFalse();
            // A cookie beside a token that does not count changes nothing.
            assertThat(browser.ask(bearer("", without)).statusCode()).isEqualTo(401);
            assertThat(program.ask(bearer("/sessions", with).DELETE()).statusCode())
                    .isEqualTo(200);
            assertThat(house.userinfo(with).getStatusCode())
                    .as("it ended its own, too")
                    .isEqualTo(401);
        }
    }

    @Test // whoever has an account of their own and somebody's old session must not make that one fresh
    void aPasswordChangedByATokenRenewsNobodysSession() throws IOException {
        try (PlainBrowser browser = new PlainBrowser();
                PlainBrowser own = new PlainBrowser()) {
            house.arrive(browser, Way.LOCAL, "mary", "desk");
            Arrival other = Arrival.at(
                    house.signIn(own, Way.LOCAL, "augusta", house.enter(own, "crane", "scope", "openid account")));
            String before = House.sessionCookie(browser);
            HttpResponse<String> reply = browser.ask(bearer("/password", other)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(
                            "{\"present\":\"augusta-password-1\",\"wanted\":\"augusta-password-2\"}")));
            assertThat(reply.statusCode()).isEqualTo(204);
            assertThat(reply.headers().firstValue("Set-Cookie")).isEmpty();
            assertThat(House.sessionCookie(browser)).isEqualTo(before);
        }
    }

    private HttpRequest.Builder api(String path) {
        return HttpRequest.newBuilder(house.at("/account/api" + path));
    }

    private HttpRequest.Builder bearer(String path, Arrival arrival) {
        return api(path).header("Authorization", "Bearer " + arrival.text("access_token"));
    }

    private JsonNode body(HttpResponse<String> response) throws IOException {
        return json.readTree(response.body());
    }

    private static Visit password(PlainBrowser browser, Visit form, String present, String wanted, String repeated) {
        return browser.submit(
                form, "form.password", Map.of("password", present, "wanted", wanted, "repeated", repeated));
    }

    private static Visit end(PlainBrowser browser, Visit list, String session) {
        return browser.submit(list, "form:has(button[value=" + session + "])", Map.of("session", session));
    }

    private static Element entry(Visit list, String session) {
        return list.html()
                .select(".entries > li:has(> form button[value=" + session + "])")
                .first();
    }

    private static String formKey(Visit page) {
        return page.html().select("[name=formKey]").first().attr("value");
    }
}
