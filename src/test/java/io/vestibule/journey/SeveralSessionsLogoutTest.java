package io.vestibule.journey;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jwt.JWTClaimsSet;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.UserId;
import io.vestibule.keys.JwtKeys;
import io.vestibule.keys.SigningAlgorithm;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.session.Sessions;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One message may end many sessions; an application that never answers holds whoever sent it once, not once for each. */
@QuarkusTest
@TestProfile(JourneyProfile.class)
@Tag("oidc")
@Tag("saml")
class SeveralSessionsLogoutTest {
    private static final String DESK_SECRET = "clientSecrets: [secret-of-desk-for-the-journeys]";

    @Inject
    House house;

    @Inject
    Kiosk kiosk;

    @Inject
    RealmFiles files;

    @Inject
    Sessions sessions;

    @Inject
    JwtKeys keys;

    private final BackChannelOfDesk desk = new BackChannelOfDesk();
    private final List<PlainBrowser> browsers = new ArrayList<>();
    private final List<Arrival> arrivals = new ArrayList<>();

    @BeforeEach
    void open() {
        desk.open();
        for (int i = 0; i < 3; i++) {
            browsers.add(new PlainBrowser());
        }
    }

    @AfterEach
    void close() {
        browsers.forEach(PlainBrowser::close);
        desk.close();
    }

    @Test
    void anUpstreamsTokenWithoutASessionEndsAllOfThePersonAtOnce() {
        everywhere(() -> {
            UserId user = UserId.parse(arrivals.getFirst().claim("sub")).orElseThrow();
            String subject = sessions.ofUser(user).getFirst().upstreamSubject();
            assertEndsAllInTime(() -> given().contentType("application/x-www-form-urlencoded")
                    .formParam("logout_token", tokenOfGuild(subject))
                    .post(house.at("/login/from/guild/back-channel-logout"))
                    .then()
                    .statusCode(200));
        });
    }

    @Test
    void aServiceProvidersRequestWithoutASessionEndsAllOfThePersonAtOnce() {
        everywhere(() -> {
            JsonNode assertion = Arrival.at(kiosk.enter(browsers.getFirst())).shown();
            browsers.stream().skip(1).forEach(kiosk::enter);
            assertEndsAllInTime(
                    () -> assertThat(kiosk.leaveEverywhere(assertion)).contains("PartialLogout"));
        });
    }

    private void assertEndsAllInTime(Runnable message) {
        desk.mood(BackChannelOfDesk.Mood.SLOW);
        Stopwatch held = Stopwatch.start();
        message.run();
        assertThat(held.time())
                .as("the desk says nothing, and is waited for once")
                .isBetween(Duration.ofSeconds(2), Stopwatch.LONGEST_LOGOUT);
        assertThat(arrivals)
                .allSatisfy(arrival ->
                        assertThat(house.userinfo(arrival).getStatusCode()).isEqualTo(401));
    }

    private void everywhere(Runnable part) {
        files.with("house", DESK_SECRET, DESK_SECRET + "\n      backchannelLogoutUri: " + desk.address(), () -> {
            browsers.forEach(browser -> arrivals.add(house.arrive(browser, Way.OIDC, "emmy", "desk")));
            part.run();
        });
    }

    private String tokenOfGuild(String subject) {
        Instant now = Instant.now();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(house.server("/realms/guild").toString())
                .subject(subject)
                .audience("house")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(60)))
                .jwtID(UUID.randomUUID().toString())
                .claim("events", Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of()))
                .build();
        return keys.sign(new RealmName("guild"), SigningAlgorithm.RS256, "logout+jwt", claims);
    }
}
