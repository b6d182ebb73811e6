package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.Waiting;
import io.vestibule.journey.BackChannelOfDesk.Mood;
import io.vestibule.journey.EveryParty.Signed;
import io.vestibule.logout.LogoutPropagation;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.protocol.saml.toy.ToySignOut;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whoever ends a session, applications that are down, hang or say no hold nobody up and keep nothing alive; they are named for what
 * they did, and hear of it once they can. Desk and kiosk are in trouble together; shelf, dashboard and upstream are well.
 */
@QuarkusTest
@TestProfile(JourneyProfile.class)
@Tag("saml")
@Tag("keystone")
@TestInstance(Lifecycle.PER_CLASS) // for all of them the realms read the same
class TroubledLogoutTest {
    private static final String SILENT = " did not answer: sign out there too";
    private static final String REFUSED = " refused to sign you out: sign out there too";

    /** What is wrong with desk and kiosk. */
    enum Trouble {
        DEAD(Mood.DEAD, ToySignOut.Mood.DEAD, "unreachable"),
        SLOW(Mood.SLOW, ToySignOut.Mood.SILENT, "unreachable"),
        REFUSING(Mood.REFUSING, ToySignOut.Mood.REFUSING, "refused");

        final Mood desk;
        final ToySignOut.Mood kiosk;
        final String word;

        Trouble(Mood desk, ToySignOut.Mood kiosk, String word) {
            this.desk = desk;
            this.kiosk = kiosk;
            this.word = word;
        }

        /** What the person reads. */
        String sentence() {
            return this == REFUSING ? REFUSED : SILENT;
        }
    }

    @Inject
    House house;

    @Inject
    Kiosk kiosk;

    @Inject
    RealmFiles files;

    @Inject
    JourneyClock clock;

    @Inject
    AuditLines audit;

    @Inject
    LogoutPropagation logout;

    @Inject
    EveryParty parties;

    @Inject
    HouseAndGuild realms;

    private final BackChannelOfDesk desk = new BackChannelOfDesk();
    private final BackChannelOfDesk shelf = new BackChannelOfDesk();
    private final List<RealmFiles.Changed> changed = new ArrayList<>();
    /** Reports that go on to be shown. */
    private final Map<Signed, Visit> watched = new ConcurrentHashMap<>();

    @BeforeAll
    void open() {
        realms.expire(); // whom other tests left signed in is none of the desk's business
        desk.open();
        shelf.open();
        changed.add(realms.toldAt(desk));
        changed.add(files.changed("house", text -> EveryParty.toldAt(shelf, "shelf", text)));
    }

    @AfterAll
    void close() {
        changed.reversed().forEach(RealmFiles.Changed::close);
        shelf.close();
        desk.close();
    }

    @BeforeEach
    void listen() {
        audit.begin();
        watched.clear();
    }

    @AfterEach
    void goOnAsAlways() {
        everybodyIsWell();
        clock.backToNow();
    }

    private void everybodyIsWell() {
        desk.mood(Mood.WILLING);
        shelf.mood(Mood.WILLING);
        kiosk.signOut().become(ToySignOut.Mood.WILLING);
    }

    static Stream<Arguments> everyTroubleWithEveryInitiator() {
        return Stream.of(Trouble.values())
                .flatMap(trouble -> Stream.of(Initiator.values()).map(initiator -> Arguments.of(trouble, initiator)));
    }

