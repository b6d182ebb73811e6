package io.vestibule.directory;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.UserId;
import io.vestibule.realm.PasswordPolicy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;

/** Sealed seeds of passcodes. Guesses are counted for all of a user's seeds at once: one guess tries every one. */
@ApplicationScoped
class TotpSecretRepository implements PanacheRepositoryBase<TotpSecretEntity, RealmKey> {
    private final GuessRepository guesses;

    TotpSecretRepository(GuessRepository guesses) {
        this.guesses = guesses;
    }

    @Transactional
    void put(RealmName realm, UserId owner, String credential, byte[] sealed, String label, Instant now) {
        getEntityManager()
                .createNativeQuery(
                        "insert into totp_secret (realm, credential_id, user_id, sealed_secret, created_at, label) "
                                + "values (?1, ?2, ?3, ?4, ?5, ?6) on conflict (realm, credential_id) do update set "
                                + "user_id = excluded.user_id, sealed_secret = excluded.sealed_secret")
                .setParameter(1, realm.value())
                .setParameter(2, credential)
                .setParameter(3, owner.value())
                .setParameter(4, sealed)
                .setParameter(5, now)
                .setParameter(6, label)
                .executeUpdate();
    }

    @Transactional
    boolean remove(RealmName realm, String credential) {
        return deleteById(new RealmKey(realm.value(), credential));
    }

    @Transactional
    List<TotpSecretEntity> of(RealmName realm, UserId owner) {
        return list("realm = ?1 and userId = ?2", realm.value(), owner.value());
    }

    byte[] sealed(RealmName realm, String credential) {
        return find("select sealedSecret from TotpSecretEntity where realm = ?1 and id = ?2", realm.value(), credential)
                .project(byte[].class)
                .firstResult();
    }

    /** That column alone: whose it is may have changed since the row was read. */
    void reseal(RealmName realm, String credential, byte[] sealed) {
        update("sealedSecret = ?1 where realm = ?2 and id = ?3", sealed, realm.value(), credential);
    }

    /** As LocalCredentialRepository's: not waiting for the disk keeps the time the same whether or not there is a row. */
    @Transactional
    void failed(UserId owner, PasswordPolicy policy, Instant now) {
        getEntityManager()
                .createNativeQuery("select set_config('synchronous_commit', 'off', true)", String.class)
                .getSingleResult();
        guesses.wrong("totp_secret", owner, policy, now);
    }

    /** Starts counting afresh; false when the seeds were locked meanwhile. */
    @Transactional
    boolean succeeded(UserId owner, Instant now) {
        return update(
                        "failedAttempts = 0, lockedUntil = null "
                                + "where userId = ?1 and (lockedUntil is null or lockedUntil <= ?2)",
                        owner.value(),
                        now)
                > 0;
    }

    @Transactional
    void unlock(UserId owner) {
        update("failedAttempts = 0, lockedUntil = null where userId = ?1", owner.value());
    }
}
