package io.vestibule.journey;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Devices and time; who guesses codes (security cases 38 and 44); which accounts may allow a device. */
@QuarkusTest
@TestProfile(JourneyProfile.class)
class DeviceJourneyTest {
    private static final String GRANT = "urn:ietf:params:oauth:grant-type:device_code";
    private static final String APPROVAL = "form:has([name=consent])";
    private static final int FROM_ONE_ADDRESS = 60; // as the profile says
    private static final int FROM_EVERYWHERE = 300;

    @Inject
    House house;

    @Inject
    AuditLines audit;

    @Inject
    JourneyClock clock;

    @BeforeEach
    void begin() {
        audit.begin();
    }

    @AfterEach
    void back() {
        clock.backToNow();
    }

    private Response begin(String client) {
        Response begun = given().formParam("client_id", client)
                .formParam("scope", "openid profile")
                .post(house.at("/device_authorization"));
        begun.then().statusCode(200);
        return begun;
    }

    private Response poll(String client, Response begun) {
        return given().formParam("grant_type", GRANT)
                .formParam("client_id", client)
                .formParam("device_code", begun.<String>path("device_code"))
                .post(house.at("/token"));
    }

    private static void is(Response response, String error) {
        response.then().statusCode(400).body("error", equalTo(error));
    }

    private Visit enter(PlainBrowser browser, String code) {
        return browser.submit(browser.open(house.at("/device")), "main form", Map.of("user_code", code));
    }

    private Visit allow(PlainBrowser browser, Visit asked) {
        return browser.submit(asked, APPROVAL, Map.of("consent", "allow"));
    }

    @Test
    void whoAsksTooOftenIsToldToSlowDownEachTime() { // RFC 8628 §3.5
        Response begun = begin("tv");
        is(poll("tv", begun), "authorization_pending");
        clock.move(Duration.ofSeconds(3));
        is(poll("tv", begun), "slow_down"); // from now on ten seconds
        clock.move(Duration.ofSeconds(10));
        is(poll("tv", begun), "slow_down"); // fifteen
        clock.move(Duration.ofSeconds(26));
        is(poll("tv", begun), "authorization_pending");
    }

    @Test
    void whatNobodyAllowedInTimeIsOver() {
        Response begun = begin("tv");
        clock.move(Duration.ofSeconds(601));
        is(poll("tv", begun), "expired_token");
        try (PlainBrowser browser = new PlainBrowser()) {
            assertThat(enter(browser, begun.path("user_code")).status()).isEqualTo(400);
        }
    }

