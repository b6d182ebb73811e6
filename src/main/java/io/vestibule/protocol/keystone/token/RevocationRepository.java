package io.vestibule.protocol.keystone.token;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.vestibule.identity.RealmName;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

@ApplicationScoped
class RevocationRepository implements PanacheRepositoryBase<RevocationEntity, RevocationEntity.Id> {
    /** Whichever of two nodes comes first: it is revoked. */
    void add(RealmName realm, String auditId, Instant now, Instant expiresAt) {
        getEntityManager()
                .createNativeQuery("insert into keystone_revocation (realm, audit_id, revoked_at, expires_at)"
                        + " values (?1, ?2, ?3, ?4) on conflict do nothing")
                .setParameter(1, realm.value())
                .setParameter(2, auditId)
                .setParameter(3, now)
                .setParameter(4, expiresAt)
                .executeUpdate();
    }

    @Transactional
    boolean containsAny(RealmName realm, Collection<String> auditIds) {
        return count("id.realm = ?1 and id.auditId in ?2", realm.value(), auditIds) > 0;
    }

    /** All that count, realm and audit id with the expiry. */
    @Transactional
    void each(Instant now, BiConsumer<RevocationEntity.Id, Instant> consumer) {
        try (Stream<Object[]> rows = getEntityManager()
                .createQuery(
                        "select id.realm, id.auditId, expiresAt from RevocationEntity where expiresAt > ?1",
                        Object[].class)
                .setParameter(1, now)
                .getResultStream()) {
            rows.forEach(row ->
                    consumer.accept(new RevocationEntity.Id((String) row[0], (String) row[1]), (Instant) row[2]));
        }
    }

    @Transactional
    List<RevocationEntity> since(RealmName realm, Instant from, Instant now) {
        return list(
                "id.realm = ?1 and revokedAt >= ?2 and expiresAt > ?3 order by revokedAt, id.auditId",
                realm.value(),
                from,
                now);
    }

    @Transactional
    long deleteExpired(Instant now) {
        return delete("expiresAt <= ?1", now);
    }
}
