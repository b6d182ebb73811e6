package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.Waiting;
import io.vestibule.identity.RealmName;
import io.vestibule.journey.EveryParty.Signed;
import io.vestibule.logout.DyingNode;
import io.vestibule.logout.LogoutPropagation;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.protocol.saml.toy.ToySignOut;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whoever ends a session ends it for everyone: the desk (OpenID, back channel), the kiosk (SAML, SOAP), a Keystone token and the
 * upstream, one of OpenID and one of SAML. The Keystone token is a dashboard's, handed to it by the browser.
 */
@QuarkusTest
@TestProfile(JourneyProfile.class)
@Tag("saml")
@Tag("keystone")
@TestInstance(Lifecycle.PER_CLASS) // for all of them the realms read the same
class LogoutMatrixTest {
    private static final RealmName HOUSE = new RealmName("house");

    @Inject
    House house;

    @Inject
    Kiosk kiosk;

    @Inject
    IdentityApi api;

    @Inject
    JourneyClock clock;

    @Inject
    AuditLines audit;

    @Inject
    LogoutPropagation logout;

    @Inject
    DyingNode node;

    @Inject
    EveryParty parties;

    @Inject
    HouseAndGuild realms;

    private final BackChannelOfDesk desk = new BackChannelOfDesk();
    private RealmFiles.Changed files;

    @BeforeAll
    void open() {
        desk.open();
        files = realms.toldAt(desk);
    }

    @AfterAll
    void close() {
        files.close();
        desk.close();
    }

    @BeforeEach
    void listen() {
        audit.begin();
    }

    @AfterEach
    void goOnAsAlways() {
        desk.mood(BackChannelOfDesk.Mood.WILLING);
        kiosk.signOut().become(ToySignOut.Mood.WILLING);
        clock.backToNow();
    }

    static Stream<Arguments> everyInitiatorWithEveryUpstream() {
        return Stream.of(Initiator.values())
                .flatMap(initiator ->
                        Stream.of(Way.OIDC, Way.SAML).filter(initiator::fits).map(way -> Arguments.of(initiator, way)));
    }

    @ParameterizedTest(name = "{0}, upstream {1}")
    @MethodSource("everyInitiatorWithEveryUpstream")
    void whoeverEndsItEveryPartyIsOutAndTheReportIsTrue(Initiator initiator, Way way) {
        parties.signedIn(way, signed -> {
            end(initiator, signed);
            realms.assertEveryProofIsDead(signed);
            assertThat(desk.told(signed.sid())).as("the desk heard once").isEqualTo(1);
            assertThat(parties.heardAtKiosk(signed)).isEqualTo(initiator == Initiator.SAML_SERVICE_PROVIDER ? 0 : 1);
            assertThat(realms.told(signed)).as("and the audit log says so").contains("oidc done");
            if (initiator != Initiator.SAML_SERVICE_PROVIDER) {
                assertThat(realms.told(signed)).contains("saml done");
            }
            if (initiator.inBrowser() || initiator == Initiator.UPSTREAM || (initiator.unseen() && way == Way.SAML)) {
                parties.assertUpstreamAsksAgain(signed);
            }
            if (initiator.unseen()) {
                assertThat(realms.told(signed))
                        .as("by SOAP; for OpenID there is no way but the browser")
                        .contains(way == Way.SAML ? "upstream done" : "upstream via-browser");
            }
        });
    }

