package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a login ends: at the relying party, at the portal, and not by accident. */
@QuarkusTest
@TestProfile(JourneyProfile.class)
class SignOutJourneyTest {
    @Inject
    House house;

    @Inject
    RealmFiles files;

    @ParameterizedTest
    @EnumSource(Way.class)
    void aRelyingPartyThatKnowsTheSessionEndsItWithoutAsking(Way way) {
        try (PlainBrowser browser = new PlainBrowser()) {
            Arrival arrival = house.arrive(browser, way, way.person, "desk");

            Visit out = browser.open(endSession(
                    "id_token_hint",
                    arrival.text("id_token"),
                    "post_logout_redirect_uri",
                    house.party("/desk/signed-out").toString(),
                    "state",
                    "a b&c"));

            assertThat(out.address().getPath()).isEqualTo("/desk/signed-out");
            assertThat(Query.read(out.address())).containsEntry("state", "a b&c");
            assertSignedOut(browser, arrival);
        }
    }

    @Test
    void withoutAHintThePersonDecides() {
        try (PlainBrowser browser = new PlainBrowser()) {
            Arrival arrival = house.arrive(browser, Way.LOCAL, "ada", "desk");
            URI asks =
                    endSession("client_id", "desk", "post_logout_redirect_uri", house.party("/desk/signed-out") + "");

            Visit question = browser.open(asks);
            assertThat(question.html().text()).contains("Sign out?", "Desk", "Ada Lovelace");
            browser.submit(question, "form.answers", Map.of("logout", "no"));
            assertThat(Arrival.at(house.enter(browser, "shelf")).claim("sid")).isEqualTo(arrival.claim("sid"));

            Visit out = browser.submit(browser.open(asks), "form.answers", Map.of("logout", "yes"));
            assertThat(out.html().select(".parties li").text())
                    .as("who cannot be told")
                    .isEqualTo("Shelf cannot be told: sign out there too");
            assertThat(out.html().select("meta[http-equiv=refresh], [data-on]"))
                    .as("the page stays while the person has something to do in it")
                    .isEmpty();
            assertThat(browser.click(out, "Back to Desk").address()).isEqualTo(house.party("/desk/signed-out"));
            assertSignedOut(browser, arrival);
        }
    }

    @Test
    void anAddressThatIsNotRegisteredIsNotReturnedTo() {
        try (PlainBrowser browser = new PlainBrowser()) {
            Arrival arrival = house.arrive(browser, Way.LOCAL, "ada", "desk");

            Visit refused = browser.open(endSession(
                    "id_token_hint",
                    arrival.text("id_token"),
                    "post_logout_redirect_uri",
                    house.party("/elsewhere").toString()));

            assertThat(refused.status()).isEqualTo(400);
            assertThat(House.reference(refused)).isNotEmpty();
            assertThat(Arrival.at(house.enter(browser, "shelf")).claim("sid"))
                    .as("still signed in")
                    .isEqualTo(arrival.claim("sid"));
        }
    }

