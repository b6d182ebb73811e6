package io.vestibule.directory;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.vestibule.identity.RealmName;
import io.vestibule.realm.PasswordPolicy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Passwords and their failures. Each method is one short transaction: no connection is held while hashing. */
@ApplicationScoped
class LocalCredentialRepository implements PanacheRepositoryBase<LocalCredentialEntity, UUID> {
    /** Somebody who has a password. */
    record Candidate(User user, PasswordHash hash, boolean failedBefore, boolean locked) {
        /** Whether the right password would be enough. */
        boolean open() {
            return user.enabled() && !locked;
        }
    }

    /** Found by user name, else by e-mail address; only users with a password count, so no shadow user can hide one. */
    @Transactional
    Optional<Candidate> candidate(RealmName realm, String key, Instant now) {
        return getEntityManager()
                .createQuery(
                        "select u, c from UserEntity u join LocalCredentialEntity c on c.userId = u.id "
                                + "left join fetch u.memberships "
                                + "where u.realm = ?1 and (u.usernameKey = ?2 or u.emailKey = ?2)",
                        Object[].class)
                .setParameter(1, realm.value())
                .setParameter(2, key)
                .getResultStream()
                .map(row -> Map.entry((UserEntity) row[0], (LocalCredentialEntity) row[1]))
                .max(java.util.Comparator.comparing(
                        found -> found.getKey().usernameKey.equals(key)))
                .map(found -> candidate(found.getKey().user(), found.getValue(), now));
    }

    private static Candidate candidate(User user, LocalCredentialEntity row, Instant now) {
        return new Candidate(user, PasswordHash.parse(row.passwordHash), row.failedAttempts > 0, row.locked(now));
    }

    /**
     * Counts a failure, and locks when it is the last one allowed; true when it locked. The same statements run for a user
     * who does not exist. Not waiting for the disk, which only a change would do, keeps their time the same: what a crash
     * takes away is a count of some milliseconds.
     */
    @Transactional
    boolean failed(UUID user, PasswordPolicy policy, Instant now) {
        getEntityManager()
                .createNativeQuery("select set_config('synchronous_commit', 'off', true)", String.class)
                .getSingleResult();
        List<?> locked = getEntityManager()
                .createNativeQuery(
                        "update local_credential set "
                                + "failed_attempts = case when locked_until is null then failed_attempts + 1 else 1 end, "
                                + "locked_until = case when "
                                + "(case when locked_until is null then failed_attempts + 1 else 1 end) >= ?2 "
                                + "then cast(?3 as timestamptz) else null end "
                                + "where user_id = ?1 and (locked_until is null or locked_until <= ?4) "
                                + "returning locked_until is not null",
                        Boolean.class)
                .setParameter(1, user)
                .setParameter(2, policy.failuresBeforeLockout())
                .setParameter(3, now.plus(policy.lockoutDuration()))
                .setParameter(4, now)
                .getResultList();
        return locked.contains(true);
    }

    /** Starts counting afresh; false when the account was locked meanwhile. */
    @Transactional
    boolean succeeded(UUID user, Instant now) {
        return update(
                        "failedAttempts = 0, lockedUntil = null "
                                + "where userId = ?1 and (lockedUntil is null or lockedUntil <= ?2)",
                        user,
                        now)
                == 1;
    }

    /** The same password under a dearer hash, unless it was changed meanwhile. */
    @Transactional
    void renew(UUID user, PasswordHash from, PasswordHash to) {
        update("passwordHash = ?1 where userId = ?2 and passwordHash = ?3", to.text(), user, from.text());
    }

    /** A new password; failures and lock are forgotten. */
    @Transactional
    void set(UUID user, PasswordHash hash, byte @Nullable [] seed, Instant now) {
        getEntityManager()
                .createNativeQuery("insert into local_credential "
                        + "(user_id, password_hash, seed, changed_at, failed_attempts, locked_until) "
                        + "values (?1, ?2, cast(?3 as bytea), ?4, 0, null) on conflict (user_id) do update set "
                        + "password_hash = excluded.password_hash, seed = excluded.seed, "
                        + "changed_at = excluded.changed_at, failed_attempts = 0, locked_until = null")
                .setParameter(1, user)
                .setParameter(2, hash.text())
                .setParameter(3, seed)
                .setParameter(4, now)
                .executeUpdate();
    }

    /** Of the declared users of a realm which have a password: what it was seeded from, nothing when changed since. */
    @Transactional
    Map<UUID, Optional<byte[]>> seeds(RealmName realm) {
        return getEntityManager()
                .createQuery(
                        "select c from LocalCredentialEntity c join UserEntity u on u.id = c.userId "
                                + "where u.realm = ?1 and u.origin = ?2",
                        LocalCredentialEntity.class)
                .setParameter(1, realm.value())
                .setParameter(2, Origin.REALM_FILE)
                .getResultStream()
                .collect(Collectors.toMap(row -> row.userId, row -> Optional.ofNullable(row.seed)));
    }
}
