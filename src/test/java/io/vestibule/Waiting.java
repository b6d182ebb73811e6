package io.vestibule;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** For what another thread does. */
public final class Waiting {
    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final long A_MOMENT = 2_000_000;

    private Waiting() {}

    public static void until(BooleanSupplier happened) {
        until(LONGEST, happened);
    }

    /** For what has to happen within {@code longest}. */
    public static void until(Duration longest, BooleanSupplier happened) {
        long end = System.nanoTime() + longest.toNanos();
        while (!happened.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("did not happen within " + longest);
            }
            LockSupport.parkNanos(A_MOMENT); // whoever is waited for needs the processor
        }
    }
}
