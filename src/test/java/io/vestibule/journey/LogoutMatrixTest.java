package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.vestibule.Waiting;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.identity.SessionId;
import io.vestibule.identity.SessionRef;
import io.vestibule.identity.UserId;
import io.vestibule.logout.DyingNode;
import io.vestibule.logout.ExpiredSessions;
import io.vestibule.logout.LogoutPropagation;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.protocol.saml.downstream.LogoutOnItsWay;
import io.vestibule.protocol.saml.toy.RedirectQuery;
import io.vestibule.protocol.saml.toy.ToySignOut;
import jakarta.inject.Inject;
import java.net.HttpCookie;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whoever ends a session ends it for everyone: the desk (OpenID, back channel), the kiosk (SAML, SOAP), a Keystone token and the
 * upstream, one of OpenID and one of SAML. The Keystone token is a dashboard's, handed to it by the browser.
 */
@QuarkusTest
@TestProfile(JourneyProfile.class)
@Tag("saml")
@Tag("keystone")
class LogoutMatrixTest {
    private static final RealmName HOUSE = new RealmName("house");
    private static final String GUILD_SECRET = "clientSecrets: [the-secret-between-house-and-guild]";
    private static final String DESK_SECRET = "clientSecrets: [secret-of-desk-for-the-journeys]";

    /** Who ends it. */
    enum Initiator {
        PORTAL,
        OIDC_RELYING_PARTY,
        SAML_SERVICE_PROVIDER,
        KEYSTONE,
        DASHBOARD,
        UPSTREAM,
        /** Of SAML alone; itself it goes on. */
        UPSTREAM_BY_BROWSER,
        OPERATOR,
        EXPIRY;

        /** Whether it happens in the person's browser, which then goes to the upstream too. */
        boolean inBrowser() {
            return this == PORTAL || this == OIDC_RELYING_PARTY || this == SAML_SERVICE_PROVIDER || this == DASHBOARD;
        }

        /**
         * Whether it happens far from that browser, so that this server tells the upstream where it can. Of expiry SoapSignOutTest
         * shows it: here the upstream's session runs out with ours, and whoever is cleared first tells the other.
         */
        boolean unseen() {
            return this == KEYSTONE || this == OPERATOR;
        }
    }

    /** Everything that one session gave out. */
    record Signed(Way way, PlainBrowser browser, Arrival desk, JsonNode kiosk, String keystone) {
        String sid() {
            return desk.claim("sid");
        }

        SessionRef ref() {
            return new SessionRef(
                    SessionId.parse(sid()).orElseThrow(),
                    UserId.parse(desk.claim("sub")).orElseThrow());
        }
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
    JourneyClock clock;

    @Inject
    AuditLines audit;

    @Inject
    ExpiredSessions expired;

    @Inject
    LogoutPropagation logout;

    @Inject
    DyingNode node;

    @Inject
    LogoutOnItsWay guild;

    private final BackChannelOfDesk desk = new BackChannelOfDesk();

    @BeforeEach
    void open() {
        desk.open();
        audit.begin();
        kiosk.signOut().become(ToySignOut.Mood.WILLING);
    }

    @AfterEach
    void close() {
        desk.close();
        clock.backToNow();
        kiosk.signOut().become(ToySignOut.Mood.WILLING);
    }

    static Stream<Arguments> everyInitiatorWithEveryUpstream() {
        return Stream.of(Initiator.values())
                .flatMap(initiator -> Stream.of(Way.OIDC, Way.SAML)
                        .filter(way -> way == Way.SAML || initiator != Initiator.UPSTREAM_BY_BROWSER)
                        .map(way -> Arguments.of(initiator, way)));
    }

