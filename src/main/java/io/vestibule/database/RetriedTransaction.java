package io.vestibule.database;

import io.quarkus.narayana.jta.QuarkusTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Work in a transaction of its own, tried again when another request or node was faster: the unique keys decide who was
 * first, and the second look finds what the first one made. What the work does outside the database it may do more than once,
 * but for what it leaves for {@link #afterwards}.
 */
public final class RetriedTransaction {
    private static final int ATTEMPTS = 20;

    /** How often the same key may be in the way: who looks again and meets it again meets nobody who was faster. */
    private static final int AT_THE_SAME_KEY = 3;

    private static final int LONGEST_PAUSE_MILLIS = 50;

    private static final ThreadLocal<List<Runnable>> AFTERWARDS = new ThreadLocal<>();

    private RetriedTransaction() {}

    /** As {@link #of}, or in the caller's transaction, which is then the caller's to try again. */
    public static <T> T joined(Supplier<T> work) {
        return QuarkusTransaction.isActive() ? work.get() : of(work);
    }

    public static <T> T of(Supplier<T> work) {
        Optional<String> before = Optional.empty();
        int same = 1;
        for (int attempt = 1; ; attempt++) {
            try {
                return once(work);
            } catch (RuntimeException lost) {
                Optional<String> key = Overtaken.keyBehind(lost);
                same = key.isPresent() && key.equals(before) ? same + 1 : 1;
                before = key;
                if (attempt == ATTEMPTS || same == AT_THE_SAME_KEY || !Overtaken.isBehind(lost)) {
                    throw lost;
                }
                pause(attempt, lost);
            }
        }
    }

    /**
     * To be done once, when the transaction of the work under way is committed: what is told about it. Of an attempt that was
     * lost nothing is. Outside of any such work it is done at once.
     */
    public static void afterwards(Runnable told) {
        List<Runnable> waiting = AFTERWARDS.get();
        if (waiting == null) {
            told.run();
        } else {
            waiting.add(told);
        }
    }

    private static <T> T once(Supplier<T> work) {
        @Nullable List<Runnable> around = AFTERWARDS.get();
        List<Runnable> afterwards = new ArrayList<>();
        AFTERWARDS.set(afterwards);
        T done;
        try {
            done = QuarkusTransaction.requiringNew().call(work::get);
        } finally {
            if (around == null) {
                AFTERWARDS.remove();
            } else {
                AFTERWARDS.set(around);
            }
        }
        afterwards.forEach(Runnable::run);
        return done;
    }

    /** Of its own length, so that those who met do not meet again. */
    private static void pause(int attempt, RuntimeException lost) {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextInt(Math.min(1 << attempt, LONGEST_PAUSE_MILLIS)));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw lost;
        }
    }
}
