package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A dashboard's address to sign out, opened more than once. */
@QuarkusTest
@TestProfile(JourneyProfile.class)
@Tag("keystone")
class DashboardSignOutAgainJourneyTest {
    private static final String DESK_SECRET = "clientSecrets: [secret-of-desk-for-the-journeys]";
    private static final Map<String, String> YES = Map.of("logout", "yes");

    @Inject
    House house;

    @Inject
    IdentityApi api;

    @Inject
    RealmFiles files;

    private final BackChannelOfDesk desk = new BackChannelOfDesk();
    private final PlainBrowser browser = new PlainBrowser();

    @BeforeEach
    void open() {
        desk.open();
    }

    @AfterEach
    void close() {
        browser.close();
        desk.close();
    }

    @Test
    void inTwoTabsItIsOneLogoutWithOneReportAndOneWayBack() {
        signedIn(arrival -> {
            desk.mood(BackChannelOfDesk.Mood.REFUSING);
            Visit one = browser.open(dashboard("logout"));
            Visit two = browser.open(dashboard("logout"));
            Visit first = browser.submit(one, "form.answers", YES);
            Visit second = browser.submit(two, "form.answers", YES);
            for (Visit report : List.of(first, second)) {
                assertThat(report.html().select(".parties li").eachText())
                        .containsExactlyInAnyOrder(
                                "Desk refused to sign you out: sign out there too", "Dashboard signed out");
                assertThat(browser.click(report, "Back to Dashboard").address())
                        .isEqualTo(house.party("/dashboard/signed-out"));
            }
        });
    }

    @Test
    void afterwardsItLeadsBackAtOnceAndEndsNothing() {
        signedIn(arrival -> {
            Visit first = browser.submit(browser.open(dashboard("logout")), "form.answers", YES);
            assertThat(first.address()).isEqualTo(house.party("/dashboard/signed-out"));
            assertThat(browser.open(dashboard("logout")).address()).isEqualTo(house.party("/dashboard/signed-out"));
            assertThat(desk.told(arrival.claim("sid"))).isEqualTo(1);
        });
    }

    @Test
    void whoIsBackMeanwhileIsAsked() {
        signedIn(before -> {
            browser.submit(browser.open(dashboard("logout")), "form.answers", YES);
            Arrival again = house.arrive(browser, Way.LOCAL, "ada", "desk");
            assertThat(browser.open(dashboard("logout")).html().text()).contains("Sign out?");
            assertThat(house.userinfo(again).getStatusCode()).isEqualTo(200);
        });
    }

    private interface Part {
        void play(Arrival arrival);
    }

    private void signedIn(Part part) {
        String dashboard = """
                  - id: dashboard
                    name: Dashboard
                    consent: trusted
                    keystone:
                      origins: ["%s"]
                      signedOutUris: ["%s"]
                """.formatted(house.party("/dashboard/websso"), house.party("/dashboard/signed-out"))
                .stripTrailing();
        String heard = DESK_SECRET + "\n      backchannelLogoutUri: " + desk.address();
        api.with(() -> files.with("house", DESK_SECRET, heard, () -> {
            files.with("house", "  # further relying parties", dashboard, () -> {
                Arrival arrival = house.arrive(browser, Way.LOCAL, "ada", "desk");
                assertThat(browser.open(dashboard("websso/openid")).html().select("#auto-post [name=token]"))
                        .hasSize(1);
                part.play(arrival);
            });
        }));
    }

    /** Where a dashboard sends browsers. */
    private URI dashboard(String door) {
        return URI.create(api.base() + "/auth/OS-FEDERATION/" + door + "?"
                + Query.write(Map.of("origin", house.party("/dashboard/websso").toString())));
    }
}