    @ParameterizedTest(name = "{0}, upstream {1}")
    @MethodSource("everyInitiatorWithEveryUpstream")
    void whoeverEndsItEveryPartyIsOutAndTheReportIsTrue(Initiator initiator, Way way) {
        signedIn(way, signed -> {
            end(initiator, signed);
            assertEveryProofIsDead(signed);
            assertThat(desk.told(signed.sid())).as("the desk heard once").isEqualTo(1);
            assertThat(heardAtKiosk(signed)).isEqualTo(initiator == Initiator.SAML_SERVICE_PROVIDER ? 0 : 1);
            assertThat(told(signed)).as("and the audit log says so").contains("oidc done");
            if (initiator != Initiator.SAML_SERVICE_PROVIDER) {
                assertThat(told(signed)).contains("saml done");
            }
            if (initiator.inBrowser() || initiator == Initiator.UPSTREAM || (initiator.unseen() && way == Way.SAML)) {
                assertUpstreamAsksAgain(signed);
            }
            if (initiator.unseen()) {
                assertThat(told(signed))
                        .as("by SOAP; for OpenID there is no way but the browser")
                        .contains(way == Way.SAML ? "upstream done" : "upstream via-browser");
            }
        });
    }

    private void end(Initiator initiator, Signed signed) {
        PlainBrowser browser = signed.browser();
        switch (initiator) {
            case PORTAL -> {
                String report =
                        signOutInPortal(browser).html().select(".parties li").text();
                assertThat(report).contains("Desk signed out", "Kiosk signed out", "Dashboard signed out");
                assertThat(report).contains(signed.way() == Way.SAML ? "Abbey signed out" : "Guild asked to sign");
            }
            case OIDC_RELYING_PARTY -> {
                Visit out = browser.carryOn(leaveDesk(signed));
                assertThat(out.address().getPath()).as(out.body()).isEqualTo("/desk/signed-out");
            }
            case SAML_SERVICE_PROVIDER -> {
                Visit out = browser.carryOn(browser.open(kiosk.leaving(signed.kiosk())));
                String answer = samlAnswer(out);
                // An OpenID upstream only sends the browser back, which is no confirmation.
                assertThat(answer.contains("PartialLogout")).as(answer).isEqualTo(signed.way() == Way.OIDC);
            }
            case KEYSTONE ->
                api.as(signed.keystone())
                        .header("X-Subject-Token", signed.keystone())
                        .delete(api.base() + "/auth/tokens?end_session=true")
                        .then()
                        .statusCode(204);
            case DASHBOARD -> {
                Visit question = browser.open(dashboard("logout"));
                assertThat(question.html().text()).contains("Sign out?", "Dashboard");
                Visit out = browser.carryOn(browser.submit(question, "form.answers", Map.of("logout", "yes")));
                assertThat(out.address()).isEqualTo(house.party("/dashboard/signed-out"));
            }
            case UPSTREAM -> {
                Visit question = browser.click(browser.open(house.server("/realms/guild")), "Sign out");
                Visit report = browser.carryOn(browser.submit(question, "form.answers", Map.of("logout", "yes")));
                assertThat(report.html().select(".parties li").text())
                        .contains(signed.way() == Way.SAML ? "The House's abbey signed out" : "The House signed out");
            }
            case UPSTREAM_BY_BROWSER -> {
                Visit back = browser.carryOn(browser.open(guild.to(
                        new RelyingPartyId(
                                house.at("/connectors/abbey/metadata").toString()),
                        new RealmName("guild"),
                        cookie(browser, "vestibule-session-guild"))));
                assertThat(back.address().getPath()).as(back.body()).isEqualTo("/realms/guild/saml/slo");
                assertThat(samlAnswer(back)).contains("status:Success").doesNotContain("PartialLogout");
            }
            case OPERATOR -> {
                List<Map<String, Object>> parties = endedByOperator(signed);
                assertThat(parties)
                        .extracting(party -> party.get("name") + " " + party.get("outcome"))
                        .contains("Desk signed-out", "Kiosk signed-out", "Dashboard signed-out")
                        .contains(signed.way() == Way.SAML ? "Abbey signed-out" : "Guild needs-browser");
            }
            case EXPIRY -> {
                clock.move(Duration.ofDays(2));
                expired.clear();
                clock.backToNow();
                Waiting.until(() -> told(signed).containsAll(List.of("oidc done", "saml done")));
            }
        }
    }

