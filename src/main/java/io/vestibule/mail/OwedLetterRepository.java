package io.vestibule.mail;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.vestibule.identity.RealmName;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

@ApplicationScoped
class OwedLetterRepository implements PanacheRepositoryBase<OwedLetterEntity, UUID> {
    private static final int SKIP_LOCKED = -2; // of Hibernate, beside the standard's 0 for no wait

    /** The row whose time came first and which no other node is looking at. */
    Optional<OwedLetterEntity> due(Instant now) {
        return getEntityManager()
                .createQuery(
                        "from OwedLetterEntity where nextAttemptAt <= ?1 order by nextAttemptAt",
                        OwedLetterEntity.class)
                .setParameter(1, now)
                .setMaxResults(1)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .setHint("jakarta.persistence.lock.timeout", SKIP_LOCKED)
                .getResultStream()
                .findFirst();
    }

    long of(RealmName realm) {
        return count("realm", realm.value());
    }
}
