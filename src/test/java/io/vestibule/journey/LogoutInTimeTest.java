package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.journey.BackChannelOfDesk.Mood;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several who are slow at once hold the person no longer than one. */
@QuarkusTest
@TestProfile(JourneyProfile.class)
class LogoutInTimeTest {
    @Inject
    House house;

    @Inject
    RealmFiles files;

    private final BackChannelOfDesk desk = new BackChannelOfDesk();

    @BeforeEach
    void open() {
        desk.open();
    }

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void anApplicationThatIsSlowAndAnUpstreamThatIsSilentShareOnesTime() throws IOException {
        String secret = "clientSecrets: [secret-of-desk-for-the-journeys]";
        try (PlainBrowser browser = new PlainBrowser();
                ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            files.with("house", secret, secret + "\n      backchannelLogoutUri: " + desk.address(), () -> {
                Arrival arrival = house.arrive(browser, Way.OIDC, Way.OIDC.person, "desk");
                String known = "issuer: ${base}/realms/guild\n      clientId: house\n";
                String unknown = "issuer: http://localhost:" + silent.getLocalPort()
                        + "/realms/guild\n      clientId: house\n      signOutUpstream: true\n";
                files.with("house", known, unknown, () -> {
                    desk.mood(Mood.SLOW);
                    Stopwatch held = Stopwatch.start();
                    Visit out = browser.open(URI.create(house.at("/logout") + "?"
                            + Query.write(Map.of("id_token_hint", arrival.text("id_token")))));
                    assertThat(held.time()).isLessThan(Stopwatch.LONGEST_LOGOUT);
                    assertThat(out.html().select(".parties li").text())
                            .contains("Desk did not answer", "Guild did not answer");
                });
            });
        }
    }
}
