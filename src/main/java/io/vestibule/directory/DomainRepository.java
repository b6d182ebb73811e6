package io.vestibule.directory;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.RealmName;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Domains of all realms. */
@ApplicationScoped
class DomainRepository implements PanacheRepositoryBase<DomainEntity, RealmKey> {
    @Transactional
    Optional<Domain> read(RealmName realm, DomainId id) {
        return row(realm, id).map(DomainEntity::domain);
    }

    @Transactional
    Optional<Domain> named(RealmName realm, String key) {
        return find("realm = ?1 and nameKey = ?2", realm.value(), key)
                .singleResultOptional()
                .map(DomainEntity::domain);
    }

    @Transactional
    List<Domain> those(RealmName realm, Collection<String> ids, Collection<String> keys) {
        return list("realm = ?1 and (id in ?2 or nameKey in ?3)", realm.value(), ids, keys).stream()
                .map(DomainEntity::domain)
                .toList();
    }

    @Transactional
    List<Domain> all(RealmName realm) {
        return list("realm = ?1 order by id", realm.value()).stream()
                .map(DomainEntity::domain)
                .toList();
    }

    /** What names it waits until the transaction ends. */
    void lock(RealmName realm, DomainId id) {
        getEntityManager()
                .createNativeQuery("select 1 from domain where realm = ?1 and id = ?2 for update", Integer.class)
                .setParameter(1, realm.value())
                .setParameter(2, id.value())
                .getResultList();
    }

    Optional<DomainEntity> row(RealmName realm, DomainId id) {
        return findByIdOptional(new RealmKey(realm.value(), id.value()));
    }

    boolean isTaken(RealmName realm, String key, DomainId by) {
        return count("realm = ?1 and nameKey = ?2 and id <> ?3", realm.value(), key, by.value()) > 0;
    }

    /** False when its name or id is taken. */
    boolean add(Domain domain, Instant now) {
        DomainEntity row = new DomainEntity();
        row.take(domain);
        return getEntityManager()
                        .createNativeQuery("insert into domain (realm, id, name, name_key, description, enabled, tags, "
                                + "options, extra, created_at) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) "
                                + "on conflict do nothing")
                        .setParameter(1, domain.realm().value())
                        .setParameter(2, domain.id().value())
                        .setParameter(3, row.name)
                        .setParameter(4, row.nameKey)
                        .setParameter(5, row.description)
                        .setParameter(6, row.enabled)
                        .setParameter(7, row.tags)
                        .setParameter(8, row.options)
                        .setParameter(9, row.extra)
                        .setParameter(10, now)
                        .executeUpdate()
                == 1;
    }

    /** The domain that every realm has. */
    void addDefault(RealmName realm, Instant now) {
        add(Domains.standard(realm), now);
    }
}
