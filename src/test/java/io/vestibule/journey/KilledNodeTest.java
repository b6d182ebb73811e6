package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.StartupEvent;
import io.vestibule.TestDatabase;
import io.vestibule.Waiting;
import io.vestibule.journey.BackChannelOfDesk.Mood;
import io.vestibule.journey.EveryParty.Signed;
import io.vestibule.peer.BuiltNode;
import io.vestibule.peer.LoadBalancer;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.protocol.saml.toy.ToySignOut;
import io.vestibule.realm.BaseUrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two servers as they were built, on one store and behind one address. One is killed while it tells the parties of two people who
 * sign out: shelf and dashboard know by then, desk and kiosk have not answered yet. The other does the rest.
 */
@Tag("saml")
@Tag("keystone")
@Tag("nodes")
class KilledNodeTest {
    /** It looks again a second after it has looked. */
    private static final Duration ANOTHER_NODE_KNOWS = Duration.ofMillis(1_500);

    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration ROUND_OF_THE_TIMER = Duration.ofSeconds(10);

    private final BackChannelOfDesk desk = new BackChannelOfDesk();
    private final BackChannelOfDesk shelf = new BackChannelOfDesk();
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private LoadBalancer address;
    private House house;
    private Kiosk kiosk;
    private IdentityCalls api;
    private EveryParty parties;
    private BuiltNode first;
    private BuiltNode second;

    @BeforeEach
    void open(@TempDir Path realms) throws IOException {
        BuiltNode.missing().ifPresent(why -> abort("skipped: " + why));
        TestDatabase database = new TestDatabase();
        Map<String, String> store = database.start();
        opened.push(database::stop);
        address = LoadBalancer.open();
        opened.push(address);
        openParties();
        for (String realm : List.of("house", "guild")) {
            String text = JourneyProfile.text(
                    realm, house.party("").getPort(), kiosk.consumer().getPort());
            Files.writeString(realms.resolve(realm + ".yaml"), toldOfEverything(realm, text));
        }
        Map<String, String> settings = Map.of(
                "VESTIBULE_BASE_URL", base().value().toString(),
                "VESTIBULE_MASTER_KEY", masterKey(),
                "VESTIBULE_REALM_CONFIG", realms.toString(),
                "VESTIBULE_DATABASE_URL", store.get("quarkus.datasource.jdbc.url"),
                "VESTIBULE_DATABASE_USER", store.get("quarkus.datasource.username"),
                "VESTIBULE_DATABASE_PASSWORD", store.get("quarkus.datasource.password"),
                "VESTIBULE_OUTBOUND_TIMEOUT", "30s"); // both are slow in their first minute
        first = started(settings);
        second = started(settings);
        first.awaitReady();
        second.awaitReady();
        address.turnTo(first.port());
    }

    private void openParties() throws IOException {
        desk.open();
        opened.push(desk::close);
        shelf.open();
        opened.push(shelf::close);
        RelyingParties relyingParties = new RelyingParties(base(), JourneyProfile.freePort());
        PartyPages pages = new PartyPages(relyingParties);
        pages.open(new StartupEvent());
        opened.push(pages::close);
        house = new House(base(), relyingParties);
        kiosk = new Kiosk(base(), JourneyProfile.freePort());
        kiosk.open(new StartupEvent());
        opened.push(kiosk::close);
        api = new IdentityCalls() {
            @Override
            String base() {
                return house.at("/v3").toString();
            }
        };
        parties = new EveryParty(house, kiosk, api);
    }

    private String toldOfEverything(String realm, String text) {
        return realm.equals("guild")
                ? EveryParty.guild(text, house)
                : EveryParty.toldAt(shelf, "shelf", EveryParty.house(text, house, desk));
    }

    private BaseUrl base() {
        return new BaseUrl(URI.create("http://localhost:" + address.port()));
    }

