package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** One logout that arrives several times, because a reply was lost, a page was loaded again or two tabs ask at once. */
@QuarkusTest
@TestProfile(JourneyProfile.class)
class SameLogoutAgainJourneyTest {
    private static final String DESK_SECRET = "clientSecrets: [secret-of-desk-for-the-journeys]";
    private static final String DESK_ALONE = "form:has([name=only][value=desk])";
    private static final Map<String, String> YES = Map.of("logout", "yes");

    @Inject
    House house;

    @Inject
    RealmFiles files;

    @Inject
    JourneyClock clock;

    @Test
    void theAnswerGivenTwiceShowsTheSameReportAndTellsThoseWhomOnlyTheBrowserCan() {
        withFrontChannelAtDesk(() -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                house.arrive(browser, Way.LOCAL, "ada", "desk");
                house.enter(browser, "shelf");
                Visit question = browser.open(house.at("/sign-out"));

                Visit first = browser.submit(question, "form.answers", YES);
                Visit second = browser.submit(question, "form.answers", YES);

                assertThat(parties(first)).anyMatch(party -> party.contains("Desk"));
                assertThat(parties(second)).isEqualTo(parties(first));
                assertThat(frames(second)).isNotEmpty().isEqualTo(frames(first));
            }
        });
    }

    @Test
    void theLinkOpenedTwiceGoesToTheUpstreamTheSecondTimeWhenTheFirstGotLost() {
        withUpstream(() -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                Arrival arrival = house.arrive(browser, Way.OIDC, "emmy", "desk");
                HttpRequest.Builder lost = HttpRequest.newBuilder(leaving(arrival));
                assertThat(browser.ask(lost.GET()).headers().firstValue("Location"))
                        .hasValueSatisfying(there -> assertThat(there).contains("/realms/guild/logout"));

                Visit second = browser.open(leaving(arrival));

                assertThat(second.address()).isEqualTo(house.party("/desk/signed-out"));
                assertThat(second.trail()).extracting(URI::getPath).contains("/realms/guild/logout");
                Visit guild = house.through(browser, house.enter(browser, "desk"), "guild");
                assertThat(guild.html().select(House.PASSWORD_FORM))
                        .as("the guild asks again")
                        .isNotEmpty();
            }
        });
    }

    @Test
    void twoAtTheSameMomentSeeTheSameTruth() {
        BackChannelOfDesk desk = new BackChannelOfDesk();
        desk.open();
        files.with("house", DESK_SECRET, DESK_SECRET + "\n      backchannelLogoutUri: " + desk.address(), () -> {
            try (PlainBrowser browser = new PlainBrowser();
                    ExecutorService both = Executors.newVirtualThreadPerTaskExecutor()) {
                house.arrive(browser, Way.LOCAL, "grace", "desk");
                Visit question = browser.open(house.at("/sign-out"));
                desk.mood(BackChannelOfDesk.Mood.REFUSING);
                Future<Visit> one = both.submit(() -> browser.submit(question, "form.answers", YES));
                Future<Visit> two = both.submit(() -> browser.submit(question, "form.answers", YES));
                long began = System.nanoTime();
                assertThat(parties(one.get()))
                        .singleElement()
                        .asString()
                        .contains("Desk refused to sign you out")
                        .isEqualTo(String.join("", parties(two.get())));
                assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
            } catch (InterruptedException | ExecutionException broken) {
                throw new AssertionError(broken);
            } finally {
                desk.close();
            }
        });
    }

    @Test
    void inAnotherBrowserItShowsAndMovesNothing() {
        withFrontChannelAtDesk(() -> {
            try (PlainBrowser browser = new PlainBrowser();
                    PlainBrowser other = new PlainBrowser()) {
                Arrival arrival = house.arrive(browser, Way.LOCAL, "ada", "desk");
                other.open(house.at("/sign-out"));
                URI link = URI.create(
                        house.at("/logout") + "?" + Query.write(Map.of("id_token_hint", arrival.text("id_token"))));
                Visit own = browser.open(link);
                assertThat(frames(own)).isNotEmpty();

                Visit elsewhere = other.open(link);
                assertThat(parties(elsewhere)).isEmpty();
                assertThat(frames(elsewhere)).isEmpty();
                assertThat(frames(browser.open(link))).isEqualTo(frames(own));
            }
        });
    }

    @Test
    void whoSignedInAgainMeanwhileIsAskedAndNotTakenAroundOnceMore() {
        withFrontChannelAtDesk(() -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                Arrival before = house.arrive(browser, Way.LOCAL, "ada", "desk");
                URI link = leaving(before);
                browser.open(link);
                Arrival again = house.arrive(browser, Way.LOCAL, "ada", "desk");

                Visit question = browser.open(link);
                assertThat(question.html().text()).contains("Sign out?");
                assertThat(frames(question)).isEmpty();
                assertThat(house.userinfo(again).getStatusCode()).isEqualTo(200);
            }
        });
    }

    @Test
    void theReportLoadedAgainAfterTheUpstreamIsTheSame() {
        withUpstream(() -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                house.arrive(browser, Way.OIDC, "emmy", "desk");
                Visit report = browser.submit(browser.open(house.at("/sign-out")), "form.answers", YES);
                assertThat(report.address().getPath()).endsWith("/logout/returned");
                assertThat(parties(report)).hasSize(2);
                assertThat(parties(browser.open(report.address()))).isEqualTo(parties(report));
            }
        });
    }

    @Test
    void oneApplicationLeftTwiceShowsTheSameReportAndTellsThoseWhomOnlyTheBrowserCan() {
        withFrontChannelAtDesk(() -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                house.arrive(browser, Way.LOCAL, "ada", "desk");
                house.enter(browser, "shelf");
                Visit question = browser.open(house.at("/sign-out"));

                Visit first = browser.submit(question, DESK_ALONE, Map.of("only", "desk"));
                Visit second = browser.submit(question, DESK_ALONE, Map.of("only", "desk"));

                assertThat(first.html().select("h1").text()).isEqualTo("You are signed out of Desk");
                assertThat(second.html().select("h1").text()).isEqualTo("You are signed out of Desk");
                assertThat(parties(second)).isNotEmpty().isEqualTo(parties(first));
                assertThat(frames(second)).isNotEmpty().isEqualTo(frames(first));
            }
        });
    }

    @Test
    void oneApplicationLeftTwiceAtTheSameMomentIsToldOnceAndBothSeeTheSameTruth() {
        BackChannelOfDesk desk = new BackChannelOfDesk();
        desk.open();
        files.with("house", DESK_SECRET, DESK_SECRET + "\n      backchannelLogoutUri: " + desk.address(), () -> {
            try (PlainBrowser browser = new PlainBrowser();
                    ExecutorService both = Executors.newVirtualThreadPerTaskExecutor()) {
                Arrival arrival = house.arrive(browser, Way.LOCAL, "grace", "desk");
                Visit question = browser.open(URI.create(house.at("/logout") + "?"
                        + Query.write(Map.of(
                                "client_id",
                                "desk",
                                "post_logout_redirect_uri",
                                house.party("/desk/signed-out").toString()))));
                desk.mood(BackChannelOfDesk.Mood.REFUSING);
                Future<Visit> one = both.submit(() -> browser.submit(question, DESK_ALONE, Map.of("only", "desk")));
                Future<Visit> two = both.submit(() -> browser.submit(question, DESK_ALONE, Map.of("only", "desk")));
                for (Future<Visit> answer : List.of(one, two)) {
                    assertThat(parties(answer.get()))
                            .containsExactly("Desk refused to sign you out: sign out there too");
                    assertThat(answer.get().html().select("a:contains(Back to Desk)"))
                            .hasSize(1);
                }
                desk.mood(BackChannelOfDesk.Mood.WILLING);
                assertThat(parties(browser.submit(question, DESK_ALONE, Map.of("only", "desk"))))
                        .containsExactly("Desk refused to sign you out: sign out there too");
                assertThat(desk.told(arrival.claim("sid"))).isZero();
            } catch (InterruptedException | ExecutionException broken) {
                throw new AssertionError(broken);
            } finally {
                desk.close();
            }
        });
    }

    @Test
    void whoIsBackAtTheOneApplicationMeanwhileIsAskedFirst() {
        try (PlainBrowser browser = new PlainBrowser()) {
            house.arrive(browser, Way.LOCAL, "ada", "desk");
            Visit question = browser.open(house.at("/sign-out"));
            browser.submit(question, DESK_ALONE, Map.of("only", "desk"));
            clock.move(Duration.ofSeconds(5));
            Arrival again = Arrival.at(house.enter(browser, "desk"));

            Visit asked = browser.submit(question, DESK_ALONE, Map.of("only", "desk"));
            assertThat(asked.html().text()).contains("Sign out?", "Ada Lovelace");
            assertThat(house.userinfo(again).getStatusCode()).isEqualTo(200);
            browser.submit(asked, DESK_ALONE, Map.of("only", "desk"));
            assertThat(house.userinfo(again).getStatusCode()).isEqualTo(401);
        } finally {
            clock.backToNow();
        }
    }

    /** Older than the answers that are kept, and younger than the question: it says what is true all the same. */
    @Test
    void oneApplicationLeftLongAgoIsSaidToBeLeft() {
        try (PlainBrowser browser = new PlainBrowser()) {
            house.arrive(browser, Way.LOCAL, "ada", "desk");
            house.enter(browser, "shelf");
            Visit question = browser.open(house.at("/sign-out"));
            browser.submit(question, DESK_ALONE, Map.of("only", "desk"));
            clock.move(Duration.ofMinutes(20));
            Visit late = browser.submit(question, DESK_ALONE, Map.of("only", "desk"));
            assertThat(late.html().select("h1").text()).isEqualTo("You are signed out of Desk");
        } finally {
            clock.backToNow();
        }
    }

    private URI leaving(Arrival arrival) {
        return URI.create(house.at("/logout") + "?"
                + Query.write(Map.of(
                        "id_token_hint",
                        arrival.text("id_token"),
                        "post_logout_redirect_uri",
                        house.party("/desk/signed-out").toString())));
    }

    private static List<String> parties(Visit report) {
        return report.html().select(".parties li").eachText();
    }

    private static List<String> frames(Visit report) {
        return report.html().select("iframe").eachAttr("src");
    }

    private void withFrontChannelAtDesk(Runnable meanwhile) {
        String page = house.party("/desk/front-channel").toString();
        files.with("house", DESK_SECRET, DESK_SECRET + "\n      frontchannelLogoutUri: " + page, meanwhile);
    }

    private void withUpstream(Runnable meanwhile) {
        files.with(
                "guild",
                "clientSecrets: [the-secret-between-house-and-guild]",
                """
                clientSecrets: [the-secret-between-house-and-guild]
                      postLogoutRedirectUris: ["${base}/realms/house/logout/returned"]""",
                () -> files.with(
                        "house", "clientId: house\n", "clientId: house\n      signOutUpstream: true\n", meanwhile));
    }
}
