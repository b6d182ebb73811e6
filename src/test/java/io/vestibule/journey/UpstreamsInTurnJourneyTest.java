package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.protocol.saml.toy.RedirectQuery;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who came by two upstreams is signed out of both, one after the other, and no trouble with one keeps them from the other. */
@QuarkusTest
@TestProfile(JourneyProfile.class)
@Tag("saml")
class UpstreamsInTurnJourneyTest {
    private static final String AT_COLLEGE = "/realms/college/logout";
    private static final String AT_CATHEDRAL = "/realms/cathedral/saml/slo";

    @Inject
    House house;

    @Inject
    RealmFiles files;

    @Inject
    JourneyClock clock;

    @Inject
    CollegeAndCathedral upstreams;

    private final BackChannelOfDesk desk = new BackChannelOfDesk();
    private final PlainBrowser browser = new PlainBrowser();

    @BeforeEach
    void open() {
        desk.open();
    }

    @AfterEach
    void close() {
        clock.backToNow();
        browser.close();
        desk.close();
    }

    @ParameterizedTest
    @CsvSource({
        "college, cathedral, page",
        "cathedral, college, page",
        "college, cathedral, hint",
        "cathedral, college, hint"
    })
    void theBrowserGoesToOneAndThenToTheOther(String first, String last, String from) {
        upstreams.open(desk.address(), () -> {
            CollegeAndCathedral.Both both = upstreams.arriveByBoth(browser, first, last);
            Visit end = browser.carryOn(from.equals("hint") ? leave(both.current()) : signOut());

            assertThat(end.trail())
                    .extracting(URI::getPath)
                    .containsOnlyOnce(AT_COLLEGE)
                    .contains(AT_CATHEDRAL);
            for (Arrival arrival : List.of(both.earlier(), both.current())) {
                assertThat(desk.told(arrival.claim("sid"))).isEqualTo(1);
                assertThat(house.userinfo(arrival).getStatusCode()).isEqualTo(401);
            }
            if (from.equals("hint")) {
                assertThat(end.address()).isEqualTo(house.party("/desk/signed-out"));
            } else {
                assertThat(parties(end))
                        .containsExactlyInAnyOrder(
                                "Desk signed out",
                                "Cathedral signed out",
                                "College asked to sign you out; it did not confirm");
            }
            assertThat(upstreams.asksAgain(browser, first)).isTrue();
            assertThat(upstreams.asksAgain(browser, last)).isTrue();
        });
    }

    @ParameterizedTest
    @CsvSource({
        "college, cathedral, true",
        "college, cathedral, false",
        "cathedral, college, true",
        "cathedral, college, false"
    })
    void oneThatIsNotThereIsPassedOverAndTheOtherGetsTheBrowser(String there, String gone, boolean down)
            throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            if (down) {
                silent.close();
            }
            upstreams.open(desk.address(), () -> {
                Arrival arrival = upstreams.arriveByBoth(browser, there, gone).current();
                String known = gone.equals("college") ? CollegeAndCathedral.COLLEGE : CollegeAndCathedral.CATHEDRAL;
                files.with(
                        "house", known, known.replace("${base}", "http://localhost:" + silent.getLocalPort()), () -> {
                            Stopwatch held = Stopwatch.start();
                            Visit end = browser.carryOn(leave(arrival));
                            assertThat(held.time()).isLessThan(Stopwatch.LONGEST_LOGOUT);
                            assertThat(end.trail())
                                    .extracting(URI::getPath)
                                    .contains(there.equals("college") ? AT_COLLEGE : AT_CATHEDRAL);
                            assertThat(parties(end))
                                    .anyMatch(party -> party.equalsIgnoreCase(
                                            gone + " did not answer: sign out there tooSign out at " + gone))
                                    .anyMatch(party -> party.equalsIgnoreCase(there
                                            + (there.equals("college")
                                                    ? " asked to sign you out; it did not confirm"
                                                    : " signed out")));
                            assertThat(browser.click(end, "Back to Desk").address())
                                    .isEqualTo(house.party("/desk/signed-out"));
                        });
                assertThat(upstreams.asksAgain(browser, there)).isTrue();
                assertThat(desk.told(arrival.claim("sid"))).isEqualTo(1);
            });
        }
    }

    /** The cathedral says PartialLogout: it has signed the person out, and could not be sure of all whom it told (SAML Core §3.7.3.2). */
    @Test
    void oneThatIsNotSureOfItsOwnApplicationsIsItselfSignedOutAndTheOtherGetsTheBrowser() {
        upstreams.open(desk.address(), () -> {
            upstreams.arriveByBoth(browser, "college", "cathedral");
            upstreams.joinTheChoir(browser);
            Visit there = browser.carryOn(signOut());
            assertThat(there.html().select("iframe").attr("src")).contains("/choir/out");
            URI next = URI.create(there.html().select("[data-on]").attr("abs:data-on"));
            Visit end = browser.carryOn(browser.open(next));
            assertThat(end.trail())
                    .filteredOn(step -> Query.read(step).containsKey("SAMLResponse"))
                    .singleElement()
                    .satisfies(answer -> assertThat(
                                    RedirectQuery.inflated(Query.read(answer).get("SAMLResponse")))
                            .contains("PartialLogout"));
            assertThat(end.trail()).extracting(URI::getPath).contains(AT_COLLEGE);
            assertThat(parties(end))
                    .containsExactlyInAnyOrder(
                            "Desk signed out",
                            "Cathedral signed out",
                            "College asked to sign you out; it did not confirm");
        });
    }

    /** The five seconds are ours; how long somebody looks at a page of an upstream is theirs. */
    @Test
    void whoeverStaysALongTimeWithOneIsTakenToTheOtherAllTheSame() {
        upstreams.open(desk.address(), () -> {
            Arrival arrival =
                    upstreams.arriveByBoth(browser, "cathedral", "college").current();
            URI away = URI.create(
                    browser.ask(HttpRequest.newBuilder(leaving(arrival)).GET())
                            .headers()
                            .firstValue("Location")
                            .orElseThrow());
            assertThat(away.getPath()).isEqualTo(AT_COLLEGE);
            clock.move(Duration.ofMinutes(5));
            Visit end = browser.carryOn(browser.open(away));
            assertThat(end.trail()).extracting(URI::getPath).contains(AT_CATHEDRAL);
            assertThat(end.address()).isEqualTo(house.party("/desk/signed-out"));
            clock.backToNow();
            assertThat(upstreams.asksAgain(browser, "cathedral")).isTrue();
        });
    }

    private Visit signOut() {
        return browser.submit(browser.open(house.at("/sign-out")), "form.answers", Map.of("logout", "yes"));
    }

    private Visit leave(Arrival arrival) {
        return browser.open(leaving(arrival));
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
}
