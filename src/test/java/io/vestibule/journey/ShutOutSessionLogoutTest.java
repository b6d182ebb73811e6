package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.Waiting;
import io.vestibule.directory.TestFactors;
import io.vestibule.identity.RealmName;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.protocol.saml.toy.RedirectQuery;
import io.vestibule.protocol.saml.toy.ToySignOut;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A session by which nobody may go on any more still lives, and so do the applications that were entered from it: whoever signs out
 * is out of it, and they are told.
 */
@QuarkusTest
@TestProfile(JourneyProfile.class)
@Tag("oidc")
@Tag("saml")
@Tag("keystone")
class ShutOutSessionLogoutTest {
    private static final String DESK_SECRET = "clientSecrets: [secret-of-desk-for-the-journeys]";
    private static final String PASSCODE_FORM = "form:has([name=passcode])";
    private static final AtomicInteger PEOPLE = new AtomicInteger();

    /** What came up since the session began. */
    enum Since {
        OWN_AUTHENTICATOR,
        FACTORS_DEMANDED,
        CONNECTOR_OFF
    }

    enum From {
        PORTAL,
        OIDC_RELYING_PARTY,
        SAML_SERVICE_PROVIDER,
        DASHBOARD
    }

    @Inject
    House house;

    @Inject
    Kiosk kiosk;

    @Inject
    IdentityApi api;

    @Inject
    RealmFiles files;

    @Inject
    TestFactors factors;

    @Inject
    Realms realms;

    @Inject
    AuditLines audit;

    private final BackChannelOfDesk desk = new BackChannelOfDesk();

    /** Who entered the desk, the kiosk and the dashboard in one browser. */
    private record Entered(PlainBrowser browser, String name, Arrival desk, JsonNode kiosk, String keystone) {
        String sid() {
            return desk.claim("sid");
        }
    }

    @BeforeEach
    void open() {
        desk.open();
        audit.begin();
        kiosk.signOut().become(ToySignOut.Mood.WILLING);
    }

    @AfterEach
    void close() {
        desk.close();
    }

    static Stream<Arguments> everyReasonFromEverywhere() {
        return Stream.of(Since.values())
                .flatMap(since -> Stream.of(From.values()).map(from -> Arguments.of(since, from)));
    }

    @ParameterizedTest(name = "{0}, from {1}")
    @MethodSource("everyReasonFromEverywhere")
    void whoMayNotGoOnSignsOutAllTheSame(Since since, From from) {
        entered(signed -> {
            shutOut(since, signed, () -> {
                assertThat(Arrival.at(house.enter(signed.browser(), "desk", "prompt", "none"))
                                .error())
                        .isEqualTo("login_required");
                signOut(from, signed);
            });
            assertEverybodyIsOut(signed, from);
        });
    }

    @Test
    void whoThenShowsTheFactorGoesOnInTheSameSessionAndEndsAllOfIt() {
        entered(signed -> {
            String key = authenticatorIn(signed.name());
            Visit asked = house.password(signed.browser(), house.enter(signed.browser(), "shelf"), signed.name());
            Arrival again = Arrival.at(passcode(signed.browser(), asked, factors.passcodeOf(key, 1)));
            assertThat(again.claim("sid")).isEqualTo(signed.sid());

            signOut(From.PORTAL, signed);
            assertEverybodyIsOut(signed, From.PORTAL);
            assertThat(house.userinfo(again).getStatusCode()).isEqualTo(401);
        });
    }

    @Test
    void whoeverSignsInBesideThemLeavesThemAWayOut() {
        entered(signed -> {
            authenticatorIn(signed.name());
            String other = made();
            Arrival arrival = another(signed.browser(), other, "shelf");
            assertThat(house.userinfo(signed.desk()).getStatusCode()).isEqualTo(200);

            Visit question = signed.browser().click(signed.browser().open(house.at("")), "Sign out");
            assertThat(question.html().text()).as("first whoever may go on").contains(other);
            signed.browser().submit(question, "form.answers", Map.of("logout", "yes"));
            assertThat(house.userinfo(arrival).getStatusCode()).isEqualTo(401);
            assertThat(house.userinfo(signed.desk()).getStatusCode()).isEqualTo(200);

            signOut(From.PORTAL, signed);
            assertEverybodyIsOut(signed, From.PORTAL);
        });
    }

