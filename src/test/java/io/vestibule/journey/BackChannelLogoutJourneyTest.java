package io.vestibule.journey;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.openid.connect.sdk.claims.LogoutTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.validators.LogoutTokenValidator;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.Waiting;
import io.vestibule.directory.AccountPatch;
import io.vestibule.directory.Accounts;
import io.vestibule.directory.Amendment;
import io.vestibule.directory.Domain;
import io.vestibule.directory.TestFactors;
import io.vestibule.directory.User;
import io.vestibule.directory.UserOptions;
import io.vestibule.identity.Extra;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Secret;
import io.vestibule.identity.UserId;
import io.vestibule.logout.DyingNode;
import io.vestibule.logout.ExpiredSessions;
import io.vestibule.logout.LogoutPropagation;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.HttpCookie;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A relying party with a back channel hears of every logout, now or later, and the person is told what came of it. */
@QuarkusTest
@TestProfile(JourneyProfile.class)
@Tag("oidc")
class BackChannelLogoutJourneyTest {
    private static final String MARK = "vestibule-mark-house";

    @Inject
    House house;

    @Inject
    RealmFiles files;

    @Inject
    JourneyClock clock;

    @Inject
    AuditLines audit;

    @Inject
    LogoutPropagation logout;

    @Inject
    ExpiredSessions expired;

    @Inject
    DyingNode node;

    @Inject
    TestFactors factors;

    @Inject
    Accounts accounts;

    @Inject
    Realms realms;

    private final List<String> received = new CopyOnWriteArrayList<>();
    private final AtomicInteger answer = new AtomicInteger(200);
    private HttpServer channel;

    @BeforeEach
    void listen() throws IOException {
        channel = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        channel.createContext("/", exchange -> {
            try (exchange) {
                received.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                exchange.sendResponseHeaders(answer.get(), -1);
            }
        });
        channel.start();
    }

    @AfterEach
    void leave() {
        channel.stop(0);
        clock.backToNow();
    }

