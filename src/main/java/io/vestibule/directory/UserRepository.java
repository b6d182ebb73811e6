package io.vestibule.directory;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.vestibule.database.Overtaken;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.RealmName;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Users with their groups in one statement each. */
@ApplicationScoped
class UserRepository implements PanacheRepositoryBase<UserEntity, UUID> {
    private final DomainRepository domains;

    UserRepository(DomainRepository domains) {
        this.domains = domains;
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

    List<UserEntity> byIds(RealmName realm, Collection<UUID> ids) {
        return list(
                "from UserEntity u left join fetch u.memberships where u.realm = ?1 and u.id in ?2 order by u.id",
                realm.value(),
                ids);
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

    /** Those whom the realm's file declared, by the key of the user name that it gives them. */
    @Transactional
    Map<String, User> declared(RealmName realm) {
        return list(
                        "from UserEntity u left join fetch u.memberships where u.realm = ?1 and u.declaredKey is not null",
                        realm.value())
                .stream()
                .collect(Collectors.toMap(row -> String.valueOf(row.declaredKey), UserEntity::user));
    }

    /** Whom the realm's file calls so. */
    Optional<UserEntity> byDeclared(RealmName realm, String key) {
        return find(
                        "from UserEntity u left join fetch u.memberships where u.realm = ?1 and u.declaredKey = ?2",
                        realm.value(),
                        key)
                .singleResultOptional();
    }

    /** From now on the realm's file calls them so. */
    void declare(UUID user, String key) {
        update("declaredKey = ?1 where id = ?2", key, user);
    }

    /** By which key the realm's file knows them; it may have stopped naming them. */
    @Transactional
    Optional<String> declaredKey(UUID user) {
        return findByIdOptional(user).map(row -> row.declaredKey);
    }

    Optional<UserEntity> byUsername(RealmName realm, String key) {
        return find(
                        "from UserEntity u left join fetch u.memberships where u.realm = ?1 and u.usernameKey = ?2",
                        realm.value(),
                        key)
                .singleResultOptional();
    }

    Optional<UserEntity> byEmail(RealmName realm, String key) {
        return find(
                        "from UserEntity u left join fetch u.memberships where u.realm = ?1 and u.emailKey = ?2",
                        realm.value(),
                        key)
                .singleResultOptional();
    }

    /** Waits for whoever else is changing the ways in of this user, and keeps others waiting. */
    void lock(UUID user) {
        getEntityManager()
                .createNativeQuery("select 1 from app_user where id = ?1 for update")
                .setParameter(1, user)
                .getResultList();
    }

    /** As it is now, and nobody else changes it until this transaction is over. */
    Optional<UserEntity> locked(RealmName realm, UUID id) {
        lock(id);
        return byId(realm, id);
    }

    Optional<UserEntity> byName(RealmName realm, DomainId domain, String key) {
        return find(
                        "from UserEntity u left join fetch u.memberships "
                                + "where u.realm = ?1 and u.domainId = ?2 and u.nameKey = ?3",
                        realm.value(),
                        domain.value(),
                        key)
                .singleResultOptional();
    }

    /** The domain that newcomers come into: {@code wanted}, when there is one, else the default once it is there. */
    Optional<Domain> ofNewcomers(RealmName realm, Optional<DomainId> wanted) {
        return wanted.flatMap(id -> domains.read(realm, id)).or(() -> domains.read(realm, Domain.DEFAULT));
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
        if (row.domainId.equals(Domain.DEFAULT.value())) {
            domains.addDefault(new RealmName(row.realm), row.createdAt);
        }
        first(entityManager()
                .createNativeQuery("insert into app_user (id, realm, origin, username, username_key, display_name, "
                        + "email, email_key, email_verified, claims, enabled, created_at, updated_at, domain_id, name, "
                        + "name_key, options, extra, default_project_id, last_active_at, email_verified_at, "
                        + "email_verified_by) values "
                        + "(?1, ?2, ?3, ?4, ?5, ?6, cast(?7 as text), cast(?8 as text), ?9, ?10, ?11, ?12, ?13, ?14, "
                        + "?15, ?16, ?17, ?18, cast(?19 as text), ?12, cast(?20 as timestamptz), cast(?21 as text)) "
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
                .setParameter(14, row.domainId)
                .setParameter(15, row.name)
                .setParameter(16, row.nameKey)
                .setParameter(17, row.options)
                .setParameter(18, row.extra)
                .setParameter(19, row.defaultProjectId)
                .setParameter(20, row.emailVerifiedAt)
                .setParameter(21, row.emailVerifiedBy)
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

    /** What was given out before {@code now} is void. */
    @Transactional
    void voidTokens(UUID user, Instant now) {
        update("tokensValidAfter = ?1 where id = ?2", now, user);
    }

    /** Of every realm: those of whom what was given out became void since. */
    @Transactional
    List<User> voidedSince(Instant since) {
        return list("from UserEntity u left join fetch u.memberships where u.tokensValidAfter >= ?1", since).stream()
                .map(UserEntity::user)
                .toList();
    }

    /** They were here just now. */
    @Transactional
    void active(UUID user, Instant now) {
        update("lastActiveAt = ?1 where id = ?2", now, user);
    }

    /** Those whose account is open although they were not here since. */
    @Transactional
    List<User> enabledAndIdleSince(RealmName realm, Instant since) {
        return list(
                        "from UserEntity u left join fetch u.memberships "
                                + "where u.realm = ?1 and u.enabled and u.lastActiveAt < ?2",
                        realm.value(),
                        since)
                .stream()
                .map(UserEntity::user)
                .toList();
    }

    void disable(UUID user, Instant now) {
        update("enabled = false, tokensValidAfter = ?1 where id = ?2", now, user);
    }

    /** By a statement, so that what hangs on the row goes by the database's own rules. */
    void remove(UUID user) {
        forgetRead();
        delete("id = ?1", user);
    }

    /** What is read from now on in this transaction comes from the database. */
    void forgetRead() {
        entityManager().flush();
        entityManager().clear();
    }

    private static void first(int inserted) {
        if (inserted == 0) {
            throw new Overtaken();
        }
    }

    /** Sends what changed, now, so that a lost race is known here and not at commit. */
    void settle() {
        flush();
    }

    private EntityManager entityManager() {
        return getEntityManager();
    }
}
