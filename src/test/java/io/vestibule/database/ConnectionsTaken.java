package io.vestibule.database;

import io.agroal.api.AgroalPoolInterceptor;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.util.concurrent.atomic.AtomicLong;

/** Counts how often a request takes a connection to the database: requests run on virtual threads, upkeep does not. */
@Singleton
public class ConnectionsTaken implements AgroalPoolInterceptor {
    private final AtomicLong taken = new AtomicLong();

    @Override
    public void onConnectionAcquire(Connection connection) {
        if (Thread.currentThread().isVirtual()) {
            taken.incrementAndGet();
        }
    }

    public long sofar() {
        return taken.get();
    }
}
