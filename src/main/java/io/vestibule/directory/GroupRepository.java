package io.vestibule.directory;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.GroupId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.UserId;
import io.vestibule.mapping.SafeText;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Groups of all realms. */
@ApplicationScoped
class GroupRepository implements PanacheRepositoryBase<GroupEntity, RealmKey> {
    @Transactional
    Optional<Group> read(RealmName realm, GroupId id) {
        return row(realm, id).map(GroupEntity::group);
    }

    @Transactional
    Optional<Group> named(RealmName realm, DomainId domain, String key) {
        return find("realm = ?1 and domainId = ?2 and nameKey = ?3", realm.value(), domain.value(), key)
                .singleResultOptional()
                .map(GroupEntity::group);
    }

    @Transactional
    List<Group> those(RealmName realm, Collection<String> ids, Collection<String> domains, Collection<String> keys) {
        return list(
                        "realm = ?1 and (id in ?2 or (domainId in ?3 and nameKey in ?4))",
                        realm.value(),
                        ids,
                        domains,
                        keys)
                .stream()
                .map(GroupEntity::group)
                .toList();
    }

    /** The one that the realm's file declares under that name. */
    @Transactional
    Optional<Group> declared(RealmName realm, DomainId domain, String key) {
        return find("realm = ?1 and domainId = ?2 and declaredKey = ?3", realm.value(), domain.value(), key)
                .singleResultOptional()
                .map(GroupEntity::group);
    }

    /** From now on the realm's file calls it so, when it calls it by no other name. */
    @Transactional
    void declare(Group group, String key) {
        update(
                "declaredKey = ?1 where realm = ?2 and id = ?3 and declaredKey is null",
                key,
                group.realm().value(),
                group.id().value());
    }

    @Transactional
    List<Group> all(RealmName realm) {
        return list("realm = ?1 order by id", realm.value()).stream()
                .map(GroupEntity::group)
                .toList();
    }

    @Transactional
    List<Group> of(RealmName realm, DomainId domain) {
        return list("realm = ?1 and domainId = ?2 order by id", realm.value(), domain.value()).stream()
                .map(GroupEntity::group)
                .toList();
    }

    @Transactional
    List<Group> ofUser(RealmName realm, UserId user) {
        return getEntityManager()
                .createQuery(
                        "select distinct g from GroupEntity g, UserEntity u join u.memberships m "
                                + "where u.id = ?2 and u.realm = ?1 and g.realm = ?1 and g.id = m.groupId order by g.id",
                        GroupEntity.class)
                .setParameter(1, realm.value())
                .setParameter(2, user.value())
                .getResultStream()
                .map(GroupEntity::group)
                .toList();
    }

    Optional<GroupEntity> row(RealmName realm, GroupId id) {
        return findByIdOptional(new RealmKey(realm.value(), id.value()));
    }

    boolean isTaken(RealmName realm, DomainId domain, String key, GroupId by) {
        return count(
                        "realm = ?1 and domainId = ?2 and nameKey = ?3 and id <> ?4",
                        realm.value(),
                        domain.value(),
                        key,
                        by.value())
                > 0;
    }

    /** False when its name or id is taken. */
    boolean add(Group group, Instant now) {
        return getEntityManager()
                        .createNativeQuery("insert into user_group (realm, id, domain_id, name, name_key, description, "
                                + "extra, created_at) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) on conflict do nothing")
                        .setParameter(1, group.realm().value())
                        .setParameter(2, group.id().value())
                        .setParameter(3, group.domain().value())
                        .setParameter(4, group.name())
                        .setParameter(5, SafeText.key(group.name()))
                        .setParameter(6, group.description())
                        .setParameter(7, group.extra().json())
                        .setParameter(8, now)
                        .executeUpdate()
                == 1;
    }
}