    @Test
    void whatWasAllowedAtTheLastMomentCanStillBeFetched() {
        Response begun = begin("tv");
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit asked = house.password(browser, enter(browser, begun.path("user_code")), "hertha");
            clock.move(Duration.ofSeconds(590));
            allow(browser, asked);
        }
        clock.move(Duration.ofSeconds(610));
        poll("tv", begun).then().statusCode(200);
        String lines = audit.all().toString();
        assertThat(lines)
                .contains("consent-decided", GRANT)
                .doesNotContain(begun.<String>path("user_code"), begun.<String>path("device_code"));
    }

    /** There is no page of it, nor a session that could go on: nothing to do there, and nothing left to tell it. */
    @Test
    void whoSignsOutReadsThatTheDevicesAccessIsOver() {
        Response begun = begin("tv");
        try (PlainBrowser browser = new PlainBrowser()) {
            allow(browser, house.password(browser, enter(browser, begun.path("user_code")), "hertha"));
            String access = poll("tv", begun).then().statusCode(200).extract().path("access_token");
            assertThat(house.parties().userinfo(access).getStatusCode()).isEqualTo(200);
            Visit question = browser.open(house.at("/sign-out"));
            Visit report = browser.carryOn(browser.submit(question, "form.answers", Map.of("logout", "yes")));
            assertThat(report.html().select(".parties li").text())
                    .isEqualTo("Television its access from this session is over");
            assertThat(house.parties().userinfo(access).getStatusCode()).isEqualTo(401);
        }
    }

    @Test
    void whoDecidesTooLateIsToldSo() {
        Response begun = begin("tv");
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit asked = house.password(browser, enter(browser, begun.path("user_code")), "hertha");
            clock.move(Duration.ofSeconds(601));
            assertThat(allow(browser, asked).title()).startsWith("The code is no longer good");
        }
        is(poll("tv", begun), "expired_token");
    }

    @Test
    void onlyAnAccountThatTheApplicationAcceptsCanAllowTheDevice() {
        Response begun = begin("guild-tv");
        try (PlainBrowser browser = new PlainBrowser()) {
            house.password(browser, browser.open(house.at("/sign-in")), "hertha"); // by the house, which is not enough
            Visit away = browser.carryOn(enter(browser, begun.path("user_code")));
            assertThat(away.address().getPath()).contains("/realms/guild/");
            Visit asked = house.password(browser, away, Way.OIDC.person);
            assertThat(asked.html().select("main").text()).contains("Television of the guild", Way.OIDC.fullName);
            allow(browser, asked);
        }
        poll("guild-tv", begun).then().statusCode(200);
    }

    @Test
    void whoCancelsTheLoginHasRefused() {
        Response begun = begin("tv");
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit login = enter(browser, begun.path("user_code"));
            Visit done = browser.submit(login, "form:has([name=cancel])", Map.of("cancel", "yes"));
            assertThat(done.title()).startsWith("The device was refused");
        }
        is(poll("tv", begun), "access_denied");
    }

    @Test
    void guessingIsStoppedByAddressAndThenByPerson() throws Exception {
        Response begun = begin("tv");
        clock.move(Duration.ofMinutes(8));
        try {
            for (int i = 0; i < FROM_ONE_ADDRESS; i++) {
                assertThat(guess("127.0.0.41", "Sec-Fetch-Site", "cross-site").statusCode())
                        .as("a page of somebody else spends no guesses of its visitors")
                        .isEqualTo(200);
                assertThat(guess("127.0.0.41", "Origin", "https://elsewhere.example")
                                .statusCode())
                        .isEqualTo(200);
            }
            for (int i = 0; i < FROM_ONE_ADDRESS; i++) {
                assertThat(guess("127.0.0.41").statusCode()).isEqualTo(400);
            }
            assertThat(guess("127.0.0.41").statusCode()).isEqualTo(429);
            assertThat(audit.all())
                    .anyMatch(line -> line.path("reason").asText().equals("user-code-unknown"))
                    .anyMatch(line -> line.path("reason").asText().equals("too-many-wrong-user-codes"));
            for (int i = FROM_ONE_ADDRESS; i < FROM_EVERYWHERE; i++) {
                guess("127.0.0." + (42 + i / FROM_ONE_ADDRESS));
            }
            HttpResponse<String> stranger = guess("127.0.0.61");
            assertThat(stranger.statusCode()).isEqualTo(429);
            assertThat(stranger.body()).contains("Sign in first");
            try (PlainBrowser browser = new PlainBrowser()) {
                assertThat(enter(browser, begun.path("user_code")).status()).isEqualTo(429);
                house.password(browser, browser.open(house.at("/sign-in")), "hertha");
                allow(browser, enter(browser, begun.path("user_code"))); // the right one of somebody who is known
            }
            poll("tv", begun).then().statusCode(200);
        } finally {
            clock.move(Duration.ofMinutes(30)); // later than any other test was wrong
            assertThat(guess("127.0.0.61").statusCode()).as("over").isEqualTo(400);
        }
    }

    /** A wrong code, from an address of its own, so that no other test is braked by it. */
    private HttpResponse<String> guess(String from, String... headers) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newBuilder()
                .localAddress(InetAddress.getByName(from))
                .build()) {
            HttpRequest.Builder request = HttpRequest.newBuilder(house.at("/device"))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .header("Accept", "text/html")
                    .POST(HttpRequest.BodyPublishers.ofString("user_code=BBBB-BBBB"));
            if (headers.length > 0) {
                request.headers(headers);
            }
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
