package io.vestibule.access;

import io.quarkus.narayana.jta.QuarkusTransaction;
import java.util.function.Supplier;

/**
 * Work in the caller's transaction, or in one of its own which is tried again when somebody else was faster: keys decide who
 * was first, and the second look finds what the first one made.
 */
final class Attempts {
    private static final int MOST = 5;

    private Attempts() {}

    static <T> T of(Supplier<T> work) {
        if (QuarkusTransaction.isActive()) {
            return work.get();
        }
        for (int attempt = 1; ; attempt++) {
            try {
                return QuarkusTransaction.requiringNew().call(work::get);
            } catch (Overtaken overtaken) {
                if (attempt == MOST) {
                    throw overtaken;
                }
            }
        }
    }

    /** A key was taken between the look and the write. */
    static final class Overtaken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Overtaken(Throwable cause) {
            super(cause);
        }
    }
}
