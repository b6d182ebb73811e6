package io.vestibule.directory;

import io.vestibule.identity.UserId;
import io.vestibule.realm.PasswordPolicy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;

/** Counts wrong guesses beside what is guessed: columns {@code failed_attempts} and {@code locked_until} of its table. */
@ApplicationScoped
class GuessRepository {
    private final EntityManager entityManager;

    GuessRepository(EntityManager entityManager) {
        this.entityManager = entityManager;
    }

    /**
     * One more, in the caller's transaction; what is locked stays so until then, and counting begins anew after it.
     *
     * @param table of ours, never a text from outside
     */
    void wrong(String table, UserId owner, PasswordPolicy policy, Instant now) {
        Instant end = policy.lockoutForever() ? LocalCredentialRepository.FOR_EVER : now.plus(policy.lockoutDuration());
        entityManager
                .createNativeQuery("update " + table + " set "
                        + "failed_attempts = case when locked_until is null then failed_attempts + 1 else 1 end, "
                        + "locked_until = case when "
                        + "(case when locked_until is null then failed_attempts + 1 else 1 end) >= ?2 "
                        + "then cast(?3 as timestamptz) else null end "
                        + "where user_id = ?1 and (locked_until is null or locked_until <= ?4)")
                .setParameter(1, owner.value())
                .setParameter(2, policy.failuresBeforeLockout())
                .setParameter(3, end)
                .setParameter(4, now)
                .executeUpdate();
    }
}
