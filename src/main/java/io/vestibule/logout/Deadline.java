package io.vestibule.logout;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * By when a logout lets the person go, whoever has not answered by then: all that it asks of others, one after the other or side
 * by side, shares this time.
 *
 * @param nanos on the clock that nobody sets
 */
record Deadline(long nanos) {
    private static final Duration LONGEST = Duration.ofSeconds(5);

    /** Of a logout that begins now. */
    static Deadline fromNow() {
        return in(LONGEST);
    }

    /** One that was {@link #at} then, when the browser was on its way. */
    static Deadline then(long at, Clock clock) {
        Duration left = Duration.between(clock.instant(), Instant.ofEpochMilli(at));
        return in(left.compareTo(LONGEST) > 0 ? LONGEST : left);
    }

    static Deadline in(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos());
    }

    /** In milliseconds of the epoch: to be kept while the browser is on its way. */
    long at(Clock clock) {
        return clock.instant().plus(left()).toEpochMilli();
    }

    /** The same, with so much left for what comes then. */
    Deadline sooner(Duration by) {
        return new Deadline(nanos - by.toNanos());
    }

    /** What is left, or nothing. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, nanos - System.nanoTime()));
    }

    /** What is left of it for something that may take {@code longest}, and is worth {@code least} in any case. */
    Duration atMost(Duration longest, Duration least) {
        Duration left = left();
        if (left.compareTo(least) < 0) {
            return least;
        }
        return left.compareTo(longest) > 0 ? longest : left;
    }
}
