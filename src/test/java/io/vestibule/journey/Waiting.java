package io.vestibule.journey;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** For what another thread does. */
final class Waiting {
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private Waiting() {}

    static void until(BooleanSupplier happened) {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!happened.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("did not happen within " + LONGEST);
            }
            Thread.onSpinWait();
        }
    }
}