    @Test
    void theHintOfAnotherPersonsSessionSignsNobodyOut() {
        try (PlainBrowser ada = new PlainBrowser();
                PlainBrowser grace = new PlainBrowser()) {
            Arrival hers = house.arrive(ada, Way.LOCAL, "ada", "desk");
            Arrival other = house.arrive(grace, Way.LOCAL, "grace", "desk");

            Visit question = grace.open(endSession("id_token_hint", hers.text("id_token")));
            assertThat(question.html().text()).contains("Sign out?", "Grace Hopper");
            assertThat(Arrival.at(house.enter(ada, "shelf")).claim("sid")).isEqualTo(hers.claim("sid"));
            assertThat(Arrival.at(house.enter(grace, "shelf")).claim("sid")).isEqualTo(other.claim("sid"));
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void thePortalSignsOutAfterAsking(Way way) {
        try (PlainBrowser browser = new PlainBrowser()) {
            Arrival arrival = house.arrive(browser, way, way.person, "desk");
            Visit home = browser.open(house.at(""));
            assertThat(home.html().text()).contains(way.fullName, "Desk");

            Visit question = browser.click(home, "Sign out");
            assertThat(Arrival.at(house.enter(browser, "shelf")).claim("sid"))
                    .as("only asked")
                    .isEqualTo(arrival.claim("sid"));
            Visit out = browser.submit(question, "form.answers", Map.of("logout", "yes"));
            assertThat(out.html().text()).contains("You are signed out");
            assertSignedOut(browser, arrival);
        }
    }

    @Test
    void oneOfTwoPeopleSignsOutAndTheOtherStays() {
        try (PlainBrowser browser = new PlainBrowser()) {
            Arrival ada = house.arrive(browser, Way.LOCAL, "ada", "desk");
            Visit accounts = house.enter(browser, "desk", "prompt", "select_account");
            Visit picker = browser.submit(accounts, Map.of("account", "other"));
            Arrival grace = Arrival.at(house.signIn(browser, Way.LOCAL, "grace", picker));

            browser.open(endSession("id_token_hint", grace.text("id_token")));

            assertThat(house.userinfo(grace).getStatusCode()).isEqualTo(401);
            assertThat(Arrival.at(house.enter(browser, "shelf")).claim("sub")).isEqualTo(ada.claim("sub"));
        }
    }

    @Test
    void aHintSaysWhoIsAskedAboutAndInWhichLanguage() {
        try (PlainBrowser browser = new PlainBrowser()) {
            Arrival ada = house.arrive(browser, Way.LOCAL, "ada", "desk");
            Visit accounts = house.enter(browser, "desk", "prompt", "select_account");
            Visit picker = browser.submit(accounts, Map.of("account", "other"));
            Arrival grace = Arrival.at(house.signIn(browser, Way.LOCAL, "grace", picker));

            Visit question = browser.open(
                    endSession("client_id", "desk", "logout_hint", "ADA@house.example", "ui_locales", "nl de en"));
            assertThat(question.html().text()).contains("Ada Lovelace").doesNotContain("Grace Hopper");
            assertThat(question.html().select("html").attr("lang")).isEqualTo("de");
            Visit out = browser.submit(question, "form.answers", Map.of("logout", "yes"));

            assertThat(out.html().select("html").attr("lang")).as("to the end").isEqualTo("de");
            assertThat(house.userinfo(ada).getStatusCode()).isEqualTo(401);
            assertThat(Arrival.at(house.enter(browser, "shelf")).claim("sub")).isEqualTo(grace.claim("sub"));
            assertThat(browser.open(endSession("logout_hint", "nobody")).html().text())
                    .as("a hint that fits nobody")
                    .contains("Grace Hopper");
        }
    }

    @Test
    void whereTheConnectorSaysSoTheUpstreamIsSignedOutTooAndTheApplicationComesLast() {
        files.with(
                "guild",
                "clientSecrets: [the-secret-between-house-and-guild]",
                """
                clientSecrets: [the-secret-between-house-and-guild]
                      postLogoutRedirectUris: ["${base}/realms/house/logout/returned"]""",
                () -> files.with("house", "clientId: house\n", "clientId: house\n      signOutUpstream: true\n", () -> {
                    try (PlainBrowser browser = new PlainBrowser()) {
                        Arrival arrival = house.arrive(browser, Way.OIDC, "emmy", "desk");
                        Visit out = browser.open(endSession(
                                "id_token_hint",
                                arrival.text("id_token"),
                                "post_logout_redirect_uri",
                                house.party("/desk/signed-out").toString()));
                        assertThat(out.address().getPath()).isEqualTo("/desk/signed-out");
                        assertThat(out.trail())
                                .extracting(URI::getPath)
                                .contains("/realms/guild/logout", "/realms/house/logout/returned");
                        assertSignedOut(browser, arrival);
                        Visit guild = house.through(browser, house.enter(browser, "desk"), "guild");
                        assertThat(guild.html().select(House.PASSWORD_FORM))
                                .as("the guild asks again")
                                .isNotEmpty();

                        house.password(browser, guild, "emmy");
                        Visit question = browser.click(browser.open(house.at("")), "Sign out");
                        Visit report = browser.submit(question, "form.answers", Map.of("logout", "yes"));
                        assertThat(report.html().select(".parties li").text()).contains("Desk", "Guild");
                    }
                }));
    }

    @Test
    void whatComesBackFromTheUpstreamIsOfTheBrowserThatWentThere() {
        files.with(
                "guild",
                "clientSecrets: [the-secret-between-house-and-guild]",
                """
                clientSecrets: [the-secret-between-house-and-guild]
                      postLogoutRedirectUris: ["${base}/realms/house/logout/returned"]""",
                () -> files.with("house", "clientId: house\n", "clientId: house\n      signOutUpstream: true\n", () -> {
                    try (PlainBrowser browser = new PlainBrowser();
                            PlainBrowser other = new PlainBrowser()) {
                        Arrival arrival = house.arrive(browser, Way.OIDC, "emmy", "desk");
                        house.arrive(other, Way.LOCAL, "ada", "desk");
                        URI leaving = endSession(
                                "id_token_hint",
                                arrival.text("id_token"),
                                "post_logout_redirect_uri",
                                house.party("/desk/signed-out").toString());
                        URI away = URI.create(
                                browser.ask(HttpRequest.newBuilder(leaving).GET())
                                        .headers()
                                        .firstValue("Location")
                                        .orElseThrow());
                        assertThat(away.getPath()).isEqualTo("/realms/guild/logout");
                        URI back = house.at(
                                "/logout/returned?state=" + Query.read(away).get("state"));

                        Visit refused = other.open(back);
                        assertThat(refused.status()).isEqualTo(400);
                        assertThat(House.reference(refused)).isNotEmpty();
                        assertThat(browser.open(back).address()).isEqualTo(house.party("/desk/signed-out"));
                    }
                }));
    }

    @Test
    void aRelyingPartyWithAFrontChannelIsLoadedOutOfSightBeforeTheBrowserGoesOn() {
        String secret = "clientSecrets: [secret-of-desk-for-the-journeys]";
        String page = house.party("/desk/front-channel").toString();
        files.with("house", secret, secret + "\n      frontchannelLogoutUri: " + page, () -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                Arrival arrival = house.arrive(browser, Way.LOCAL, "ada", "desk");
                Visit out = browser.open(endSession(
                        "id_token_hint",
                        arrival.text("id_token"),
                        "post_logout_redirect_uri",
                        house.party("/desk/signed-out").toString()));
                URI frame = URI.create(out.html().select("iframe").attr("src"));
                assertThat(frame.toString()).startsWith(page + "?");
                assertThat(Query.read(frame))
                        .containsEntry("iss", house.parties().issuer().getValue())
                        .containsEntry("sid", arrival.claim("sid"));
                assertThat(out.html().select("meta[http-equiv=refresh]").attr("content"))
                        .contains("/desk/signed-out");
                assertThat(out.html().select(".parties li").text()).contains("Desk", "did not confirm");
                assertSignedOut(browser, arrival);
            }
        });
    }

