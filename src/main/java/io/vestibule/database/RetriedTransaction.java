package io.vestibule.database;

import io.quarkus.narayana.jta.QuarkusTransaction;
import java.util.function.Supplier;

/**
 * Work in a transaction of its own, tried again when another request or node was faster: the unique keys decide who was
 * first, and the second look finds what the first one made. What the work does outside the database it may do more than once.
 */
public final class RetriedTransaction {
    private static final int ATTEMPTS = 20;

    private RetriedTransaction() {}

    /** As {@link #of}, or in the caller's transaction, which is then the caller's to try again. */
    public static <T> T joined(Supplier<T> work) {
        return QuarkusTransaction.isActive() ? work.get() : of(work);
    }

    public static <T> T of(Supplier<T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return QuarkusTransaction.requiringNew().call(work::get);
            } catch (RuntimeException lost) {
                if (attempt == ATTEMPTS || !Overtaken.isBehind(lost)) {
                    throw lost;
                }
            }
        }
    }
}
