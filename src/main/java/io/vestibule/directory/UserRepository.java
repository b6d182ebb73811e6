package io.vestibule.directory;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Users with their groups in one statement each. */
@ApplicationScoped
class UserRepository implements PanacheRepositoryBase<UserEntity, UUID> {
    /** Somebody else was faster; the transaction is lost and can be tried again. */
    static final class Overtaken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Overtaken() {}

        Overtaken(Throwable cause) {
            super(cause);
        }
    }

    /** A user found by one of its upstream identities. */
    record Seen(UpstreamIdentityEntity identity, UserEntity user) {}

    Optional<UserEntity> byId(RealmName realm, UUID id) {
        return find(
                        "from UserEntity u left join fetch u.memberships where u.id = ?1 and u.realm = ?2",
                        id,
                        realm.value())
                .singleResultOptional();
    }

    /** The user as it is now. */
    @Transactional
    Optional<User> read(RealmName realm, UUID id) {
        return byId(realm, id).map(UserEntity::user);
    }

    Optional<Seen> byIdentity(RealmName realm, ConnectorId connector, String subject) {
        return entityManager()
                .createQuery(
                        "select i, u from UpstreamIdentityEntity i join UserEntity u on u.id = i.userId "
                                + "left join fetch u.memberships "
                                + "where i.realm = ?1 and i.connector = ?2 and i.subject = ?3",
                        Object[].class)
                .setParameter(1, realm.value())
                .setParameter(2, connector.value())
                .setParameter(3, subject)
                .getResultStream()
                .map(row -> new Seen((UpstreamIdentityEntity) row[0], (UserEntity) row[1]))
                .findFirst();
    }

    /** Those whom the realm's file declared, by the key of their user name. */
    @Transactional
    Map<String, User> declared(RealmName realm) {
        return list(
                        "from UserEntity u left join fetch u.memberships where u.realm = ?1 and u.origin = ?2",
                        realm.value(),
                        Origin.REALM_FILE)
                .stream()
                .collect(Collectors.toMap(row -> row.usernameKey, UserEntity::user));
    }

    Optional<UserEntity> byUsername(RealmName realm, String key) {
        return find(
                        "from UserEntity u left join fetch u.memberships where u.realm = ?1 and u.usernameKey = ?2",
                        realm.value(),
                        key)
                .singleResultOptional();
    }

    /** Those of {@code keys} which are taken. */
    Set<String> takenUsernames(RealmName realm, Collection<String> keys) {
        return entityManager()
                .createQuery(
                        "select u.usernameKey from UserEntity u where u.realm = ?1 and u.usernameKey in ?2",
                        String.class)
                .setParameter(1, realm.value())
                .setParameter(2, keys)
                .getResultStream()
                .collect(Collectors.toSet());
    }

    boolean emailBelongsToAnother(RealmName realm, String key, @Nullable UUID than) {
        return entityManager()
                .createQuery("select u.id from UserEntity u where u.realm = ?1 and u.emailKey = ?2", UUID.class)
                .setParameter(1, realm.value())
                .setParameter(2, key)
                .getResultStream()
                .anyMatch(id -> !id.equals(than));
    }

    /** A new row, not managed. {@link Overtaken} when its name or address was taken meanwhile. */
    void add(UserEntity row) {
        first(entityManager()
                .createNativeQuery("insert into app_user (id, realm, origin, username, username_key, display_name, "
                        + "email, email_key, email_verified, claims, enabled, created_at, updated_at) values "
                        + "(?1, ?2, ?3, ?4, ?5, ?6, cast(?7 as text), cast(?8 as text), ?9, ?10, ?11, ?12, ?13) "
                        + "on conflict do nothing")
                .setParameter(1, row.id)
                .setParameter(2, row.realm)
                .setParameter(3, row.origin)
                .setParameter(4, row.username)
                .setParameter(5, row.usernameKey)
                .setParameter(6, row.displayName)
                .setParameter(7, row.email)
                .setParameter(8, row.emailKey)
                .setParameter(9, row.emailVerified)
                .setParameter(10, row.claims)
                .setParameter(11, row.enabled)
                .setParameter(12, row.createdAt)
                .setParameter(13, row.updatedAt)
                .executeUpdate());
    }

    /** {@link Overtaken} when the identity is somebody's already. */
    void link(RealmName realm, ConnectorId connector, String subject, UUID user, Instant now) {
        first(entityManager()
                .createNativeQuery("insert into upstream_identity "
                        + "(realm, connector, subject, user_id, first_seen_at, last_login_at) "
                        + "values (?1, ?2, ?3, ?4, ?5, ?5) on conflict do nothing")
                .setParameter(1, realm.value())
                .setParameter(2, connector.value())
                .setParameter(3, subject)
                .setParameter(4, user)
                .setParameter(5, now)
                .executeUpdate());
    }

    /** Sorted, so that two logins of one user at once wait for each other and never deadlock. */
    void replaceGroups(UUID user, String source, Set<String> groups) {
        String[] sorted = groups.stream().sorted().toArray(String[]::new);
        entityManager()
                .createNativeQuery("delete from group_membership where user_id = ?1 and source = ?2 "
                        + "and group_name <> all(cast(?3 as text[]))")
                .setParameter(1, user)
                .setParameter(2, source)
                .setParameter(3, sorted)
                .executeUpdate();
        entityManager()
                .createNativeQuery("insert into group_membership (user_id, group_name, source) "
                        + "select ?1, given, ?2 from unnest(cast(?3 as text[])) given on conflict do nothing")
                .setParameter(1, user)
                .setParameter(2, source)
                .setParameter(3, sorted)
                .executeUpdate();
    }

    private static void first(int inserted) {
        if (inserted == 0) {
            throw new Overtaken();
        }
    }

    /** Sends what changed, now, so that a lost race is known here and not at commit. */
    void settle() {
        try {
            entityManager().flush();
        } catch (PersistenceException refused) {
            if (lostRace(refused)) {
                throw new Overtaken(refused);
            }
            throw refused;
        }
    }

    private static boolean lostRace(PersistenceException refused) {
        return refused instanceof org.hibernate.exception.ConstraintViolationException
                || refused instanceof org.hibernate.exception.LockAcquisitionException; // deadlock, serialisation
    }

    private EntityManager entityManager() {
        return getEntityManager();
    }
}
