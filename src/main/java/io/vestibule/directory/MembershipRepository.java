package io.vestibule.directory;

import io.vestibule.identity.RealmName;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Who is in which group; every write is one statement that no other login can make fail. */
@ApplicationScoped
class MembershipRepository {
    private final EntityManager entityManager;

    MembershipRepository(EntityManager entityManager) {
        this.entityManager = entityManager;
    }

    /**
     * The names that a connector says, and no other of its. Sorted, so that two logins of one user at once wait for each
     * other and never deadlock.
     */
    void replaceNames(UUID user, String source, Set<String> groups) {
        String[] sorted = groups.stream().sorted().toArray(String[]::new);
        entityManager
                .createNativeQuery("delete from group_membership where user_id = ?1 and source = ?2 "
                        + "and group_id is null and group_name <> all(cast(?3 as text[]))")
                .setParameter(1, user)
                .setParameter(2, source)
                .setParameter(3, sorted)
                .executeUpdate();
        entityManager
                .createNativeQuery("insert into group_membership (user_id, group_name, source) "
                        + "select ?1, given, ?2 from unnest(cast(?3 as text[])) given on conflict do nothing")
                .setParameter(1, user)
                .setParameter(2, source)
                .setParameter(3, sorted)
                .executeUpdate();
    }

    /** The groups into which {@code source} puts the user, and no other of its. */
    void replace(UUID user, String source, Collection<Group> groups) {
        String[] ids = groups.stream().map(group -> group.id().value()).sorted().toArray(String[]::new);
        entityManager
                .createNativeQuery("delete from group_membership where user_id = ?1 and source = ?2 "
                        + "and (group_id is null or group_id <> all(cast(?3 as text[])))")
                .setParameter(1, user)
                .setParameter(2, source)
                .setParameter(3, ids)
                .executeUpdate();
        groups.stream()
                .sorted(Comparator.comparing(group -> group.id().value()))
                .forEach(group -> add(user, source, group));
    }

    /** Ids of the groups into which {@code source} puts the user. */
    Set<String> ofSource(UUID user, String source) {
        List<?> ids = entityManager
                .createNativeQuery(
                        "select group_id from group_membership where user_id = ?1 and source = ?2 and group_id is not null",
                        String.class)
                .setParameter(1, user)
                .setParameter(2, source)
                .getResultList();
        return ids.stream().map(String.class::cast).collect(Collectors.toSet());
    }

    /** Users whom {@code source} puts into groups. */
    List<UUID> usersOf(RealmName realm, String source) {
        return entityManager
                .createNativeQuery(
                        "select distinct user_id from group_membership where realm = ?1 and source = ?2", UUID.class)
                .setParameter(1, realm.value())
                .setParameter(2, source)
                .getResultList()
                .stream()
                .map(UUID.class::cast)
                .toList();
    }

    /** False when they were in it already by the same word. */
    boolean add(UUID user, String source, Group group) {
        return entityManager
                        .createNativeQuery(
                                "insert into group_membership (user_id, group_name, source, realm, group_id) "
                                        + "values (?1, ?2, ?3, ?4, ?5) on conflict do nothing")
                        .setParameter(1, user)
                        .setParameter(2, group.claim())
                        .setParameter(3, source)
                        .setParameter(4, group.realm().value())
                        .setParameter(5, group.id().value())
                        .executeUpdate()
                == 1;
    }

    /** Whoever put them in; false when nobody did. */
    boolean remove(UUID user, Group group) {
        return entityManager
                        .createNativeQuery(
                                "delete from group_membership where user_id = ?1 and realm = ?2 and group_id = ?3")
                        .setParameter(1, user)
                        .setParameter(2, group.realm().value())
                        .setParameter(3, group.id().value())
                        .executeUpdate()
                > 0;
    }

    boolean contains(UUID user, Group group) {
        return !entityManager
                .createNativeQuery(
                        "select 1 from group_membership where user_id = ?1 and realm = ?2 and group_id = ?3",
                        Integer.class)
                .setParameter(1, user)
                .setParameter(2, group.realm().value())
                .setParameter(3, group.id().value())
                .setMaxResults(1)
                .getResultList()
                .isEmpty();
    }

    /** Relying parties are told the new name from now on. */
    void rename(Group group) {
        entityManager
                .createNativeQuery("update group_membership set group_name = ?1 where realm = ?2 and group_id = ?3")
                .setParameter(1, group.claim())
                .setParameter(2, group.realm().value())
                .setParameter(3, group.id().value())
                .executeUpdate();
    }

    /** As {@link #rename(Group)}, for all groups of a domain outside of {@code default}. */
    void renameDomain(Domain domain) {
        if (domain.id().equals(Domain.DEFAULT)) {
            return;
        }
        entityManager
                .createNativeQuery("update group_membership m set group_name = g.name || '@' || ?1 from user_group g "
                        + "where g.realm = ?2 and g.domain_id = ?3 and m.realm = g.realm and m.group_id = g.id")
                .setParameter(1, domain.name())
                .setParameter(2, domain.realm().value())
                .setParameter(3, domain.id().value())
                .executeUpdate();
    }

    List<UUID> members(Group group) {
        return entityManager
                .createNativeQuery(
                        "select distinct user_id from group_membership where realm = ?1 and group_id = ?2", UUID.class)
                .setParameter(1, group.realm().value())
                .setParameter(2, group.id().value())
                .getResultList()
                .stream()
                .map(UUID.class::cast)
                .toList();
    }
}
