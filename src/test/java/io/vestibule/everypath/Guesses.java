package io.vestibule.everypath;

import java.util.stream.Stream;

/** The secrets of one protocol. */
public interface Guesses {
    /** Each of a person of its own, so that no row's guesses are another's: {@code fresh} makes one. */
    Stream<Guess> of(People fresh);

    /** Makes stages. */
    @FunctionalInterface
    interface People {
        Stage next();
    }
}
