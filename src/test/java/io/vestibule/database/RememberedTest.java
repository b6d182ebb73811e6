package io.vestibule.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What this node changes it sees at once; what another changes, within a second. */
class RememberedTest {
    private final Remembered<String, String> remembered = new Remembered<>();

    @Test
    void whatWasReadIsRememberedForASecondAndNoLonger() throws InterruptedException {
        Instant kept = Instant.now();
        remembered.keep("session", "alive");
        assertThat(remembered.find("session")).contains("alive");
        while (remembered.find("session").isPresent()) {
            assertThat(Duration.between(kept, Instant.now())).isLessThan(Duration.ofMillis(1500));
            Thread.sleep(20);
        }
        assertThat(Duration.between(kept, Instant.now())).isGreaterThan(Duration.ofMillis(900));
    }

    @Test
    void aChangeHereIsSeenAtOnce() {
        remembered.keep("session", "alive");
        remembered.changed("session");
        assertThat(remembered.find("session")).isEmpty();
    }

    @Test
    void aReadThatBeganBeforeTheChangeLeavesNothingBehind() {
        remembered.changed("session");
        remembered.keep("session", "alive, as it was read before");
        assertThat(remembered.find("session")).isEmpty();
    }

    @Test
    void aChangeTouchesNothingElse() {
        remembered.keep("other", "alive");
        remembered.changed("session");
        assertThat(remembered.find("other")).contains("alive");
    }
}
