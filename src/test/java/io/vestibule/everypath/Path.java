package io.vestibule.everypath;

import java.util.EnumMap;
import java.util.Map;

/**
 * A row: a way in, or on, that somebody has prepared while everything was on.
 *
 * @param untouched the switches that leave it open, with the reason
 */
public record Path(String name, Attempt attempt, Map<Switch, String> untouched) {
    /** Tries it now; whether it led anywhere. */
    @FunctionalInterface
    public interface Attempt {
        boolean works();
    }

    public static Path of(String name, Attempt attempt) {
        return new Path(name, attempt, Map.of());
    }

    /** The same, which that switch leaves open. */
    public Path besides(Switch open, String why) {
        Map<Switch, String> more = new EnumMap<>(Switch.class);
        more.putAll(untouched);
        more.put(open, why);
        return new Path(name, attempt, more);
    }
}