    /** Whose browser could tell the upstream is not there: that is no logout of everybody. */
    @Test
    void aServiceProviderThatAsksWithoutTheBrowserHearsThatTheUpstreamGoesOn() {
        signedIn(Way.OIDC, signed -> {
            assertThat(kiosk.leaveEverywhere(signed.kiosk())).contains("status:PartialLogout");
            assertThat(told(signed)).contains("oidc done", "upstream via-browser");
            assertEveryProofIsDead(signed);
        });
    }

    /** Signed out of one application: that one is told, and has nothing any more; everybody else notices nothing. */
    @ParameterizedTest
    @CsvSource({"desk, Desk", "kiosk, Kiosk", "dashboard, Dashboard"})
    void oneApplicationIsLeftAloneAndEnteredAgainWithoutAQuestion(String id, String name) {
        signedIn(Way.OIDC, signed -> {
            Visit list = signed.browser().open(house.at("/account/sessions"));
            String button = list.html()
                    .select("li:has(> .stack > .mark) button[name=application]:contains(" + name + ")")
                    .attr("value");
            Visit report = signed.browser()
                    .carryOn(signed.browser()
                            .submit(
                                    list,
                                    "li:has(> .stack > .mark) form:has(button[value=" + button + "])",
                                    Map.of("application", button)));
            assertThat(report.html().select("h1").text()).isEqualTo("You are signed out of " + name);
            assertThat(report.html().select(".parties li").text()).isEqualTo(name + " signed out");
            assertThat(report.html().text()).contains("You are still signed in here and everywhere else");

            assertThat(house.userinfo(signed.desk()).getStatusCode()).isEqualTo(id.equals("desk") ? 401 : 200);
            assertThat(house.refresh("desk", signed.desk()).getBody().contains("invalid_grant"))
                    .isEqualTo(id.equals("desk"));
            assertThat(api.counts(signed.keystone())).isEqualTo(!id.equals("dashboard"));
            assertThat(desk.told(signed.sid())).isEqualTo(id.equals("desk") ? 1 : 0);
            assertThat(heardAtKiosk(signed)).isEqualTo(id.equals("kiosk") ? 1 : 0);
            assertThat(audit.all())
                    .anyMatch(line -> line.path("event").asText().equals("application-left")
                            && line.path("session").asText().equals(signed.sid()));
            assertThat(signed.browser()
                            .open(house.at("/account/sessions"))
                            .html()
                            .select("li:has(> .stack > .mark) button[name=application]")
                            .text())
                    .doesNotContain(name);

            Signed again = enteredAgain(signed);
            assertThat(api.counts(again.keystone())).isTrue();
            assertThat(house.userinfo(again.desk()).getStatusCode()).isEqualTo(200);
            end(Initiator.PORTAL, again);
            assertEveryProofIsDead(again);
            assertThat(desk.told(signed.sid())).as("and told of the end").isEqualTo(id.equals("desk") ? 2 : 1);
        });
    }

    /** Silently, in the session that goes on. */
    private Signed enteredAgain(Signed signed) {
        Arrival arrival = Arrival.at(house.enter(signed.browser(), "desk", "prompt", "none"));
        assertThat(arrival.error()).isEmpty();
        assertThat(arrival.claim("sid")).isEqualTo(signed.sid());
        JsonNode assertion =
                Arrival.at(kiosk.enter(signed.browser(), "IsPassive", "true")).shown();
        assertThat(assertion.path("SessionIndex")).isEqualTo(signed.kiosk().path("SessionIndex"));
        return new Signed(signed.way(), signed.browser(), arrival, assertion, handed(signed.browser()));
    }

