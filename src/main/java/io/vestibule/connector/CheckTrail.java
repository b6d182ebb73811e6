package io.vestibule.connector;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which checks an answer passed, in their order: for an operator who tries a connector. A check is called as its failure would be
 * in the audit log. Kept beside the thread that checks, and not handed from check to check: at a login nobody listens, and
 * what a check decides must not depend on whether somebody does.
 */
public final class CheckTrail {
    private static final ThreadLocal<@Nullable List<Met>> LISTENING = new ThreadLocal<>();

    private CheckTrail() {}

    /**
     * @param name the reason that is told when it is not met
     * @param expected what had to be, and was
     */
    public record Met(String name, String expected) {}

    /** What came of it, and the checks that were passed on the way. */
    public record Followed<T>(T result, List<Met> met) {
        public Followed {
            met = List.copyOf(met);
        }
    }

    public static <T> Followed<T> follow(Supplier<T> attempt) {
        List<Met> met = new ArrayList<>();
        LISTENING.set(met);
        try {
            return new Followed<>(attempt.get(), met);
        } finally {
            LISTENING.remove();
        }
    }

    /** Said by a check that was passed. */
    public static void met(String name, String expected) {
        List<Met> listening = LISTENING.get();
        if (listening != null) {
            listening.add(new Met(name, Shown.of(expected)));
        }
    }
}
