package io.vestibule.database;

import java.sql.SQLException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Somebody else was faster; the transaction is lost and can be tried again. Thrown where a statement says so without failing;
 * where one failed, the database's own word tells it.
 */
public final class Overtaken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** PostgreSQL, Appendix A: unique_violation, foreign_key_violation, serialization_failure, deadlock_detected. */
    private static final Set<String> LOST_RACES = Set.of("23505", "23503", "40001", "40P01");

    public Overtaken() {}

    public Overtaken(String what) {
        super(what);
    }

    /** Whether a lost race is what {@code failed} comes from, be it told by this room, by Hibernate or by the commit. */
    static boolean isBehind(Throwable failed) {
        Set<Throwable> reasons = Collections.newSetFromMap(new IdentityHashMap<>()); // they may go round in a circle
        collect(failed, reasons);
        return reasons.stream()
                .anyMatch(reason -> reason instanceof Overtaken
                        || (reason instanceof SQLException refused && LOST_RACES.contains(refused.getSQLState())));
    }

    private static void collect(@Nullable Throwable failed, Set<Throwable> reasons) {
        if (failed != null && reasons.add(failed)) {
            collect(failed.getCause(), reasons);
            Stream.of(failed.getSuppressed()).forEach(also -> collect(also, reasons));
        }
    }
}
