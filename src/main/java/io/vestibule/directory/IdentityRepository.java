package io.vestibule.directory;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.vestibule.identity.RealmName;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Rows of upstream_identity, by whose they are. */
@ApplicationScoped
class IdentityRepository implements PanacheRepositoryBase<UpstreamIdentityEntity, UpstreamIdentityEntity.Key> {
    @Transactional
    List<UpstreamIdentityEntity> of(RealmName realm, UUID user) {
        return list("realm = ?1 and userId = ?2 order by firstSeenAt, connector, subject", realm.value(), user);
    }

    @Transactional
    Optional<UUID> owner(RealmName realm, String connector, String subject) {
        return find("realm = ?1 and connector = ?2 and subject = ?3", realm.value(), connector, subject)
                .singleResultOptional()
                .map(row -> row.userId);
    }

    @Transactional
    List<UUID> through(RealmName realm, String connector) {
        return list("realm = ?1 and connector = ?2", realm.value(), connector).stream()
                .map(row -> row.userId)
                .toList();
    }

    /** Nobody gives it to another, or takes it away, before this transaction is over. */
    boolean hold(RealmName realm, String connector, String subject, UUID user) {
        return !getEntityManager()
                .createNativeQuery(
                        "select 1 from upstream_identity where realm = ?1 and connector = ?2 and subject = ?3"
                                + " and user_id = ?4 for share")
                .setParameter(1, realm.value())
                .setParameter(2, connector)
                .setParameter(3, subject)
                .setParameter(4, user)
                .getResultList()
                .isEmpty();
    }

    Optional<UpstreamIdentityEntity> find(RealmName realm, String connector, String subject, UUID user) {
        return find(
                        "realm = ?1 and connector = ?2 and subject = ?3 and userId = ?4",
                        realm.value(),
                        connector,
                        subject,
                        user)
                .singleResultOptional();
    }
}
