package io.vestibule.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What this node changes it sees at once; what another changes, within a second. */
class RememberedTest {
    private final AtomicLong nanos = new AtomicLong();
    private final Remembered<String, String> remembered = new Remembered<>(nanos::get);

    @Test
    void whatWasReadIsRememberedForASecondAndNoLonger() {
        remembered.keep("session", "alive");
        pass(Duration.ofMillis(999));
        assertThat(remembered.find("session")).contains("alive");
        pass(Duration.ofMillis(1));
        assertThat(remembered.find("session")).isEmpty();
    }

    @Test
    void whatWasChangedIsRememberedAgainWhenNoReadFromBeforeCanStillGoOn() {
        remembered.changed("session");
        pass(Duration.ofSeconds(119));
        remembered.keep("session", "alive");
        assertThat(remembered.find("session")).isEmpty();
        pass(Duration.ofSeconds(1));
        remembered.keep("session", "alive");
        assertThat(remembered.find("session")).contains("alive");
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
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
