package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.Waiting;
import io.vestibule.directory.AccountMark;
import io.vestibule.directory.OwnAddress;
import io.vestibule.directory.TestFactors;
import io.vestibule.directory.User;
import io.vestibule.identity.RealmName;
import io.vestibule.mail.DyingCarrier;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import io.vestibule.records.ExpiringRecords;
import jakarta.inject.Inject;
import java.net.CookieStore;
import java.net.HttpCookie;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever signs in as somebody, in a browser that does not know them, is told to them by a letter. */
@QuarkusTest
@TestProfile(JourneyProfile.class)
class NewBrowserJourneyTest {
    private static final String USED = "seen:new-device-letter";

    private static Letters letters;

    @Inject
    House house;

    @Inject
    TestFactors factors;

    @Inject
    OwnAddress addresses;

    @Inject
    AccountMark marks;

    @Inject
    Realms realms;

    @Inject
    RealmFiles files;

    @Inject
    AuditLines audit;

    @Inject
    DyingCarrier carrier;

    @Inject
    ExpiringRecords records;

    @Inject
    Clock clock;

    @BeforeAll
    static void open() {
        letters = new Letters();
    }

    @AfterAll
    static void shut() {
        letters.close();
    }

    @BeforeEach
    void begin() {
        carrier.forgetAll();
        audit.begin();
    }

    @Test
    void aSignInInABrowserThatDoesNotKnowThePersonIsToldByALetter() {
        made("enheduanna");
        withEveryLetter(() -> {
            try (PlainBrowser own = new PlainBrowser();
                    PlainBrowser other = new PlainBrowser()) {
                signIn(own, "enheduanna");
                signOut(own);
                signIn(own, "enheduanna");
                assertThat(lettersTo("enheduanna"))
                        .as("at the first login ever, or where they were before")
                        .isEmpty();

                signIn(other, "enheduanna");
                Letters.Got letter = letters.last("enheduanna@house.example", 1);
                assertThat(letter.subject()).isEqualTo("A new sign-in at House");
                assertThat(letter.text())
                        .contains(
                                "the account enheduanna at House",
                                "A device we do not know\nFrom the network 127.0.0.0/24\n")
                        .contains(" UTC\n")
                        .doesNotContain("127.0.0.1");
                assertThat(letter.link()).isEqualTo(house.at("/account/sessions"));
                assertThat(told()).isEqualTo(1);
            }
        });
    }

    @Test
    void oneThatForgetsEverythingIsToldOnceAWeek() {
        made("hypsicratea");
        withEveryLetter(() -> {
            for (int i = 0; i < 4; i++) {
                try (PlainBrowser forgetful = new PlainBrowser()) {
                    signIn(forgetful, "hypsicratea");
                }
            }
            assertThat(lettersTo("hypsicratea")).hasSize(1);
        });
    }

    /** Nor does one that nothing was told of keep the next one from being told of. */
    @Test
    void anAccountGetsAFewSuchLettersADay() {
        User user = made("nossis");
        List<String> places = IntStream.range(0, 5)
                .mapToObj(n -> "house " + user.id() + " " + n)
                .toList();
        withEveryLetter(() -> {
            try (PlainBrowser own = new PlainBrowser();
                    PlainBrowser one = new PlainBrowser();
                    PlainBrowser alike = new PlainBrowser()) {
                signIn(own, "nossis");
                carrier.stopInPeace();
                places.forEach(
                        place -> records.put(USED, place, "", clock.instant().plus(Duration.ofDays(1))));
                signIn(one, "nossis");
                assertThat(lettersTo("nossis")).isEmpty();
                assertThat(audit.all())
                        .anyMatch(line -> line.path("step").asText().equals("new-device-letter")
                                && line.path("reason").asText().equals("account-throttled"));
                places.forEach(place -> records.take(USED, place));
                signIn(alike, "nossis");
                letters.last("nossis@house.example", 1);
            }
        });
    }

    /** Whoever signed in as themselves somewhere else has the owner use what they brought along. */
    @Test
    void aBrowserThatKnowsSomebodyElseKnowsNobodyBesides() {
        made("aglaonice");
        made("melissa");
        withEveryLetter(() -> {
            try (PlainBrowser thief = new PlainBrowser();
                    PlainBrowser own = new PlainBrowser();
                    PlainBrowser planted = new PlainBrowser()) {
                signIn(thief, "melissa");
                signIn(own, "aglaonice");
                known(thief).forEach(cookie -> store(planted).add(house.at("/login"), cookie));
                signIn(planted, "aglaonice");
                letters.last("aglaonice@house.example", 1);
            }
        });
    }

    @Test
    void whereAnAccountWasTakenBackNoBrowserIsKnownAnyMore() {
        User user = made("theoclea");
        withEveryLetter(() -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                signIn(browser, "theoclea");
                signOut(browser);
                factors.password(realm(), user, "theoclea-password-1"); // anew, be it the same
                signIn(browser, "theoclea");
                letters.linked("theoclea@house.example", 1);
            }
            assertThat(told()).isEqualTo(1);
        });
    }

    @Test
    void aRealmThatDoesNotWantSuchLettersWritesNone() {
        made("timycha");
        files.with("house", "passwords:", letters.block() + "passwords:", () -> {
            for (int i = 0; i < 2; i++) {
                try (PlainBrowser browser = new PlainBrowser()) {
                    signIn(browser, "timycha");
                }
            }
            assertThat(lettersTo("timycha")).isEmpty();
        });
    }

    private void signIn(PlainBrowser browser, String name) {
        assertThat(house.password(browser, browser.carryOn(browser.open(house.at("/account"))), name)
                        .status())
                .isEqualTo(200);
    }

    /** As after the browser was closed. */
    private static void signOut(PlainBrowser browser) {
        store(browser).getCookies().stream()
                .filter(cookie -> cookie.getName().contains("session"))
                .toList()
                .forEach(cookie -> store(browser).remove(null, cookie));
    }

    private static List<HttpCookie> known(PlainBrowser browser) {
        return store(browser).getCookies().stream()
                .filter(cookie -> cookie.getName().contains("known"))
                .toList();
    }

    private static CookieStore store(PlainBrowser browser) {
        return browser.cookies().getCookieStore();
    }

    /** When everything that was asked for is written and handed in. */
    private List<Letters.Got> lettersTo(String name) {
        carrier.stopInPeace();
        Waiting.until(() -> carrier.waiting() == 0);
        return letters.to(name + "@house.example");
    }

    private long told() {
        return audit.all().stream()
                .filter(line -> line.path("what").asText().equals("new-device-told"))
                .count();
    }

    private User made(String name) {
        User user = factors.made(realm(), name, name + "@house.example");
        String mark = marks.of(realm().name(), user.id()).orElseThrow();
        assertThat(addresses.prove(realm(), user.id(), name + "@house.example", mark))
                .isEqualTo(OwnAddress.Outcome.PROVEN);
        return user;
    }

    private void withEveryLetter(Runnable meanwhile) {
        files.with("house", "passwords:", letters.blockOfAll() + "passwords:", meanwhile);
    }

    private Realm realm() {
        return realms.find(new RealmName("house")).orElseThrow();
    }
}