    private void end(Initiator initiator, Signed signed) {
        switch (initiator) {
            case PORTAL -> {
                String report = parties.signOutInPortal(signed)
                        .html()
                        .select(".parties li")
                        .text();
                assertThat(report).contains("Desk signed out", "Kiosk signed out", "Dashboard signed out");
                assertThat(report).contains(signed.way() == Way.SAML ? "Abbey signed out" : "Guild asked to sign");
            }
            case OIDC_RELYING_PARTY -> {
                Visit out = parties.signOutAtDesk(signed);
                assertThat(out.address().getPath()).as(out.body()).isEqualTo("/desk/signed-out");
            }
            case SAML_SERVICE_PROVIDER -> {
                String answer = EveryParty.samlAnswer(parties.signOutAtKiosk(signed));
                // An OpenID upstream only sends the browser back, which is no confirmation.
                assertThat(answer.contains("PartialLogout")).as(answer).isEqualTo(signed.way() == Way.OIDC);
            }
            case KEYSTONE -> parties.endByToken(signed);
            case DASHBOARD ->
                assertThat(parties.signOutAtDashboard(signed).address())
                        .isEqualTo(house.party("/dashboard/signed-out"));
            case UPSTREAM ->
                assertThat(parties.signOutAtGuild(signed)
                                .html()
                                .select(".parties li")
                                .text())
                        .contains(signed.way() == Way.SAML ? "The House's abbey signed out" : "The House signed out");
            case UPSTREAM_BY_BROWSER -> {
                Visit back = realms.sentByGuild(signed);
                assertThat(back.address().getPath()).as(back.body()).isEqualTo("/realms/guild/saml/slo");
                assertThat(EveryParty.samlAnswer(back))
                        .contains("status:Success")
                        .doesNotContain("PartialLogout");
            }
            case UPSTREAM_BY_SOAP ->
                assertThat(realms.toldByGuild(signed))
                        .contains("status:Success")
                        .doesNotContain("PartialLogout");
            case OPERATOR ->
                assertThat(parties.endedByOperator(signed))
                        .contains("Desk signed-out", "Kiosk signed-out", "Dashboard signed-out")
                        .contains(signed.way() == Way.SAML ? "Abbey signed-out" : "Guild needs-browser");
            case EXPIRY -> {
                realms.expire();
                Waiting.until(() -> realms.told(signed).containsAll(List.of("oidc done", "saml done")));
            }
        }
    }

    /** Whose browser could tell the upstream is not there: that is no logout of everybody. */
    @Test
    void aServiceProviderThatAsksWithoutTheBrowserHearsThatTheUpstreamGoesOn() {
        parties.signedIn(Way.OIDC, signed -> {
            assertThat(kiosk.leaveEverywhere(signed.kiosk())).contains("status:PartialLogout");
            assertThat(realms.told(signed)).contains("oidc done", "upstream via-browser");
            realms.assertEveryProofIsDead(signed);
        });
    }

    /** Signed out of one application: that one is told, and has nothing any more; everybody else notices nothing. */
    @ParameterizedTest
    @CsvSource({"desk, Desk", "kiosk, Kiosk", "dashboard, Dashboard"})
    void oneApplicationIsLeftAloneAndEnteredAgainWithoutAQuestion(String id, String name) {
        parties.signedIn(Way.OIDC, signed -> {
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
            assertThat(parties.heardAtKiosk(signed)).isEqualTo(id.equals("kiosk") ? 1 : 0);
            assertThat(audit.all())
                    .anyMatch(line -> line.path("event").asText().equals("application-left")
                            && line.path("session").asText().equals(signed.sid()));
            assertThat(signed.browser()
                            .open(house.at("/account/sessions"))
                            .html()
                            .select("li:has(> .stack > .mark) button[name=application]")
                            .text())
                    .doesNotContain(name);

            Signed again = parties.enteredAgain(signed);
            assertThat(api.counts(again.keystone())).isTrue();
            assertThat(house.userinfo(again.desk()).getStatusCode()).isEqualTo(200);
            end(Initiator.PORTAL, again);
            realms.assertEveryProofIsDead(again);
            assertThat(desk.told(signed.sid())).as("and told of the end").isEqualTo(id.equals("desk") ? 2 : 1);
        });
    }

    @Test
    void whoAsksWithoutAHintIsLeftAloneWhereThePersonSaysSo() {
        parties.signedIn(Way.OIDC, signed -> {
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
            assertThat(parties.heardAtKiosk(signed)).isZero();
            assertThat(api.counts(signed.keystone())).isTrue();
        });
    }