    private static String masterKey() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return Base64.getEncoder().encodeToString(key);
    }

    private BuiltNode started(Map<String, String> settings) {
        BuiltNode node = BuiltNode.start(settings);
        opened.push(node);
        return node;
    }

    @AfterEach
    void close() throws Exception {
        desk.mood(Mood.WILLING);
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    @Test
    void theOtherNodeRefusesEveryProofTellsWhoeverDoesNotKnowAndReportsTheTruth() {
        try (PlainBrowser hers = new PlainBrowser();
                PlainBrowser lost = new PlainBrowser()) {
            house.awaken();
            Signed emmy = signedIn(Way.OIDC, hers);
            Signed hypatia = signedIn(Way.SAML, lost);
            List<Signed> both = List.of(emmy, hypatia);
            address.turnTo(second.port());
            both.forEach(this::assertEverythingCounts);
            address.turnTo(first.port());
            Visit asked = asked(emmy);

            List<CompletableFuture<Visit>> signOuts = begun(both, List.of(asked, asked(hypatia)));
            first.kill();
            address.turnTo(second.port());
            for (CompletableFuture<Visit> signOut : signOuts) {
                assertThatThrownBy(signOut::join)
                        .isInstanceOf(CompletionException.class)
                        .hasRootCauseInstanceOf(IOException.class);
            }
            both.forEach(this::assertNothingCounts);

            assertThat(saidTo(emmy, asked)).noneMatch(KilledNodeTest::callsThemSignedOut);
            Visit report = reportOf(emmy, asked);
            assertThat(lines(report))
                    .containsExactlyInAnyOrder(
                            "Desk did not answer: sign out there too",
                            "Kiosk did not answer: sign out there too",
                            "Shelf signed out",
                            "Dashboard signed out",
                            "Guild asked to sign you out; it did not confirm");

            desk.mood(Mood.WILLING);
            kiosk.signOut().become(ToySignOut.Mood.WILLING);
            Waiting.until(
                    LEASE.plus(ROUND_OF_THE_TIMER).plusSeconds(5),
                    () -> both.stream()
                            .allMatch(one -> desk.told(one.sid()) > 0
                                    && outcomes(second, one, kiosk.id()).contains("done")));
            Waiting.until(() -> saidAgain(emmy, report).stream()
                            .filter(KilledNodeTest::callsThemSignedOut)
                            .count()
                    == 2);
            assertThat(List.of(desk.told(emmy.sid()), desk.told(hypatia.sid()))).containsOnly(1);
            assertThat(shelf.told(hypatia.sid())).as("who knew already").isEqualTo(1);
            assertThat(parties.heardAtKiosk(hypatia)).as("asked by either node").isEqualTo(2);
            assertThat(told(second, hypatia)).hasSize(2);
        }
    }

    private Signed signedIn(Way way, PlainBrowser browser) {
        Signed signed = parties.signedIn(way, browser);
        assertThat(Arrival.at(house.enter(browser, "shelf", "prompt", "none")).claim("sid"))
                .isEqualTo(signed.sid());
        return signed;
    }

    private void assertEverythingCounts(Signed signed) {
        assertThat(house.userinfo(signed.desk()).getStatusCode()).isEqualTo(200);
        assertThat(signed.listed()).noneMatch(ListedStatus::isMarked);
        assertThat(List.of(signed.keystone(), signed.later())).allMatch(api::counts);
    }

    private void assertNothingCounts(Signed signed) {
        Waiting.until(
                ANOTHER_NODE_KNOWS,
                () -> house.userinfo(signed.desk()).getStatusCode() == 401 && !api.counts(signed.keystone()));
        parties.assertEveryProofIsRefused(signed);
        Waiting.until(Duration.ofSeconds(2), () -> signed.listed().stream().allMatch(ListedStatus::isMarked));
    }

    private Visit asked(Signed signed) {
        return signed.browser().click(signed.browser().open(house.at("")), "Sign out");
    }

    private static Visit agreed(Signed signed, Visit asked) {
        return signed.browser().submit(asked, "form.answers", Map.of("logout", "yes"));
    }

    /** Shelf and dashboard have been told of both, and the node knows it; desk and kiosk have heard it and say nothing. */
    private List<CompletableFuture<Visit>> begun(List<Signed> people, List<Visit> asked) {
        desk.mood(Mood.SLOW);
        kiosk.signOut().become(ToySignOut.Mood.SILENT);
        List<CompletableFuture<Visit>> signOuts = List.of(
                CompletableFuture.supplyAsync(() -> agreed(people.getFirst(), asked.getFirst())),
                CompletableFuture.supplyAsync(() -> agreed(people.getLast(), asked.getLast())));
        Waiting.until(() -> people.stream()
                .allMatch(signed -> parties.heardAtKiosk(signed) == 1
                        && outcomes(first, signed, "shelf").contains("done")
                        && outcomes(first, signed, "dashboard").contains("done")));
        return signOuts;
    }

    /** What the person reads who loads the page again on which nothing came. */
    private static List<String> saidTo(Signed signed, Visit asked) {
        Stopwatch held = Stopwatch.start();
        Visit page = signed.browser().carryOn(agreed(signed, asked));
        assertThat(held.time()).isLessThan(Stopwatch.LONGEST_LOGOUT);
        return lines(page);
    }

    /** Once it is clear that the node which began is gone. */
    private static Visit reportOf(Signed signed, Visit asked) {
        for (int tries = 0; tries < 4; tries++) {
            Stopwatch held = Stopwatch.start();
            Visit page = signed.browser().carryOn(agreed(signed, asked));
            assertThat(held.time()).isLessThan(Stopwatch.LONGEST_LOGOUT);
            if (lines(page).stream().anyMatch(line -> line.startsWith("Desk did not answer"))) {
                return page;
            }
        }
        throw new AssertionError("nobody took the logout over");
    }

    private static List<String> saidAgain(Signed signed, Visit report) {
        return lines(signed.browser()
                .open(URI.create(report.html().select("[data-on]").attr("data-on"))));
    }

    private static List<String> lines(Visit report) {
        return report.html().select(".parties li").eachText();
    }

    private static boolean callsThemSignedOut(String line) {
        return line.equals("Desk signed out") || line.equals("Kiosk signed out");
    }

    private static List<String> outcomes(BuiltNode node, Signed signed, String relyingParty) {
        return told(node, signed).stream()
                .filter(line -> line.path("relyingParty").asText().equals(relyingParty))
                .map(line -> line.path("outcome").asText())
                .toList();
    }

    /** What a node's audit log says of those it told of this session. */
    private static List<JsonNode> told(BuiltNode node, Signed signed) {
        ObjectMapper json = new ObjectMapper();
        return node.lines().stream()
                .filter(line -> line.contains("\"event\":\"logout-told\"") && line.contains(signed.sid()))
                .map(line -> {
                    try {
                        return json.readTree(line.substring(line.indexOf('{')));
                    } catch (JsonProcessingException broken) {
                        throw new UncheckedIOException(broken);
                    }
                })
                .toList();
    }
}
