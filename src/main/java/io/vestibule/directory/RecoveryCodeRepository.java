package io.vestibule.directory;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.vestibule.identity.UserId;
import io.vestibule.realm.PasswordPolicy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;

/** Hashes of recovery codes. Guesses are counted for all of a user's codes at once: one guess tries every one. */
@ApplicationScoped
class RecoveryCodeRepository implements PanacheRepositoryBase<TotpSecretEntity, RealmKey> {
    private final GuessRepository guesses;

    RecoveryCodeRepository(GuessRepository guesses) {
        this.guesses = guesses;
    }

    @Transactional
    void replace(UserId owner, List<byte[]> hashes, Instant now) {
        getEntityManager()
                .createNativeQuery("delete from recovery_code where user_id = ?1")
                .setParameter(1, owner.value())
                .executeUpdate();
        for (byte[] hash : hashes) {
            getEntityManager()
                    .createNativeQuery("insert into recovery_code (user_id, code_hash, created_at) values (?1, ?2, ?3)")
                    .setParameter(1, owner.value())
                    .setParameter(2, hash)
                    .setParameter(3, now)
                    .executeUpdate();
        }
    }

    @Transactional
    int left(UserId owner) {
        return ((Number) getEntityManager()
                        .createNativeQuery("select count(*) from recovery_code where user_id = ?1")
                        .setParameter(1, owner.value())
                        .getSingleResult())
                .intValue();
    }

    /** Of any number of takers at once one gets true; nobody while they are locked. Counting starts afresh. */
    @Transactional
    boolean take(UserId owner, byte[] hash, Instant now) {
        boolean taken = getEntityManager()
                        .createNativeQuery("delete from recovery_code where user_id = ?1 and code_hash = ?2 "
                                + "and (locked_until is null or locked_until <= ?3)")
                        .setParameter(1, owner.value())
                        .setParameter(2, hash)
                        .setParameter(3, now)
                        .executeUpdate()
                == 1;
        if (taken) {
            unlock(owner);
        }
        return taken;
    }

    @Transactional
    boolean locked(UserId owner, Instant now) {
        return !getEntityManager()
                .createNativeQuery(
                        "select 1 from recovery_code where user_id = ?1 and locked_until > ?2 limit 1", Integer.class)
                .setParameter(1, owner.value())
                .setParameter(2, now)
                .getResultList()
                .isEmpty();
    }

    /** As TotpSecretRepository's. */
    @Transactional
    void failed(UserId owner, PasswordPolicy policy, Instant now) {
        guesses.wrong("recovery_code", owner, policy, now);
    }

    @Transactional
    void unlock(UserId owner) {
        getEntityManager()
                .createNativeQuery(
                        "update recovery_code set failed_attempts = 0, locked_until = null where user_id = ?1")
                .setParameter(1, owner.value())
                .executeUpdate();
    }
}