    /** By either upstream at the same moment, so that whoever waits for one waits for both. */
    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("everyTroubleWithEveryInitiator")
    void whoIsInTroubleHoldsNobodyUpAndIsToldLater(Trouble trouble, Initiator initiator) {
        Stream<Way> upstreams = Stream.of(Way.OIDC, Way.SAML).filter(initiator::fits);
        signedIn(upstreams.toList(), all -> {
            desk.mood(trouble.desk);
            kiosk.signOut().become(trouble.kiosk);
            if (initiator == Initiator.EXPIRY) {
                realms.expire();
            } else {
                atOnce(all, signed -> end(initiator, trouble, signed));
            }
            all.forEach(realms::assertEveryProofIsDead);
            all.forEach(signed -> Waiting.until(() -> shelf.told(signed.sid()) == 1));
            everybodyIsWell();
            boolean asked = initiator == Initiator.SAML_SERVICE_PROVIDER;
            for (Signed signed : all) {
                Waiting.until(() -> outcomes(signed, "desk").contains("failed"));
                Waiting.until(() -> asked || outcomes(signed, kiosk.id()).contains("failed"));
                Waiting.until(() -> outcomes(signed, "shelf").equals(List.of("done")));
            }
            hearOnceTheyCan(all, initiator == Initiator.EXPIRY ? Duration.ofDays(2) : Duration.ZERO, asked);
            clock.backToNow();
            watched.forEach((signed, report) -> Waiting.until(() -> said(signed.browser(), report).stream()
                    .noneMatch(line -> line.endsWith(SILENT) || line.endsWith(REFUSED))));
        });
    }

    @Test
    void oneIsDownOneHangsAndOneSaysNo() {
        signedIn(List.of(Way.OIDC, Way.SAML), all -> {
            desk.mood(Mood.DEAD);
            kiosk.signOut().become(ToySignOut.Mood.SILENT);
            shelf.mood(Mood.REFUSING);
            atOnce(all, signed -> {
                Stopwatch held = Stopwatch.start();
                Visit report = parties.signOutInPortal(signed);
                assertThat(held.time()).isLessThan(Stopwatch.LONGEST_LOGOUT);
                assertNamed(
                        report,
                        signed,
                        List.of("Desk" + SILENT, "Kiosk" + SILENT, "Shelf" + REFUSED),
                        List.of("Dashboard"));
            });
            all.forEach(realms::assertEveryProofIsDead);
            everybodyIsWell();
            hearOnceTheyCan(all, Duration.ZERO, false);
        });
    }

    private void end(Initiator initiator, Trouble trouble, Signed signed) {
        Stopwatch held = Stopwatch.start();
        switch (initiator) {
            case PORTAL -> {
                Visit report = parties.signOutInPortal(signed);
                assertNamed(report, signed, trouble);
                watched.put(signed, report);
            }
            case OIDC_RELYING_PARTY -> {
                Visit report = parties.signOutAtDesk(signed);
                assertNamed(report, signed, trouble);
                assertThat(signed.browser()
                                .click(report, "Back to Desk")
                                .address()
                                .getPath())
                        .isEqualTo("/desk/signed-out");
            }
            case SAML_SERVICE_PROVIDER -> {
                Visit report = parties.signOutAtKiosk(signed);
                assertNamed(report, signed, List.of("Desk" + trouble.sentence()), List.of("Shelf", "Dashboard"));
                assertThat(EveryParty.samlAnswer(
                                signed.browser().carryOn(signed.browser().click(report, "Back to Kiosk"))))
                        .contains("status:PartialLogout");
            }
            case KEYSTONE -> parties.endByToken(signed);
            case DASHBOARD -> {
                Visit report = parties.signOutAtDashboard(signed);
                assertNamed(report, signed, trouble);
                assertThat(signed.browser().click(report, "Back to Dashboard").address())
                        .isEqualTo(house.party("/dashboard/signed-out"));
            }
            case UPSTREAM -> {
                Visit report = parties.signOutAtGuild(signed);
                String us = signed.way() == Way.SAML ? "The House's abbey" : "The House";
                assertThat(report.html().select(".parties li").eachText())
                        .as("what the guild says of us, who waited for them")
                        .containsExactly(us + (trouble == Trouble.SLOW ? SILENT : " signed out"));
                watched.put(signed, report);
            }
            case UPSTREAM_BY_BROWSER -> {
                Visit back = realms.sentByGuild(signed);
                assertThat(back.address().getPath()).as(back.body()).isEqualTo("/realms/guild/saml/slo");
                assertThat(EveryParty.samlAnswer(back)).contains("status:Success", "status:PartialLogout");
            }
            case UPSTREAM_BY_SOAP ->
                assertThat(realms.toldByGuild(signed)).contains("status:Success", "status:PartialLogout");
            case OPERATOR ->
                assertThat(parties.endedByOperator(signed))
                        .containsExactlyInAnyOrder(
                                "Desk " + trouble.word,
                                "Kiosk " + trouble.word,
                                "Shelf signed-out",
                                "Dashboard signed-out",
                                signed.way() == Way.SAML ? "Abbey signed-out" : "Guild needs-browser");
            case EXPIRY -> throw new AssertionError("nobody does it");
        }
        assertThat(held.time()).isLessThan(Stopwatch.LONGEST_LOGOUT);
    }

