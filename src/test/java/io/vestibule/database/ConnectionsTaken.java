package io.vestibule.database;

import io.agroal.api.AgroalPoolInterceptor;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.util.concurrent.atomic.AtomicLong;

/** Counts how often a request takes a connection to the database: requests run on virtual threads, upkeep does not. */
@Singleton
public class ConnectionsTaken implements AgroalPoolInterceptor {
    private final AtomicLong taken = new AtomicLong();
    private final ThreadLocal<Long> here = ThreadLocal.withInitial(() -> 0L);

    @Override
    public void onConnectionAcquire(Connection connection) {
        here.set(here.get() + 1);
        if (Thread.currentThread().isVirtual()) {
            taken.incrementAndGet();
        }
    }

    public long sofar() {
        return taken.get();
    }

    /** Those of the thread that asks: whatever else goes on at the moment, they are the same. */
    public long sofarHere() {
        return here.get();
    }
}
