package io.vestibule.directory;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.vestibule.directory.NewPasswords.Terms;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.RealmName;
import io.vestibule.realm.PasswordPolicy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Passwords and their failures. Each method is one short transaction: no connection is held while hashing. */
@ApplicationScoped
class LocalCredentialRepository implements PanacheRepositoryBase<LocalCredentialEntity, UUID> {
    static final Instant FOR_EVER = Instant.parse("9999-12-31T00:00:00Z");

    /** Somebody who has a password. */
    record Candidate(
            User user,
            StoredHash hash,
            boolean failedBefore,
            boolean locked,
            boolean firstUse,
            boolean expired,
            Optional<Instant> lastActiveAt) {
        /** Whether the right password would be enough. */
        boolean open() {
            return user.enabled() && !locked;
        }

        /** Never locked out, as service accounts are not that others could lock out on purpose. */
        boolean ignoresFailures() {
            return user.options().ignoreLockoutFailureAttempts().orElse(false);
        }
    }

    /** By user name, else by e-mail address; only users with a password count, so no shadow user can hide one. */
    @Transactional
    Optional<Candidate> candidate(RealmName realm, Sought sought, Instant now) {
        Query query = getEntityManager()
                .createQuery(
                        "select u, c from UserEntity u join LocalCredentialEntity c on c.userId = u.id "
                                + "left join fetch u.memberships where u.realm = ?1 and "
                                + switch (sought) {
                                    case Sought.Typed typed -> "(u.usernameKey = ?2 or u.emailKey = ?2)";
                                    case Sought.InDomain in -> "u.nameKey = ?2 and u.domainId = ?3";
                                    case Sought.ById id -> "u.id = ?2";
                                },
                        Object[].class)
                .setParameter(1, realm.value());
        switch (sought) {
            case Sought.Typed(String name) -> query.setParameter(2, name);
            case Sought.InDomain(DomainId domain, String name) ->
                query.setParameter(2, name).setParameter(3, domain.value());
            case Sought.ById(UUID id) -> query.setParameter(2, id);
        }
        Stream<?> rows = query.getResultStream();
        return rows.map(Object[].class::cast)
                .map(row -> Map.entry((UserEntity) row[0], (LocalCredentialEntity) row[1]))
                .max(Comparator.comparing(found -> sought instanceof Sought.Typed(String name)
                        && found.getKey().usernameKey.equals(name)))
                .map(found -> candidate(found.getKey(), found.getValue(), now));
    }

    private static Candidate candidate(UserEntity owner, LocalCredentialEntity row, Instant now) {
        User user = owner.user();
        boolean ends = row.expiresAt != null
                && !row.expiresAt.isAfter(now)
                && !user.options().ignorePasswordExpiry().orElse(false);
        return new Candidate(
                user,
                StoredHash.parse(row.passwordHash),
                row.failedAttempts > 0,
                row.locked(now)
                        && !user.options().ignoreLockoutFailureAttempts().orElse(false),
                row.firstUse
                        && !user.options().ignoreChangePasswordUponFirstUse().orElse(false),
                ends,
                Optional.ofNullable(owner.lastActiveAt));
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
                .setParameter(3, policy.lockoutForever() ? FOR_EVER : now.plus(policy.lockoutDuration()))
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
    void renew(UUID user, StoredHash from, PasswordHash to) {
        update("passwordHash = ?1 where userId = ?2 and passwordHash = ?3", to.text(), user, from.text());
    }

    /** Forgets failures and lock. */
    @Transactional
    void unlock(UUID user) {
        update("failedAttempts = 0, lockedUntil = null where userId = ?1", user);
    }

    /** When the present password was chosen, by whom, and since when somebody who knows it may have come in. */
    record Present(Instant changedAt, boolean selfService, Instant knownSince) {}

    @Transactional
    Optional<Present> present(UUID user) {
        return findByIdOptional(user).map(row -> new Present(row.changedAt, row.selfService, row.knownSince));
    }

    /** The present one and those before it, newest first. */
    @Transactional
    List<StoredHash> lastHashes(UUID user, int most) {
        return getEntityManager()
                .createNativeQuery(
                        "select password_hash from (select password_hash, changed_at as since from local_credential "
                                + "where user_id = ?1 union all select password_hash, set_at from password_history "
                                + "where user_id = ?1) every order by since desc limit ?2",
                        String.class)
                .setParameter(1, user)
                .setParameter(2, most)
                .getResultStream()
                .map(hash -> StoredHash.parse((String) hash))
                .toList();
    }

    /**
     * A new password; failures and lock are forgotten, the one before is remembered as long as the realm wants. False of who is
     * another now: with a password of their own they would not get theirs back.
     */
    @Transactional
    boolean set(UUID user, StoredHash hash, Terms terms) {
        if (terms.remembered() > 1) {
            getEntityManager()
                    .createNativeQuery("insert into password_history (user_id, password_hash, set_at, expires_at) "
                            + "select user_id, password_hash, changed_at, expires_at from local_credential "
                            + "where user_id = ?1 on conflict do nothing")
                    .setParameter(1, user)
                    .executeUpdate();
        }
        getEntityManager()
                .createNativeQuery("delete from password_history where user_id = ?1 and set_at not in "
                        + "(select set_at from password_history where user_id = ?1 order by set_at desc limit ?2)")
                .setParameter(1, user)
                .setParameter(2, Math.max(0, terms.remembered() - 1))
                .executeUpdate();
        int set = getEntityManager()
                .createNativeQuery("insert into local_credential (user_id, password_hash, seed, changed_at, "
                        + "failed_attempts, locked_until, expires_at, first_use, self_service, known_since) "
                        + "select ?1, ?2, cast(?3 as bytea), cast(?4 as timestamptz), 0, null, "
                        + "cast(?5 as timestamptz), ?6, ?7, cast(?4 as timestamptz) "
                        + "where not exists (select 1 from user_merge m join app_user s on s.id = m.survivor_id "
                        + "where m.merged_id = ?1) "
                        + "on conflict (user_id) do update set "
                        + "password_hash = excluded.password_hash, seed = excluded.seed, "
                        + "changed_at = excluded.changed_at, failed_attempts = 0, locked_until = null, "
                        + "expires_at = excluded.expires_at, first_use = excluded.first_use, "
                        + "self_service = excluded.self_service, "
                        + "known_since = case when ?8 then local_credential.known_since else excluded.known_since end")
                .setParameter(1, user)
                .setParameter(2, hash.text())
                .setParameter(3, terms.seed())
                .setParameter(4, terms.now())
                .setParameter(5, terms.expiresAt().orElse(null))
                .setParameter(6, terms.firstUse())
                .setParameter(7, terms.selfService())
                .setParameter(8, terms.carriesOn())
                .executeUpdate();
        return set == 1;
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
