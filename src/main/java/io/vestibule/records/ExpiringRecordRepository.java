package io.vestibule.records;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Single statements on expiring_record; the persistence context never holds these rows. */
@ApplicationScoped
class ExpiringRecordRepository implements PanacheRepositoryBase<ExpiringRecordEntity, ExpiringRecordEntity.Key> {
    void upsert(String kind, byte[] id, String content, Instant expiresAt) {
        getEntityManager()
                .createNativeQuery(
                        "insert into expiring_record (kind, id, content, expires_at) values (?1, ?2, ?3, ?4) "
                                + "on conflict (kind, id) do update set content = excluded.content, expires_at = excluded.expires_at")
                .setParameter(1, kind)
                .setParameter(2, id)
                .setParameter(3, content)
                .setParameter(4, expiresAt)
                .executeUpdate();
    }

    Optional<String> read(String kind, byte[] id, Instant now) {
        return texts(
                "select content from expiring_record where kind = ?1 and id = ?2 and expires_at > ?3", kind, id, now);
    }

    Optional<String> remove(String kind, byte[] id, Instant now) {
        return texts(
                "delete from expiring_record where kind = ?1 and id = ?2 and expires_at > ?3 returning content",
                kind,
                id,
                now);
    }

    boolean insertIfAbsent(String kind, byte[] id, Instant expiresAt) {
        return getEntityManager()
                        .createNativeQuery("insert into expiring_record (kind, id, content, expires_at) "
                                + "values (?1, ?2, '', ?3) on conflict (kind, id) do nothing")
                        .setParameter(1, kind)
                        .setParameter(2, id)
                        .setParameter(3, expiresAt)
                        .executeUpdate()
                == 1;
    }

    void deleteExpired(Instant now) {
        delete("expiresAt <= ?1", now);
    }

    private Optional<String> texts(String sql, String kind, byte[] id, Instant now) {
        List<?> rows = getEntityManager()
                .createNativeQuery(sql, String.class)
                .setParameter(1, kind)
                .setParameter(2, id)
                .setParameter(3, now)
                .getResultList();
        return rows.stream().map(String.class::cast).findFirst();
    }
}
