package io.vestibule.everypath;

import java.util.EnumMap;
import java.util.Map;

/**
 * A row: a way in, or on, that somebody has prepared while everything was on.
 *
 * @param rests on which of its person's ways in
 * @param untouched the switches that leave it open, with the reason
 */
public record Path(String name, Attempt attempt, Rest rests, Map<Switch, String> untouched) {
    /** Tries it now; whether it led anywhere. */
    @FunctionalInterface
    public interface Attempt {
        boolean works();
    }

    /**
     * Everybody has a password and an account elsewhere. While the one that a row rests on is off the other does not keep it
     * open, and it goes on while the other one is off.
     */
    public enum Rest {
        /** Also with a factor beside it. */
        ON_PASSWORD,
        ON_UPSTREAM,
        ON_BOTH,
        /** What was handed on, and a front end's word: good while its owner could come by either; and what is nobody's. */
        ON_ANY
    }

    public static Path of(String name, Attempt attempt) {
        return new Path(name, attempt, Rest.ON_PASSWORD, Map.of());
    }

    public Path resting(Rest other) {
        return new Path(name, attempt, other, untouched);
    }

    /** The same, which that switch leaves open. */
    public Path besides(Switch open, String why) {
        Map<Switch, String> more = new EnumMap<>(Switch.class);
        more.putAll(untouched);
        more.put(open, why);
        return new Path(name, attempt, rests, more);
    }

    boolean isOpenAt(Switch off) {
        return switch (off) {
            case NONE -> true;
            case PASSWORDS -> rests == Rest.ON_UPSTREAM || rests == Rest.ON_ANY;
            case UPSTREAMS -> rests == Rest.ON_PASSWORD || rests == Rest.ON_ANY;
            default -> untouched.containsKey(off);
        };
    }
}
