package io.vestibule.records;

import io.quarkus.scheduler.Scheduled;
import io.vestibule.identity.Sha256;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** ExpiringRecords in the database: one statement each, so that the row lock decides who was first. */
@ApplicationScoped
class PostgresExpiringRecords implements ExpiringRecords {
    private static final String FIRST_USE = "seen:";
    private final ExpiringRecordRepository repository;
    private final Clock clock;

    PostgresExpiringRecords(ExpiringRecordRepository repository, Clock clock) {
        this.repository = repository;
        this.clock = clock;
    }

    @Override
    public void put(String kind, String id, String content, Instant expiresAt) {
        repository.upsert(kind, Sha256.of(id).bytes(), content, expiresAt);
    }

    @Override
    public Optional<String> peek(String kind, String id) {
        return repository.read(kind, Sha256.of(id).bytes(), clock.instant());
    }

    @Override
    public Optional<String> take(String kind, String id) {
        return repository.remove(kind, Sha256.of(id).bytes(), clock.instant());
    }

    @Override
    public boolean firstUse(String namespace, String id, Instant expiresAt) {
        return repository.insertIfAbsent(FIRST_USE + namespace, Sha256.of(id).bytes(), expiresAt);
    }

    @Scheduled(every = "1m", delayed = "20s")
    void clean() {
        repository.deleteExpired(clock.instant());
    }
}