    @Test
    void whoAsksWithoutAHintIsLeftAloneWhereThePersonSaysSo() {
        signedIn(Way.OIDC, signed -> {
            Visit question = signed.browser()
                    .open(URI.create(house.at("/logout") + "?"
                            + Query.write(Map.of(
                                    "client_id",
                                    "desk",
                                    "post_logout_redirect_uri",
                                    house.party("/desk/signed-out").toString()))));
            assertThat(question.html().select("button[name=only]").eachText()).containsExactly("Sign out at Desk");
            assertThat(question.html().select("button[value=yes]").text()).isEqualTo("Sign out everywhere");
            Visit out =
                    signed.browser().carryOn(signed.browser().submit(question, "section form", Map.of("only", "desk")));
            assertThat(out.address().getPath()).as(out.body()).isEqualTo("/desk/signed-out");
            assertThat(house.userinfo(signed.desk()).getStatusCode()).isEqualTo(401);
            assertThat(desk.told(signed.sid())).isEqualTo(1);
            assertThat(heardAtKiosk(signed)).isZero();
            assertThat(api.counts(signed.keystone())).isTrue();
        });
    }

    @Test
    void oldNewsDoesNotEndWhatThePersonEnteredAgain() {
        signedIn(Way.OIDC, signed -> {
            desk.mood(BackChannelOfDesk.Mood.REFUSING);
            Visit question = signed.browser().open(house.at("/sign-out"));
            Visit report = signed.browser().submit(question, "section form", Map.of("only", "desk"));
            assertThat(report.html().select(".parties li").text()).isEqualTo("Desk did not answer: sign out there too");
            assertThat(house.userinfo(signed.desk()).getStatusCode()).isEqualTo(401);
            Signed again = enteredAgain(signed);
            desk.mood(BackChannelOfDesk.Mood.WILLING);
            int before = desk.told(signed.sid());
            clock.move(Duration.ofMinutes(2));
            logout.tellOwed();
            clock.backToNow();
            assertThat(desk.told(signed.sid())).isEqualTo(before);
            URI watched = URI.create(report.html().select("[data-on]").attr("data-on"));
            assertThat(signed.browser()
                            .open(watched)
                            .html()
                            .select(".parties li")
                            .text())
                    .as("news that was dropped was not heard")
                    .isEqualTo("Desk did not answer: sign out there too");
            assertThat(house.userinfo(again.desk()).getStatusCode()).isEqualTo(200);
            end(Initiator.PORTAL, again);
            assertEveryProofIsDead(again);
            assertThat(desk.told(signed.sid())).isEqualTo(before + 1);
        });
    }

    /** Who waits five seconds is tried by two; who answers no at once, or nobody, by everybody. */
    static Stream<Arguments> everyMoodWithInitiators() {
        return Stream.concat(
                Stream.of(BackChannelOfDesk.Mood.SLOW, BackChannelOfDesk.Mood.REFUSING)
                        .flatMap(mood -> Stream.of(Initiator.PORTAL, Initiator.OPERATOR)
                                .map(initiator -> Arguments.of(mood, initiator))),
                Stream.of(Initiator.values())
                        .filter(initiator -> initiator != Initiator.UPSTREAM_BY_BROWSER)
                        .map(initiator -> Arguments.of(BackChannelOfDesk.Mood.DEAD, initiator)));
    }

    /** One party in trouble holds nobody up, is told the truth about, and is told itself once it can be. */
    @ParameterizedTest(name = "desk {0}, {1}")
    @MethodSource("everyMoodWithInitiators")
    void whoCannotBeToldHoldsNobodyUpAndIsToldLater(BackChannelOfDesk.Mood mood, Initiator initiator) {
        signedIn(Way.OIDC, signed -> {
            desk.mood(mood);
            Stopwatch held = Stopwatch.start();
            endWithoutTheDesk(initiator, signed);
            assertThat(held.time()).isLessThan(Stopwatch.LONGEST_LOGOUT);
            Waiting.until(() -> told(signed).contains("oidc failed") || mood == BackChannelOfDesk.Mood.SLOW);
            assertEveryProofIsDead(signed);
            assertThat(heardAtKiosk(signed)).isEqualTo(initiator == Initiator.SAML_SERVICE_PROVIDER ? 0 : 1);

            if (initiator == Initiator.EXPIRY) {
                return; // everybody else's ran out with it, and their news is owed before
            }
            desk.mood(BackChannelOfDesk.Mood.WILLING);
            clock.move(Duration.ofMinutes(2));
            logout.tellOwed();
            clock.backToNow();
            assertThat(desk.told(signed.sid())).isGreaterThanOrEqualTo(1);
            int heard = desk.told(signed.sid());
            clock.move(Duration.ofMinutes(20));
            logout.tellOwed();
            assertThat(desk.told(signed.sid())).as("told").isEqualTo(heard);
            clock.backToNow();
        });
    }