    @Test
    void theFifthAccountOfABrowserEndsTheOneThatWasUsedLongestAgo() {
        withDesk(() -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                List<Arrival> arrivals = new ArrayList<>();
                for (int i = 0; i < 5; i++) {
                    arrivals.add(another(browser, made(), "desk"));
                }
                Arrival first = arrivals.removeFirst();
                assertThat(house.userinfo(first).getStatusCode()).isEqualTo(401);
                assertThat(house.refresh("desk", first).getBody()).contains("invalid_grant");
                Waiting.until(() -> desk.told(first.claim("sid")) == 1);
                assertThat(ended(first.claim("sid"))).containsExactly("too-many-accounts");
                assertThat(arrivals)
                        .allSatisfy(other -> assertThat(house.userinfo(other).getStatusCode())
                                .isEqualTo(200));
            }
        });
    }

    private void signOut(From from, Entered signed) {
        PlainBrowser browser = signed.browser();
        switch (from) {
            case PORTAL -> {
                Visit question = browser.click(browser.open(house.at("")), "Sign out");
                assertThat(question.html().text()).contains(signed.name());
                Visit report = browser.submit(question, "form.answers", Map.of("logout", "yes"));
                assertThat(report.html().select(".parties li").text())
                        .contains("Desk signed out", "Kiosk signed out", "Dashboard signed out");
            }
            case OIDC_RELYING_PARTY -> {
                Visit out = browser.carryOn(browser.open(URI.create(house.at("/logout") + "?"
                        + Query.write(Map.of(
                                "id_token_hint",
                                signed.desk().text("id_token"),
                                "post_logout_redirect_uri",
                                house.party("/desk/signed-out").toString())))));
                assertThat(out.address().getPath()).as(out.body()).isEqualTo("/desk/signed-out");
            }
            case SAML_SERVICE_PROVIDER -> {
                Visit out = browser.carryOn(browser.open(kiosk.leaving(signed.kiosk())));
                assertThat(RedirectQuery.inflated(
                                RedirectQuery.read(out.address().getRawQuery()).get("SAMLResponse")))
                        .contains("status:Success")
                        .doesNotContain("UnknownPrincipal");
            }
            case DASHBOARD -> {
                Visit question = browser.open(dashboard("logout"));
                assertThat(question.html().text()).contains("Sign out?", "Dashboard");
                Visit out = browser.carryOn(browser.submit(question, "form.answers", Map.of("logout", "yes")));
                assertThat(out.address()).isEqualTo(house.party("/dashboard/signed-out"));
            }
        }
    }

    private void assertEverybodyIsOut(Entered signed, From from) {
        assertThat(house.userinfo(signed.desk()).getStatusCode()).isEqualTo(401);
        assertThat(house.refresh("desk", signed.desk()).getBody()).contains("invalid_grant");
        assertThat(api.counts(signed.keystone())).as("the Keystone token").isFalse();
        assertThat(desk.told(signed.sid())).isEqualTo(1);
        assertThat(kiosk.signOut().told().stream()
                        .map(ToySignOut.Told::sessionIndex)
                        .filter(signed.kiosk().path("SessionIndex").asText()::equals))
                .hasSize(from == From.SAML_SERVICE_PROVIDER ? 0 : 1);
        assertThat(ended(signed.sid())).hasSize(1);
        assertThat(House.sessionCookie(signed.browser())).isEmpty();
    }

    /** Why, as the audit log has it. */
    private List<String> ended(String sid) {
        return audit.all().stream()
                .filter(line -> line.path("event").asText().equals("session-ended")
                        && line.path("session").asText().equals(sid))
                .map(line -> line.path("reason").asText())
                .toList();
    }

    private void shutOut(Since since, Entered signed, Runnable meanwhile) {
        switch (since) {
            case OWN_AUTHENTICATOR -> {
                authenticatorIn(signed.name());
                meanwhile.run();
            }
            case FACTORS_DEMANDED ->
                files.with("house", "\npeople:", "\nfactors: { demand: passwords }\n\npeople:", meanwhile);
            case CONNECTOR_OFF ->
                files.with("house", "name: House account\n", "name: House account\n    enabled: false\n", meanwhile);
        }
    }

    /** Set up in another browser; its key. */
    private String authenticatorIn(String name) {
        try (PlainBrowser other = new PlainBrowser()) {
            house.arrive(other, Way.LOCAL, name, "shelf");
            Visit enrol = other.open(house.at("/account/factors/add"));
            String key = enrol.html().select("code.key").text();
            Visit done = other.carryOn(other.submit(
                    enrol, PASSCODE_FORM, Map.of("passcode", factors.passcodeOf(key), "label", "my phone")));
            assertThat(done.status()).as(done.body()).isEqualTo(200);
            return key;
        }
    }

    private Visit passcode(PlainBrowser browser, Visit page, String passcode) {
        return browser.carryOn(browser.submit(page, PASSCODE_FORM, Map.of("passcode", passcode)));
    }

    /** A login of its own, whoever is signed in. */
    private Arrival another(PlainBrowser browser, String person, String client) {
        return Arrival.at(
                house.password(browser, house.enter(browser, client, "prompt", "login", "idp_hint", "local"), person));
    }

    private String made() {
        Realm realm = realms.find(new RealmName("house")).orElseThrow();
        String name = "shut-out-" + PEOPLE.incrementAndGet();
        factors.made(realm, name, name + "@house.example");
        return name;
    }

    private interface Part {
        void play(Entered entered);
    }

    private void entered(Part part) {
        String dashboard = """
                  - id: dashboard
                    name: Dashboard
                    consent: trusted
                    keystone:
                      origins: ["%s"]
                      signedOutUris: ["%s"]
                """.formatted(house.party("/dashboard/websso"), house.party("/dashboard/signed-out"))
                .stripTrailing();
        api.with(() -> files.with(
                "house",
                "  # further relying parties",
                dashboard,
                () -> withDesk(() -> {
                    try (PlainBrowser browser = new PlainBrowser()) {
                        String name = made();
                        Arrival arrival = house.arrive(browser, Way.LOCAL, name, "desk");
                        JsonNode assertion = Arrival.at(kiosk.enter(browser)).shown();
                        Visit handed = browser.open(dashboard("websso/openid"));
                        String token =
                                handed.html().select("#auto-post [name=token]").attr("value");
                        assertThat(api.counts(token)).as(handed.body()).isTrue();
                        part.play(new Entered(browser, name, arrival, assertion, token));
                    }
                })));
    }

    private void withDesk(Runnable meanwhile) {
        files.with("house", DESK_SECRET, DESK_SECRET + "\n      backchannelLogoutUri: " + desk.address(), meanwhile);
    }

    /** Where a dashboard sends browsers. */
    private URI dashboard(String door) {
        return URI.create(api.base() + "/auth/OS-FEDERATION/" + door + "?"
                + Query.write(Map.of("origin", house.party("/dashboard/websso").toString())));
    }
}