    @Test
    void theRelyingPartyGetsALogoutTokenOfItsSession() {
        withBackChannel(() -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                Arrival arrival = house.arrive(browser, Way.LOCAL, "ada", "desk");
                Visit out = signOut(browser);
                assertThat(out.html().select(".parties li").text()).contains("Desk", "signed out");
                LogoutTokenClaimsSet token = verified(received.getFirst());
                assertThat(token.getSessionID().getValue()).isEqualTo(arrival.claim("sid"));
                assertThat(token.getSubject().getValue()).isEqualTo(arrival.claim("sub"));
                assertThat(received).hasSize(1);
            }
        });
    }

    @Test
    void whoCannotBeReachedIsToldLaterAndOnce() {
        withBackChannel(() -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                house.arrive(browser, Way.LOCAL, "ada", "desk");
                answer.set(503);
                Visit out = signOut(browser);
                assertThat(out.html().select(".parties li").text()).contains("Desk", "did not answer");
                assertThat(received).hasSize(1);

                String refresh = out.html().select("meta[http-equiv=refresh]").attr("content");
                URI news = URI.create(refresh.substring(refresh.indexOf("url=") + 4));
                assertThat(browser.open(news).html().select(".parties li").text())
                        .contains("Desk", "did not answer");

                answer.set(200);
                logout.tellOwed();
                assertThat(received).as("not before its time").hasSize(1);
                clock.move(Duration.ofMinutes(2));
                logout.tellOwed();
                assertThat(received).hasSize(2);
                assertThat(browser.open(news).html().select(".parties li").text())
                        .as("the page knows by itself")
                        .contains("Desk", "signed out")
                        .doesNotContain("did not answer");
                clock.move(Duration.ofHours(3));
                logout.tellOwed();
                assertThat(received).as("told").hasSize(2);
            }
        });
    }

    @Test
    void theReportStaysUntilTheApplicationThatAskedIsTheOnlyOneLeftToGoBackTo() {
        withBackChannel(() -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                Arrival arrival = house.arrive(browser, Way.LOCAL, "ada", "desk");
                answer.set(503);
                Visit report = browser.open(URI.create(house.at("/logout") + "?"
                        + Query.write(Map.of(
                                "id_token_hint",
                                arrival.text("id_token"),
                                "post_logout_redirect_uri",
                                house.party("/desk/signed-out").toString()))));
                URI news = URI.create(report.html().select("[data-on]").attr("data-on"));
                assertThat(news.getPath())
                        .as("it looks for news, and goes nowhere")
                        .endsWith("/logout/report");
                Visit again = browser.open(news);
                assertThat(again.html().select(".parties li").text()).contains("Desk", "did not answer");
                assertThat(browser.click(again, "Back to Desk").address()).isEqualTo(house.party("/desk/signed-out"));

                answer.set(200);
                clock.move(Duration.ofMinutes(2));
                logout.tellOwed();
                assertThat(browser.open(news).address())
                        .as("everybody is out")
                        .isEqualTo(house.party("/desk/signed-out"));
            }
        });
    }

    @Test
    void whoeverIsDisabledOrDeletedIsSignedOutEverywhere() {
        for (boolean deleted : List.of(false, true)) {
            received.clear();
            withBackChannel(() -> {
                try (PlainBrowser browser = new PlainBrowser()) {
                    Arrival arrival = house.arrive(browser, Way.OIDC, "emmy", "desk");
                    UserId user = UserId.parse(arrival.claim("sub")).orElseThrow();
                    RealmName realm = new RealmName("house");
                    if (deleted) {
                        accounts.delete(realm, user);
                    } else {
                        Realm house = realms.find(realm).orElseThrow();
                        accounts.update(house, user, AccountPatch.nothing().withEnabled(false));
                    }
                    assertThat(first(received)).contains(arrival.claim("sid"));
                    if (!deleted) {
                        accounts.update(
                                realms.find(realm).orElseThrow(),
                                user,
                                AccountPatch.nothing().withEnabled(true));
                    }
                }
            });
        }
    }

    @Test
    void whoGetsANewPasswordFromAnAdministratorIsSignedOutAtOnceAndTheApplicationsHearOfIt() {
        withBackChannel(() -> {
            Realm realm = realms.find(new RealmName("house")).orElseThrow();
            accounts.create(
                    realm,
                    new Accounts.NewAccount(
                            Domain.DEFAULT,
                            "renewed",
                            true,
                            Optional.of(new Secret("renewed-password-1")),
                            Optional.empty(),
                            UserOptions.none(),
                            Extra.none()));
            try (PlainBrowser browser = new PlainBrowser()) {
                Arrival arrival = house.arrive(browser, Way.LOCAL, "renewed", "desk");
                clock.move(Duration.ofSeconds(2));
                accounts.update(
                        realm,
                        UserId.parse(arrival.claim("sub")).orElseThrow(),
                        AccountPatch.nothing().withPassword(Amendment.to(new Secret("renewed-password-2"))));
                assertThat(first(received)).contains(arrival.claim("sid"));
                assertThat(Arrival.at(house.enter(browser, "desk", "prompt", "none"))
                                .error())
                        .isEqualTo("login_required");
            }
        });
    }

    @Test
    void aSessionThatRanOutIsALogoutLikeAnyOther() {
        withBackChannel(() -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                Arrival arrival = house.arrive(browser, Way.LOCAL, "ada", "desk");
                expired.clear();
                assertThat(received).as("still signed in").isEmpty();
                clock.move(Duration.ofDays(2));
                expired.clear();
                clock.backToNow();
                assertThat(oneOf(received, arrival.claim("sid"))).isTrue(); // others run out at the same moment
                assertThat(Arrival.at(house.enter(browser, "desk", "prompt", "none"))
                                .error())
                        .isEqualTo("login_required");
            }
        });
    }

    @Test
    void whoeverSignsOutUpstreamIsSignedOutHereAndAtTheApplicationsToo() {
        String there = "clientSecrets: [the-secret-between-house-and-guild]";
        files.with(
                "guild",
                there,
                there + "\n      backchannelLogoutUri: " + house.at("/login/from/guild/back-channel-logout"),
                () -> withBackChannel(() -> {
                    try (PlainBrowser browser = new PlainBrowser()) {
                        Arrival arrival = house.arrive(browser, Way.OIDC, "emmy", "desk");
                        Visit question = browser.click(browser.open(house.server("/realms/guild")), "Sign out");
                        Visit out = browser.submit(question, "form.answers", Map.of("logout", "yes"));
                        assertThat(out.html().select(".parties li").text()).contains("The House", "signed out");

                        assertThat(verified(received.getFirst()).getSessionID().getValue())
                                .isEqualTo(arrival.claim("sid"));
                        assertThat(house.userinfo(arrival).getStatusCode()).isEqualTo(401);
                        assertThat(Arrival.at(house.enter(browser, "desk", "prompt", "none"))
                                        .error())
                                .isEqualTo("login_required");
                    }
                }));
    }

    /** Its own session goes on under the same name. */
    @Test
    void whomTheUpstreamSignedOutOfThisApplicationAloneComesInAgainWithoutAQuestion() {
        String there = "clientSecrets: [the-secret-between-house-and-guild]";
        files.with(
                "guild",
                there,
                there + "\n      backchannelLogoutUri: " + house.at("/login/from/guild/back-channel-logout"),
                () -> {
                    try (PlainBrowser browser = new PlainBrowser()) {
                        Arrival arrival = house.arrive(browser, Way.OIDC, "judy", "desk");
                        Visit question = browser.click(browser.open(house.server("/realms/guild")), "Sign out");
                        browser.submit(question, "form:has([name=only][value=house])", Map.of("only", "house"));
                        assertThat(house.userinfo(arrival).getStatusCode()).isEqualTo(401);
                        Instant left = Instant.now();
                        Waiting.until(() -> left.plusSeconds(2).isBefore(Instant.now())); // tokens count in seconds

                        Visit back = house.through(browser, house.enter(browser, "desk"), "guild");
                        assertThat(Arrival.at(back).claim("sid")).isNotEqualTo(arrival.claim("sid"));
                    }
                });
    }

    @Test
    void theUpstreamsFrontChannelEndsOnlyTheSessionOfThisBrowserThatItNames() {
        String there = "clientSecrets: [the-secret-between-house-and-guild]";
        String page = house.at("/login/from/guild/front-channel-logout").toString();
        files.with("guild", there, there + "\n      frontchannelLogoutUri: " + page, () -> {
            try (PlainBrowser browser = new PlainBrowser();
                    PlainBrowser other = new PlainBrowser()) {
                Arrival arrival = house.arrive(browser, Way.OIDC, "emmy", "desk");
                Visit question = browser.click(browser.open(house.server("/realms/guild")), "Sign out");
                Visit out = browser.submit(question, "form.answers", Map.of("logout", "yes"));
                URI frame = URI.create(out.html().select("iframe").attr("src"));
                assertThat(frame.toString()).startsWith(page + "?iss=");

                assertThat(other.open(frame).status()).as("another browser").isEqualTo(200);
                browser.open(URI.create(page + "?iss=" + house.server("/realms/guild") + "&sid=guessed"));
                browser.open(URI.create(frame.toString().replace("iss=", "iss=x")));
                assertThat(house.userinfo(arrival).getStatusCode()).isEqualTo(200);

                assertThat(browser.open(frame).status()).isEqualTo(200);
                assertThat(house.userinfo(arrival).getStatusCode()).isEqualTo(401);
            }
        });
    }

    /** Where the cookie of the session does not come along: browsers keep that one from frames of other sites. */
    @Test
    void inAFrameOnAnotherSiteTheMarkSaysWhichSessionIsMeant() {
        String there = "clientSecrets: [the-secret-between-house-and-guild]";
        String here = "clientSecret: the-secret-between-house-and-guild";
        String page = house.at("/login/from/guild/front-channel-logout").toString();
        Runnable told = () -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                Arrival arrival = house.arrive(browser, Way.OIDC, "emmy", "desk");
                HttpCookie mark = browser.cookies().getCookieStore().getCookies().stream()
                        .filter(cookie -> cookie.getName().equals(MARK))
                        .findFirst()
                        .orElseThrow();
                Visit question = browser.click(browser.open(house.server("/realms/guild")), "Sign out");
                Visit out = browser.submit(question, "form.answers", Map.of("logout", "yes"));
                String frame = out.html().select("iframe").attr("src");

                given().urlEncodingEnabled(false).get(frame).then().statusCode(200);
                given().urlEncodingEnabled(false)
                        .cookie(MARK, "guessed")
                        .get(frame)
                        .then()
                        .statusCode(200);
                given().cookie(MARK, mark.getValue())
                        .get(page + "?iss=" + house.server("/realms/guild") + "&sid=guessed")
                        .then()
                        .statusCode(200);
                assertThat(house.userinfo(arrival).getStatusCode()).isEqualTo(200);
                given().urlEncodingEnabled(false)
                        .cookie(MARK, mark.getValue())
                        .get(frame)
                        .then()
                        .statusCode(200);
                assertThat(house.userinfo(arrival).getStatusCode()).isEqualTo(401);
            }
        };
        files.with(
                "guild",
                there,
                there + "\n      frontchannelLogoutUri: " + page,
                () -> files.with("house", here, here + "\n      frontChannelLogout: true", told));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ofSeveralInOneBrowserEachHasAMarkUntilTheyLeave(boolean theOtherLeft) {
        String there = "clientSecrets: [the-secret-between-house-and-guild]";
        String here = "clientSecret: the-secret-between-house-and-guild";
        String page = house.at("/login/from/guild/front-channel-logout").toString();
        Runnable told = () -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                Arrival first = house.arrive(browser, Way.OIDC, "emmy", "desk");
                Arrival other = Arrival.at(house.password(
                        browser, house.enter(browser, "shelf", "prompt", "login", "idp_hint", "guild"), "tereza"));
                if (theOtherLeft) {
                    signOut(browser);
                    assertThat(house.userinfo(other).getStatusCode()).isEqualTo(401);
                }
                String mark = browser.cookies().getCookieStore().getCookies().stream()
                        .filter(cookie -> cookie.getName().equals(MARK))
                        .map(HttpCookie::getValue)
                        .findFirst()
                        .orElse("");
                Visit question = browser.open(house.server("/realms/guild/logout?logout_hint=emmy"));
                Visit out = browser.submit(question, "form.answers", Map.of("logout", "yes"));
                String frame = out.html().select("iframe").attr("src");

                given().urlEncodingEnabled(false)
                        .cookie(MARK, mark)
                        .get(frame)
                        .then()
                        .statusCode(200);
                assertThat(house.userinfo(first).getStatusCode()).isEqualTo(401);
                assertThat(house.userinfo(other).getStatusCode()).isEqualTo(theOtherLeft ? 401 : 200);
            }
        };
        files.with(
                "guild",
                there,
                there + "\n      frontchannelLogoutUri: " + page,
                () -> files.with("house", here, here + "\n      frontChannelLogout: true", told));
    }

    @Test
    void aLogoutTokenIsBelievedOnceAndOnlyAtTheConnectorItIsFor() {
        overhearing(form -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                Arrival arrival = house.arrive(browser, Way.OIDC, "emmy", "desk");
                String token = form.apply(browser);
                assertThat(post("/login/from/annex/back-channel-logout", token)).isEqualTo(400);
                assertThat(house.userinfo(arrival).getStatusCode()).isEqualTo(200);
                assertThat(post("/login/from/guild/back-channel-logout", token)).isEqualTo(200);
                assertThat(house.userinfo(arrival).getStatusCode()).isEqualTo(401);
                assertThat(post("/login/from/nobody/back-channel-logout", token))
                        .isEqualTo(404);
                assertThat(post("/login/from/local/back-channel-logout", token)).isEqualTo(404);
            }
        });
    }

    @Test
    void theSameLogoutTokenAgainIsTheSameLogout() {
        overhearing(form -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                house.arrive(browser, Way.OIDC, "emmy", "desk");
                String token = form.apply(browser);
                assertThat(post("/login/from/guild/back-channel-logout", token)).isEqualTo(200);
                audit.begin();
                assertThat(post("/login/from/guild/back-channel-logout", token)).isEqualTo(200);
                assertThat(audit.all()).isEmpty();
            }
        });
    }

    @Test
    void aLogoutTokenOfANodeThatDiedWhileItEndedTheSessionEndsItWhenItComesAgain() {
        overhearing(form -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                Arrival arrival = house.arrive(browser, Way.OIDC, "emmy", "desk");
                String token = form.apply(browser);
                node.dieWhileEndingFor(() -> assertThat(post("/login/from/guild/back-channel-logout", token))
                        .isEqualTo(500));
                assertThat(house.userinfo(arrival).getStatusCode()).isEqualTo(200);
                assertThat(post("/login/from/guild/back-channel-logout", token)).isEqualTo(200);
                assertThat(house.userinfo(arrival).getStatusCode()).isEqualTo(401);
            }
        });
    }

    /** The guild signs them out while the house asks for a second factor. */
    @Test
    void aLogoutTokenEndsALoginThatWaitsForASecondFactor() {
        Realm realm = realms.find(new RealmName("house")).orElseThrow();
        try (PlainBrowser before = new PlainBrowser()) {
            house.arrive(before, Way.OIDC, "emmy", "desk");
        }
        User emmy = factors.person(realm, "emmy").orElseThrow();
        factors.enrol(realm, emmy);
        factors.rule(realm, emmy, "[[\"mapped\",\"totp\"]]");
        try (PlainBrowser browser = new PlainBrowser()) {
            overhearing(form -> {
                Visit page = house.signIn(browser, Way.OIDC, "emmy", house.enter(browser, "desk"));
                assertThat(page.html().select("[name=passcode]"))
                        .as(page.body())
                        .isNotEmpty();
                assertThat(post("/login/from/guild/back-channel-logout", form.apply(browser)))
                        .isEqualTo(200);
                Visit refused =
                        browser.submit(page, "form:has([name=passcode])", Map.of("passcode", factors.passcode()));
                assertThat(refused.html().select("h1").text()).isEqualTo("You signed out meanwhile");
                assertThat(House.sessionCookie(browser)).isEmpty();
            });
        } finally {
            factors.rule(realm, emmy, "null");
            factors.reset(realm, emmy);
        }
    }

    /** Of what the guild sends when somebody signs out there, and the house did not get. */
    private void overhearing(Consumer<Function<PlainBrowser, String>> test) {
        String there = "clientSecrets: [the-secret-between-house-and-guild]";
        String listener = "http://localhost:" + channel.getAddress().getPort() + "/overheard";
        files.with(
                "guild",
                there,
                there + "\n      backchannelLogoutUri: " + listener,
                () -> test.accept(browser -> {
                    Visit question = browser.click(browser.open(house.server("/realms/guild")), "Sign out");
                    browser.submit(question, "form.answers", Map.of("logout", "yes"));
                    return received.getFirst();
                }));
    }

    /** What comes first within some seconds, with its claims readable. */
    private static String first(List<String> received) {
        long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (received.isEmpty() && System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        return claims(received.getFirst());
    }

    /** Whether one that comes within some seconds speaks of that session. */
    private static boolean oneOf(List<String> received, String session) {
        long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (System.nanoTime() < until) {
            if (received.stream().anyMatch(form -> claims(form).contains(session))) {
                return true;
            }
            Thread.onSpinWait();
        }
        return false;
    }

    private static String claims(String form) {
        String token = URLDecoder.decode(form, StandardCharsets.UTF_8);
        return new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8);
    }

    private int post(String path, String form) {
        return given().contentType("application/x-www-form-urlencoded")
                .body(form)
                .post(house.at(path))
                .statusCode();
    }

    private void withBackChannel(Runnable meanwhile) {
        String uri = "http://localhost:" + channel.getAddress().getPort() + "/out";
        files.with(
                "house",
                "clientSecrets: [secret-of-desk-for-the-journeys]",
                "clientSecrets: [secret-of-desk-for-the-journeys]\n      backchannelLogoutUri: " + uri,
                meanwhile);
    }

    private Visit signOut(PlainBrowser browser) {
        Visit question = browser.click(browser.open(house.at("")), "Sign out");
        return browser.submit(question, "form.answers", Map.of("logout", "yes"));
    }

    private LogoutTokenClaimsSet verified(String form) {
        String token = URLDecoder.decode(form.substring("logout_token=".length()), StandardCharsets.UTF_8);
        try {
            return new LogoutTokenValidator(
                            house.parties().issuer(),
                            new ClientID("desk"),
                            JWSAlgorithm.RS256,
                            house.parties().metadata().getJWKSetURI().toURL())
                    .validate(JWTParser.parse(token));
        } catch (Exception refused) {
            throw new AssertionError("the logout token does not verify", refused);
        }
    }
}