    private void endWithoutTheDesk(Initiator initiator, Signed signed) {
        PlainBrowser browser = signed.browser();
        switch (initiator) {
            case PORTAL -> assertDeskDidNotAnswer(signOutInPortal(browser), "Kiosk signed out");
            case OIDC_RELYING_PARTY -> assertDeskDidNotAnswer(browser.carryOn(leaveDesk(signed)), "Kiosk signed out");
            case SAML_SERVICE_PROVIDER -> {
                Visit report = browser.carryOn(browser.open(kiosk.leaving(signed.kiosk())));
                assertDeskDidNotAnswer(report, "Desk");
                assertThat(samlAnswer(browser.carryOn(browser.click(report, "Back to Kiosk"))))
                        .contains("PartialLogout");
            }
            case DASHBOARD -> {
                Visit question = browser.open(dashboard("logout"));
                Visit report = browser.carryOn(browser.submit(question, "form.answers", Map.of("logout", "yes")));
                assertDeskDidNotAnswer(report, "Kiosk signed out");
                assertThat(browser.click(report, "Back to Dashboard").address())
                        .isEqualTo(house.party("/dashboard/signed-out"));
            }
            case OPERATOR ->
                assertThat(endedByOperator(signed))
                        .extracting(party -> party.get("name") + " " + party.get("outcome"))
                        .contains("Desk unreachable", "Kiosk signed-out", "Dashboard signed-out");
            case KEYSTONE, UPSTREAM, UPSTREAM_BY_BROWSER -> end(initiator, signed);
            case EXPIRY -> {
                clock.move(Duration.ofDays(2));
                expired.clear();
                clock.backToNow();
                Waiting.until(() -> told(signed).containsAll(List.of("oidc failed", "saml done")));
            }
        }
    }

    private static void assertDeskDidNotAnswer(Visit report, String andOf) {
        assertThat(report.html().select(".parties li").text())
                .contains("Desk did not answer", "Dashboard signed out", andOf);
    }

    @ParameterizedTest
    @EnumSource(
            value = ToySignOut.Mood.class,
            names = {"REFUSING", "SILENT", "DEAD"})
    void aServiceProviderInTroubleStopsNobodyAndIsNotCalledSignedOut(ToySignOut.Mood mood) {
        signedIn(Way.OIDC, signed -> {
            kiosk.signOut().become(mood);
            Stopwatch held = Stopwatch.start();
            String report = signOutInPortal(signed.browser())
                    .html()
                    .select(".parties li")
                    .text();
            assertThat(held.time()).isLessThan(Stopwatch.LONGEST_LOGOUT);
            assertThat(report)
                    .contains("Desk signed out", "Dashboard signed out", "Kiosk did not answer: sign out there too")
                    .doesNotContain("Kiosk signed out");
            assertEveryProofIsDead(signed);
            assertThat(desk.told(signed.sid())).isEqualTo(1);
            kiosk.signOut().become(ToySignOut.Mood.WILLING);
            Waiting.until(() -> told(signed).contains("saml failed"));
        });
    }

    @Test
    void aNodeKilledHalfWayTellsNobodyTwiceAndLosesNobody() {
        signedIn(Way.OIDC, signed -> {
            kiosk.signOut().become(ToySignOut.Mood.SILENT);
            node.dieHalfWay(HOUSE, signed.ref(), "oidc desk");
            assertThat(desk.told(signed.sid())).isEqualTo(1);
            assertEveryProofIsDead(signed);

            kiosk.signOut().become(ToySignOut.Mood.WILLING);
            clock.move(Duration.ofMinutes(2)); // another node, once the dead one's time is up
            logout.tellOwed();
            long heard = heardAtKiosk(signed);
            assertThat(heard)
                    .as("the one that did not answer, and may not have been asked")
                    .isBetween(1L, 2L);
            clock.move(Duration.ofMinutes(20));
            logout.tellOwed();
            clock.backToNow();
            assertThat(heardAtKiosk(signed)).isEqualTo(heard);
            assertThat(desk.told(signed.sid())).as("the one that knew").isEqualTo(1);
        });
    }