    @Test
    void oldNewsDoesNotEndWhatThePersonEnteredAgain() {
        parties.signedIn(Way.OIDC, signed -> {
            desk.mood(BackChannelOfDesk.Mood.REFUSING);
            Visit question = signed.browser().open(house.at("/sign-out"));
            Visit report = signed.browser().submit(question, "section form", Map.of("only", "desk"));
            assertThat(report.html().select(".parties li").text())
                    .isEqualTo("Desk refused to sign you out: sign out there too");
            assertThat(house.userinfo(signed.desk()).getStatusCode()).isEqualTo(401);
            Signed again = parties.enteredAgain(signed);
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
                    .isEqualTo("Desk refused to sign you out: sign out there too");
            assertThat(house.userinfo(again.desk()).getStatusCode()).isEqualTo(200);
            end(Initiator.PORTAL, again);
            realms.assertEveryProofIsDead(again);
            assertThat(desk.told(signed.sid())).isEqualTo(before + 1);
        });
    }

    @Test
    void aNodeKilledHalfWayTellsNobodyTwiceAndLosesNobody() {
        parties.signedIn(Way.OIDC, signed -> {
            kiosk.signOut().become(ToySignOut.Mood.SILENT);
            node.dieHalfWay(HOUSE, signed.ref(), "oidc desk");
            assertThat(desk.told(signed.sid())).isEqualTo(1);
            realms.assertEveryProofIsDead(signed);

            kiosk.signOut().become(ToySignOut.Mood.WILLING);
            clock.move(Duration.ofMinutes(2)); // another node, once the dead one's time is up
            logout.tellOwed();
            long heard = parties.heardAtKiosk(signed);
            assertThat(heard)
                    .as("the one that did not answer, and may not have been asked")
                    .isBetween(1L, 2L);
            clock.move(Duration.ofMinutes(20));
            logout.tellOwed();
            clock.backToNow();
            assertThat(parties.heardAtKiosk(signed)).isEqualTo(heard);
            assertThat(desk.told(signed.sid())).as("the one that knew").isEqualTo(1);
        });
    }

    @Test
    void aNodeKilledAfterTheEndLosesNobody() {
        parties.signedIn(Way.OIDC, signed -> {
            node.endAndDie(HOUSE, signed.ref());
            assertThat(desk.told(signed.sid())).isZero();
            realms.assertEveryProofIsDead(signed);
            clock.move(Duration.ofMinutes(2)); // another node, once the dead one's time is up
            logout.tellOwed();
            clock.backToNow();
            assertThat(desk.told(signed.sid())).isEqualTo(1);
            assertThat(parties.heardAtKiosk(signed)).isEqualTo(1);
        });
    }

    @Test
    void aNodeKilledBeforeTheEndIsThroughEndedNothing() {
        parties.signedIn(Way.OIDC, signed -> {
            node.dieWhileEnding(HOUSE, signed.ref());
            assertThat(house.userinfo(signed.desk()).getStatusCode()).isEqualTo(200);
            assertThat(api.counts(signed.keystone())).isTrue();
            assertThat(desk.told(signed.sid()) + parties.heardAtKiosk(signed)).isZero();
            end(Initiator.PORTAL, signed);
            realms.assertEveryProofIsDead(signed);
        });
    }

    @Test
    void fromTwoSidesAtOnceItIsOneLogout() {
        parties.signedIn(Way.OIDC, signed -> {
            try (ExecutorService both = Executors.newVirtualThreadPerTaskExecutor()) {
                Future<?> operator = both.submit(() -> parties.endedByOperatorIfStillThere(signed));
                Future<?> person = both.submit(() -> parties.signOutInPortal(signed));
                operator.get();
                person.get();
            } catch (InterruptedException | ExecutionException broken) {
                throw new AssertionError(broken);
            }
            realms.assertEveryProofIsDead(signed);
            Waiting.until(() -> desk.told(signed.sid()) > 0);
            assertThat(desk.told(signed.sid())).isEqualTo(1);
            assertThat(parties.heardAtKiosk(signed)).isEqualTo(1);
            assertThat(audit.all().stream()
                            .filter(line -> line.path("event").asText().equals("session-ended")
                                    && line.path("session").asText().equals(signed.sid())))
                    .hasSize(1);
        });
    }
}