    /** As after a restart: where one signs out at the guild, nobody here knows or can find out. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anUpstreamThatNobodyHereKnowsAnythingOfIsNamedAllTheSame(boolean down) throws IOException {
        try (PlainBrowser browser = new PlainBrowser();
                ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Arrival arrival = house.arrive(browser, Way.OIDC, Way.OIDC.person, "desk");
            if (down) {
                silent.close();
            }
            String known = "issuer: ${base}/realms/guild\n      clientId: house\n";
            String unknown = "issuer: http://localhost:" + silent.getLocalPort()
                    + "/realms/guild\n      clientId: house\n      signOutUpstream: true\n";
            files.with("house", known, unknown, () -> {
                long began = System.nanoTime();
                Visit out = browser.open(endSession(
                        "id_token_hint",
                        arrival.text("id_token"),
                        "post_logout_redirect_uri",
                        house.party("/desk/signed-out").toString()));
                assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
                assertThat(out.html().select(".parties li").text())
                        .as(out.body())
                        .contains("Guild did not answer: sign out there too");
                assertThat(out.html().select("[data-on*='/desk/signed-out']"))
                        .as("not as if everybody were out")
                        .isEmpty();
                Visit there = browser.open(URI.create(out.html()
                        .select(".parties a:contains(Sign out at Guild)")
                        .attr("abs:href")));
                assertThat(there.html().select(".parties li").text())
                        .isEqualTo("Guild did not answer: sign out there too");
            });
            assertSignedOut(browser, arrival);
        }
    }

    /** A provider may take any request to its place to sign out for one: whoever only looks must not go there. */
    @Test
    void anUpstreamIsAskedAtItsFrontPageWhetherItAnswersAndSignsOutNobodyByThat() throws IOException {
        List<String> asked = new CopyOnWriteArrayList<>();
        HttpServer upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        String issuer = "http://localhost:" + upstream.getAddress().getPort() + "/realms/guild";
        upstream.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().toString());
            byte[] metadata = """
                    {"issuer":"%1$s","authorization_endpoint":"%1$s/authorize","token_endpoint":"%1$s/token",
                     "jwks_uri":"%1$s/jwks","end_session_endpoint":"%1$s/leave","response_types_supported":["code"],
                     "subject_types_supported":["public"],"id_token_signing_alg_values_supported":["RS256"]}
                    """.formatted(issuer).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, metadata.length);
            try (exchange) {
                exchange.getResponseBody().write(metadata);
            }
        });
        upstream.start();
        try (PlainBrowser browser = new PlainBrowser()) {
            Arrival arrival = house.arrive(browser, Way.OIDC, Way.OIDC.person, "desk");
            String known = "issuer: ${base}/realms/guild\n      clientId: house\n";
            String watched = "issuer: " + issuer + "\n      clientId: house\n      signOutUpstream: true\n";
            files.with(
                    "house", known, watched, () -> browser.open(endSession("id_token_hint", arrival.text("id_token"))));
            assertThat(asked).contains("/");
            assertThat(asked)
                    .filteredOn(path -> path.startsWith("/realms/guild/leave"))
                    .singleElement()
                    .asString()
                    .contains("post_logout_redirect_uri");
        } finally {
            upstream.stop(0);
        }
    }

    @Test
    void thePortalSignsInByItself() {
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit picker = browser.click(browser.open(house.at("")), "Sign in");
            Visit home = house.signIn(browser, Way.OIDC, picker);
            assertThat(home.address()).isEqualTo(house.at(""));
            assertThat(home.html().text()).contains("Emmy Noether");
        }
    }

    private void assertSignedOut(PlainBrowser browser, Arrival before) {
        assertThat(Arrival.at(house.enter(browser, "desk", "prompt", "none")).error())
                .isEqualTo("login_required");
        assertThat(house.userinfo(before).getStatusCode()).isEqualTo(401);
        assertThat(house.refresh("desk", before).getBody()).contains("invalid_grant");
    }

    private URI endSession(String... parameters) {
        Map<String, String> query = new LinkedHashMap<>();
        for (int i = 0; i < parameters.length; i += 2) {
            query.put(parameters[i], parameters[i + 1]);
        }
        return URI.create(house.parties().metadata().getEndSessionEndpointURI() + "?" + Query.write(query));
    }
}