    @Test
    void aNodeKilledAfterTheEndLosesNobody() {
        signedIn(Way.OIDC, signed -> {
            node.endAndDie(HOUSE, signed.ref());
            assertThat(desk.told(signed.sid())).isZero();
            assertEveryProofIsDead(signed);
            clock.move(Duration.ofMinutes(2)); // another node, once the dead one's time is up
            logout.tellOwed();
            clock.backToNow();
            assertThat(desk.told(signed.sid())).isEqualTo(1);
            assertThat(heardAtKiosk(signed)).isEqualTo(1);
        });
    }

    @Test
    void aNodeKilledBeforeTheEndIsThroughEndedNothing() {
        signedIn(Way.OIDC, signed -> {
            node.dieWhileEnding(HOUSE, signed.ref());
            assertThat(house.userinfo(signed.desk()).getStatusCode()).isEqualTo(200);
            assertThat(api.counts(signed.keystone())).isTrue();
            assertThat(desk.told(signed.sid()) + heardAtKiosk(signed)).isZero();
            end(Initiator.PORTAL, signed);
            assertEveryProofIsDead(signed);
        });
    }

    @Test
    void fromTwoSidesAtOnceItIsOneLogout() {
        signedIn(Way.OIDC, signed -> {
            try (ExecutorService both = Executors.newVirtualThreadPerTaskExecutor()) {
                Future<?> operator = both.submit(() -> endedByOperatorIfStillThere(signed));
                Future<?> person = both.submit(() -> signOutInPortal(signed.browser()));
                operator.get();
                person.get();
            } catch (InterruptedException | ExecutionException broken) {
                throw new AssertionError(broken);
            }
            assertEveryProofIsDead(signed);
            Waiting.until(() -> desk.told(signed.sid()) > 0);
            assertThat(desk.told(signed.sid())).isEqualTo(1);
            assertThat(heardAtKiosk(signed)).isEqualTo(1);
            assertThat(audit.all().stream()
                            .filter(line -> line.path("event").asText().equals("session-ended")
                                    && line.path("session").asText().equals(signed.sid())))
                    .hasSize(1);
        });
    }

    private interface Part {
        void play(Signed signed);
    }

    /** A person signed in at the desk and at the kiosk, by way of an upstream, who has a Keystone token too. */
    private void signedIn(Way way, Part part) {
        String guild = GUILD_SECRET + "\n      postLogoutRedirectUris: [\"${base}/realms/house/logout/returned\"]"
                + "\n      backchannelLogoutUri: " + house.at("/login/from/guild/back-channel-logout");
        String there = "signOutUpstream: true\n";
        files.with(
                "guild",
                GUILD_SECRET,
                guild,
                () -> api.with(() -> files.with(
                        "house",
                        "clientId: house\n",
                        "clientId: house\n      " + there,
                        () -> files.with(
                                "house",
                                "      metadata: { url: \"${base}/realms/guild/saml/metadata\" }\n",
                                "      " + there + "      metadata: { url: \"${base}/realms/guild/saml/metadata\" }\n",
                                () -> files.with(
                                        "house",
                                        DESK_SECRET,
                                        DESK_SECRET + "\n      backchannelLogoutUri: " + desk.address(),
                                        () -> files.with(
                                                "house",
                                                "  # further relying parties",
                                                dashboardEntry(),
                                                () -> play(way, part)))))));
    }

    private String dashboardEntry() {
        return """
                  - id: dashboard
                    name: Dashboard
                    consent: trusted
                    keystone:
                      origins: ["%s"]
                      signedOutUris: ["%s"]
                """.formatted(house.party("/dashboard/websso"), house.party("/dashboard/signed-out"))
                .stripTrailing();
    }

