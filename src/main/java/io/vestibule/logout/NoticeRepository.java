package io.vestibule.logout;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;

@ApplicationScoped
class NoticeRepository implements PanacheRepositoryBase<NoticeEntity, NoticeEntity.Key> {
    private static final int SKIP_LOCKED = -2; // of Hibernate, beside the standard's 0 for no wait

    /** Rows whose time has come and which no other node is looking at. */
    List<NoticeEntity> due(Instant now, int atMost) {
        return getEntityManager()
                .createQuery("from NoticeEntity where nextAttemptAt <= ?1 order by nextAttemptAt", NoticeEntity.class)
                .setParameter(1, now)
                .setMaxResults(atMost)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .setHint("jakarta.persistence.lock.timeout", SKIP_LOCKED)
                .getResultList();
    }
}
