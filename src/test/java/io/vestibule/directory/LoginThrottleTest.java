package io.vestibule.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {
    private final MovableClock clock = new MovableClock(Instant.now().truncatedTo(ChronoUnit.SECONDS));
    private final LoginThrottle throttle =
            new LoginThrottle(30, 200, Optional.of(List.of("203.0.113.0/28", " 2001:db8:9::/48")), clock);

    @Test
    void thirtyFailuresStopAnAddressAndNoOther() {
        fail("192.0.2.1", 29);
        assertThat(throttle.mayTry("192.0.2.1")).isTrue();
        fail("192.0.2.1", 1);
        assertThat(throttle.mayTry("192.0.2.1")).isFalse();
        assertThat(throttle.mayTry("192.0.2.2")).isTrue();
    }

    @Test
    void aBlockOfEverybodyIsNoSharedAddress() {
        for (String wide : List.of("0.0.0.0/0", "10.0.0.0/7", "::/0", "2001::/31")) {
            assertThatThrownBy(() -> new LoginThrottle(30, 200, Optional.of(List.of(wide)), clock))
                    .hasMessageContaining("too wide");
        }
        assertThat(new LoginThrottle(30, 200, Optional.of(List.of("10.0.0.0/8", "2001:db8::/32")), clock))
                .isNotNull();
    }

    @Test
    void askingIsNoFailure() {
        for (int i = 0; i < 1000; i++) {
            assertThat(throttle.mayTry("192.0.2.1")).isTrue();
        }
    }

    @Test
    void itPassesWithTime() {
        fail("192.0.2.1", 100);
        clock.advance(Duration.ofSeconds(9));
        assertThat(throttle.mayTry("192.0.2.1")).isFalse();
        clock.advance(Duration.ofSeconds(2));
        assertThat(throttle.mayTry("192.0.2.1")).isTrue();
        fail("192.0.2.1", 1);
        assertThat(throttle.mayTry("192.0.2.1")).isFalse();
        clock.advance(Duration.ofMinutes(5));
        fail("192.0.2.1", 29);
        assertThat(throttle.mayTry("192.0.2.1")).isTrue();
    }

    @Test
    void anIpv6NetworkIsOneAddress() {
        for (int i = 0; i < 30; i++) {
            throttle.failed("2001:db8:1:2::" + Integer.toHexString(i));
        }
        assertThat(throttle.mayTry("2001:db8:1:2:ffff:ffff:ffff:ffff")).isFalse();
        assertThat(throttle.mayTry("2001:DB8:1:2::1")).isFalse();
        assertThat(throttle.mayTry("2001:db8:1:3::1")).isTrue();
    }

    @Test
    void anIpv4AddressInIpv6ClothesIsTheIpv4Address() {
        fail("::ffff:192.0.2.1", 30);
        assertThat(throttle.mayTry("192.0.2.1")).isFalse();
    }

    @Test
    void whatIsNoAddressIsCountedAsItStands() {
        fail("fe80::1%no:such", 30);
        assertThat(throttle.mayTry("fe80::1%no:such")).isFalse();
        assertThat(throttle.mayTry("unknown")).isTrue();
    }

    @Test
    void whileTooManyFailOverallEachAddressHasThreeGuessesAndWhoFailedNotYetIsNotStopped() {
        fail("192.0.2.7", 2);
        for (int machine = 0; machine < 66; machine++) {
            fail("198.51.100." + machine, 3);
        }
        assertThat(throttle.mayTry("198.51.100.1")).isFalse();
        assertThat(throttle.mayTry("192.0.2.7")).as("one guess is left").isTrue();
        assertThat(throttle.mayTry("192.0.2.8")).isTrue();
        clock.advance(Duration.ofSeconds(30));
        assertThat(throttle.mayTry("198.51.100.1")).as("when it is over").isTrue();
    }

    @Test
    void whatAClockCountedThatWasAheadKeepsNobodyOutWhenItIsPutRight() {
        clock.advance(Duration.ofDays(2));
        fail("192.0.2.1", 300);
        assertThat(throttle.mayTry("192.0.2.1")).isFalse();
        clock.advance(Duration.ofDays(-2));
        assertThat(throttle.mayTry("192.0.2.1")).isTrue();
        fail("192.0.2.1", 29);
        assertThat(throttle.mayTry("192.0.2.1")).isTrue();
    }

    @Test
    void fromAddressesThatCarryOthersLoginsNobodyIsStoppedAndWhatFailsCountsOverall() {
        fail("203.0.113.9", 100);
        fail("2001:db8:9:1::5", 100);
        assertThat(throttle.mayTry("203.0.113.9")).isTrue();
        assertThat(throttle.mayTry("2001:db8:9:1::6")).isTrue();
        fail("203.0.113.16", 30);
        assertThat(throttle.mayTry("203.0.113.16")).as("beside the block").isFalse();
        fail("192.0.2.1", 3);
        assertThat(throttle.mayTry("192.0.2.1"))
                .as("while too many fail overall")
                .isFalse();
    }

    @Test
    void whatIsNoBlockIsRefusedAtOnce() {
        for (String wrong : List.of("dashboard.example", "203.0.113.0/33", "203.0.113.0/x", "2001:db8::/129", "")) {
            assertThatThrownBy(() -> new LoginThrottle(30, 200, Optional.of(List.of(wrong)), clock))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(wrong);
        }
    }

    private void fail(String address, int times) {
        for (int i = 0; i < times; i++) {
            throttle.failed(address);
        }
    }
}