    private void play(Way way, Part part) {
        try (PlainBrowser browser = new PlainBrowser()) {
            Arrival arrival = house.arrive(browser, way, way.person, "desk");
            JsonNode assertion = Arrival.at(kiosk.enter(browser)).shown();
            assertThat(assertion.has("SessionIndex")).as("%s", assertion).isTrue();
            String token = handed(browser);
            assertThat(api.counts(token)).isTrue();
            part.play(new Signed(way, browser, arrival, assertion, token));
        }
    }

    private String handed(PlainBrowser browser) {
        Visit handed = browser.open(dashboard("websso/openid"));
        assertThat(handed.html().select("#auto-post").attr("action"))
                .as(handed.body())
                .isEqualTo(house.party("/dashboard/websso").toString());
        return handed.html().select("#auto-post [name=token]").attr("value");
    }

    /** Where a dashboard sends browsers. */
    private URI dashboard(String door) {
        return URI.create(api.base() + "/auth/OS-FEDERATION/" + door + "?"
                + Query.write(Map.of("origin", house.party("/dashboard/websso").toString())));
    }

    private Visit leaveDesk(Signed signed) {
        return signed.browser()
                .open(URI.create(house.at("/logout") + "?"
                        + Query.write(Map.of(
                                "id_token_hint",
                                signed.desk().text("id_token"),
                                "post_logout_redirect_uri",
                                house.party("/desk/signed-out").toString()))));
    }

    private static String cookie(PlainBrowser browser, String name) {
        return browser.cookies().getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals(name))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElseThrow();
    }

    private static String samlAnswer(Visit at) {
        return RedirectQuery.inflated(
                RedirectQuery.read(at.address().getRawQuery()).get("SAMLResponse"));
    }

    private Visit signOutInPortal(PlainBrowser browser) {
        Visit question = browser.click(browser.open(house.at("")), "Sign out");
        return browser.carryOn(browser.submit(question, "form.answers", Map.of("logout", "yes")));
    }

    private List<Map<String, Object>> endedByOperator(Signed signed) {
        Response answer = endedByOperatorIfStillThere(signed);
        answer.then().statusCode(200);
        return answer.jsonPath().getList("ended[0].parties");
    }

    private Response endedByOperatorIfStillThere(Signed signed) {
        return api.as(api.administrator()).delete(api.base() + "/vestibule/sessions/" + signed.sid());
    }

    private void assertEveryProofIsDead(Signed signed) {
        assertThat(house.userinfo(signed.desk()).getStatusCode()).isEqualTo(401);
        assertThat(house.refresh("desk", signed.desk()).getBody()).contains("invalid_grant");
        assertThat(api.counts(signed.keystone())).as("the Keystone token").isFalse();
        assertThat(Arrival.at(house.enter(signed.browser(), "desk", "prompt", "none"))
                        .error())
                .isEqualTo("login_required");
        assertThat(Arrival.at(kiosk.enter(signed.browser(), "IsPassive", "true"))
                        .shown()
                        .path("status")
                        .toString())
                .contains("NoPassive");
    }

    private void assertUpstreamAsksAgain(Signed signed) {
        Visit there = house.through(signed.browser(), house.enter(signed.browser(), "desk"), signed.way().connector);
        assertThat(there.html().select(House.PASSWORD_FORM)).as(there.body()).isNotEmpty();
    }

    private long heardAtKiosk(Signed signed) {
        String index = signed.kiosk().path("SessionIndex").asText();
        return kiosk.signOut().told().stream()
                .filter(told -> told.sessionIndex().equals(index))
                .count();
    }

    /** Whom the audit log says was told of this session, and how that went. */
    private List<String> told(Signed signed) {
        return audit.all().stream()
                .filter(line -> line.path("event").asText().equals("logout-told")
                        && line.path("session").asText().equals(signed.sid()))
                .map(line -> line.path("protocol").asText() + " "
                        + line.path("outcome").asText())
                .toList();
    }
}
