package io.vestibule.records;

import io.vestibule.database.Statements;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;

/** Single statements on expiring_record. */
@ApplicationScoped
class ExpiringRecordRepository {
    private final Statements statements;

    ExpiringRecordRepository(Statements statements) {
        this.statements = statements;
    }

    void upsert(String kind, byte[] id, String content, Instant expiresAt) {
        statements.change(
                "insert into expiring_record (kind, id, content, expires_at) values (?, ?, ?, ?) "
                        + "on conflict (kind, id) do update set content = excluded.content, expires_at = excluded.expires_at",
                kind,
                id,
                content,
                expiresAt);
    }

    Optional<String> read(String kind, byte[] id, Instant now) {
        return statements.row(
                "select content from expiring_record where kind = ? and id = ? and expires_at > ?",
                row -> row.text(1),
                kind,
                id,
                now);
    }

    Optional<String> remove(String kind, byte[] id, Instant now) {
        return statements.row(
                "delete from expiring_record where kind = ? and id = ? and expires_at > ? returning content",
                row -> row.text(1),
                kind,
                id,
                now);
    }

    boolean insertIfAbsent(String kind, byte[] id, Instant expiresAt) {
        return statements.change(
                        "insert into expiring_record (kind, id, content, expires_at) "
                                + "values (?, ?, '', ?) on conflict (kind, id) do nothing",
                        kind,
                        id,
                        expiresAt)
                == 1;
    }

    void deleteExpired(Instant now) {
        statements.change("delete from expiring_record where expires_at <= ?", now);
    }
}