    private static void assertNamed(Visit report, Signed signed, Trouble trouble) {
        assertNamed(
                report,
                signed,
                List.of("Desk" + trouble.sentence(), "Kiosk" + trouble.sentence()),
                List.of("Shelf", "Dashboard"));
    }

    /** By the upstream, too, and nobody else. */
    private static void assertNamed(Visit report, Signed signed, List<String> inTrouble, List<String> well) {
        List<String> expected = new ArrayList<>(inTrouble);
        well.forEach(name -> expected.add(name + " signed out"));
        expected.add(signed.way() == Way.SAML ? "Abbey signed out" : "Guild asked to sign you out; it did not confirm");
        assertThat(report.html().select(".parties li").eachText()).containsExactlyInAnyOrderElementsOf(expected);
    }

    /** What a report says that is loaded again. */
    private static List<String> said(PlainBrowser browser, Visit report) {
        String news = report.html().select("[data-on]").attr("data-on");
        Visit now = news.isEmpty() ? report : browser.open(URI.create(news));
        return now.html().select(".parties li").eachText();
    }

    /** Once, whoever has heard it by then. */
    private void hearOnceTheyCan(List<Signed> all, Duration since, boolean kioskKnows) {
        for (int hours = 1; hours < 20 && !everybodyHeard(all, kioskKnows); hours++) {
            clock.move(since.plusHours(hours));
            logout.tellOwed();
        }
        Waiting.until(() -> everybodyHeard(all, kioskKnows)); // of whom the server's own timer came to tell
        List<Long> kiosks = all.stream().map(parties::heardAtKiosk).toList();
        clock.move(since.plusHours(22));
        logout.tellOwed();
        assertThat(all).allSatisfy(signed -> {
            assertThat(desk.told(signed.sid())).isEqualTo(1);
            assertThat(shelf.told(signed.sid())).isEqualTo(1);
        });
        assertThat(all.stream().map(parties::heardAtKiosk).toList()).isEqualTo(kiosks);
    }

    private boolean everybodyHeard(List<Signed> all, boolean kioskKnows) {
        return all.stream()
                .allMatch(signed -> outcomes(signed, "desk").contains("done")
                        && outcomes(signed, "shelf").contains("done")
                        && (kioskKnows || outcomes(signed, kiosk.id()).contains("done")));
    }

    /** What the audit log says became of telling one of them of this session. */
    private List<String> outcomes(Signed signed, String relyingParty) {
        return audit.all().stream()
                .filter(line -> line.path("event").asText().equals("logout-told")
                        && line.path("session").asText().equals(signed.sid())
                        && line.path("relyingParty").asText().equals(relyingParty))
                .map(line -> line.path("outcome").asText())
                .toList();
    }

    private interface Part {
        void play(List<Signed> all);
    }

    private void signedIn(List<Way> ways, Part part) {
        List<PlainBrowser> browsers =
                ways.stream().map(way -> new PlainBrowser()).toList();
        try {
            List<Signed> all = new ArrayList<>();
            for (int i = 0; i < ways.size(); i++) {
                Signed signed = parties.signedIn(ways.get(i), browsers.get(i));
                Arrival there = Arrival.at(house.enter(signed.browser(), "shelf", "prompt", "none"));
                assertThat(there.claim("sid")).isEqualTo(signed.sid());
                all.add(signed);
            }
            part.play(all);
        } finally {
            browsers.forEach(PlainBrowser::close);
        }
    }

    private interface End {
        void of(Signed signed);
    }

    private static void atOnce(List<Signed> all, End end) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> ends = new ArrayList<>();
            all.forEach(signed -> ends.add(threads.submit(() -> end.of(signed))));
            for (Future<?> one : ends) {
                one.get();
            }
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof AssertionError said) {
                throw said;
            }
            throw new AssertionError(failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
