package io.vestibule.database;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Who waits in the database for a row that somebody else has. */
@ApplicationScoped
public class LockQueue {
    private final Statements statements;

    LockQueue(Statements statements) {
        this.statements = statements;
    }

    /** Until a statement on that table waits. */
    public void awaitOne(String table) {
        for (int turn = 0; turn < 2_000; turn++) {
            if (waits(table)) {
                return;
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
        throw new AssertionError("nobody waits for " + table);
    }

    private boolean waits(String table) {
        return QuarkusTransaction.suspendingExisting()
                .call(() -> statements
                        .row(
                                "select exists (select 1 from pg_stat_activity where datname = current_database() "
                                        + "and wait_event_type = 'Lock' and query like ?)",
                                row -> row.flag(1),
                                "%" + table + "%")
                        .orElse(false));
    }
}
