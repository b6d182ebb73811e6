package io.vestibule.journey;

import java.time.Duration;

/** How long somebody is held. */
final class Stopwatch {
    /** A logout holds nobody longer than five seconds; one more is for two cores, and everything else on them. */
    static final Duration LONGEST_LOGOUT = Duration.ofSeconds(6);

    private final long began = System.nanoTime();

    private Stopwatch() {}

    static Stopwatch start() {
        return new Stopwatch();
    }

    Duration time() {
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
