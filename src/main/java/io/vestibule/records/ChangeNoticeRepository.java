package io.vestibule.records;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Single statements on change_notice. */
@ApplicationScoped
class ChangeNoticeRepository {
    private final EntityManager entityManager;

    ChangeNoticeRepository(EntityManager entityManager) {
        this.entityManager = entityManager;
    }

    /** One row: its number, who wrote it, and what it says. */
    record Notice(long id, UUID node, Changed changed) {}

    void add(Changed changed, UUID node, Instant now) {
        entityManager
                .createNativeQuery(
                        "insert into change_notice (realm, topic, subject, node, at) values (?1, ?2, ?3, ?4, ?5)")
                .setParameter(1, changed.realm())
                .setParameter(2, changed.topic())
                .setParameter(3, changed.key())
                .setParameter(4, node)
                .setParameter(5, now)
                .executeUpdate();
    }

    /** Those numbered above {@code last}, and those of {@code missing} that have turned up. */
    List<Notice> since(long last, Collection<Long> missing) {
        List<?> rows = entityManager
                .createNativeQuery(
                        "select id, node, realm, topic, subject from change_notice "
                                + "where id > ?1 or id = any(cast(?2 as bigint[])) order by id",
                        Object[].class)
                .setParameter(1, last)
                .setParameter(2, missing.toArray(Long[]::new))
                .getResultList();
        return rows.stream()
                .map(Object[].class::cast)
                .map(row -> new Notice(
                        ((Number) row[0]).longValue(),
                        (UUID) row[1],
                        new Changed((String) row[2], (String) row[3], (String) row[4])))
                .toList();
    }

    void deleteBefore(Instant then) {
        entityManager
                .createNativeQuery("delete from change_notice where at < ?1")
                .setParameter(1, then)
                .executeUpdate();
    }
}
