package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Guessing passwords (security case 44): slowed down, and nothing is learnt of who exists. */
@QuarkusTest
@TestProfile(JourneyProfile.class)
class ThrottleTest {
    private static final int BEFORE_LOCKOUT = 5; // as the realm's file says
    private static final int FROM_ONE_ADDRESS = 60; // as the profile says

    @Inject
    House house;

    @Inject
    AuditLines audit;

    @Inject
    StoredRows rows;

    @Inject
    JourneyClock clock;

    @BeforeEach
    void rested() {
        clock.move(Duration.ofHours(2)); // what other tests guessed is forgotten
        audit.begin();
    }

    @AfterEach
    void back() {
        clock.backToNow();
    }

    /** What somebody who guesses sees. */
    private record Seen(int status, String text) {}

    @Test
    void aKnownNameAndAnUnknownOneAreLockedAlike() {
        List<Seen> known = guess("lock", BEFORE_LOCKOUT + 2);
        List<Seen> unknown = guess("nobody-has-this-name", BEFORE_LOCKOUT + 2);

        assertThat(known).isEqualTo(unknown);
        assertThat(known.subList(0, BEFORE_LOCKOUT)).allMatch(seen -> seen.status() == 403);
        assertThat(known.subList(BEFORE_LOCKOUT, BEFORE_LOCKOUT + 2))
                .allMatch(seen -> seen.status() == 429)
                .allMatch(seen -> seen.text().contains("Too many tries"));
    }

    @Test
    void theRightPasswordOfALockedNameReadsLikeAWrongOneUntilTheLockIsOver() {
        guess("katherine", BEFORE_LOCKOUT);
        long before = rows.sessions();
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit refused = house.password(browser, house.enter(browser, "desk"), "katherine");
            assertThat(refused.status()).isEqualTo(429);
            assertThat(rows.sessions()).isEqualTo(before);
        }
        assertThat(audit.all())
                .filteredOn(line -> line.path("event").asText().equals("refused"))
                .hasSize(BEFORE_LOCKOUT + 1)
                .allMatch(line -> line.path("step").asText().equals("password"))
                .noneMatch(line -> line.toString().contains("password-1"));

        clock.move(Duration.ofHours(4));
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit home = house.password(browser, browser.open(house.at("/sign-in")), "katherine");
            assertThat(home.html().text()).contains("Katherine Johnson");
        }
    }

    @Test
    void oneAddressThatTriesEverybodyIsStopped() {
        List<Integer> answers = new ArrayList<>();
        for (int i = 0; i <= FROM_ONE_ADDRESS; i++) {
            answers.add(guess("person-" + i, 1).getFirst().status());
        }
        assertThat(answers).startsWith(403).endsWith(429);
        assertThat(guess("ada", 1).getFirst().status()).as("known or not").isEqualTo(429);
        assertThat(audit.all()).anyMatch(line -> line.path("reason").asText().equals("address-throttled"));

        clock.move(Duration.ofHours(6));
        assertThat(guess("ada", 1).getFirst().status())
                .as("later it may try again")
                .isEqualTo(403);
    }

    private List<Seen> guess(String name, int times) {
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit page = house.enter(browser, "desk");
            List<Seen> seen = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                page = browser.submit(page, House.PASSWORD_FORM, Map.of("username", name, "password", "guess-" + i));
                seen.add(new Seen(page.status(), page.html().select("main").text()));
            }
            return seen;
        }
    }
}
