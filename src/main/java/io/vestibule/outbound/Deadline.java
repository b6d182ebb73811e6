package io.vestibule.outbound;

import java.time.Duration;

/** A moment by which something has ended, on the clock that nobody sets. */
record Deadline(long nanos) {
    static Deadline in(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos());
    }

    /** What is left, at least a millisecond. */
    long millisLeft() {
        return Math.max(1, (nanos - System.nanoTime()) / 1_000_000);
    }

    boolean passed() {
        return System.nanoTime() - nanos >= 0;
    }
}
