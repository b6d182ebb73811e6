package io.vestibule.database;

import java.sql.SQLException;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Somebody else was faster; the transaction is lost and can be tried again. Thrown where a statement says so without failing;
 * where one failed, the database's own word tells it.
 */
public final class Overtaken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** PostgreSQL, Appendix A: serialization_failure, deadlock_detected. */
    private static final Set<String> LOST_RACES = Set.of("40001", "40P01");

    /** The same: unique_violation, foreign_key_violation. It may be a race that is lost, and it may be wrong. */
    private static final Set<String> KEYS = Set.of("23505", "23503");

    public Overtaken() {}

    public Overtaken(String what) {
        super(what);
    }

    /** Whether a lost race is what {@code failed} comes from, be it told by this room, by Hibernate or by the commit. */
    static boolean isBehind(Throwable failed) {
        return reasons(failed)
                .anyMatch(reason -> reason instanceof Overtaken
                        || reason instanceof SQLException refused
                                && (isOneOf(LOST_RACES, refused) || isOneOf(KEYS, refused)));
    }

    /** The key that was in the way, and its value, in the database's words; nothing where it was no key. */
    static Optional<String> keyBehind(Throwable failed) {
        return reasons(failed)
                .filter(reason -> reason instanceof SQLException refused && isOneOf(KEYS, refused))
                .map(reason -> String.valueOf(reason.getMessage()))
                .min(Comparator.comparing(
                        String::length)); // those of a batch repeat the statement, whose ids are new each time
    }

    private static boolean isOneOf(Set<String> states, SQLException refused) {
        return refused.getSQLState() != null && states.contains(refused.getSQLState());
    }

    private static Stream<Throwable> reasons(Throwable failed) {
        Set<Throwable> reasons = Collections.newSetFromMap(new IdentityHashMap<>()); // they may go round in a circle
        collect(failed, reasons);
        return reasons.stream();
    }

    private static void collect(@Nullable Throwable failed, Set<Throwable> reasons) {
        if (failed != null && reasons.add(failed)) {
            collect(failed.getCause(), reasons);
            Stream.of(failed.getSuppressed()).forEach(also -> collect(also, reasons));
        }
    }
}
