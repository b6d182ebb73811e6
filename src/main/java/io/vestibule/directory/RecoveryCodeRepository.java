package io.vestibule.directory;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.vestibule.identity.UserId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;

/** Hashes of recovery codes. */
@ApplicationScoped
class RecoveryCodeRepository implements PanacheRepositoryBase<TotpSecretEntity, RealmKey> {
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

    /** Of any number of takers at once one gets true. */
    @Transactional
    boolean take(UserId owner, byte[] hash) {
        return getEntityManager()
                        .createNativeQuery("delete from recovery_code where user_id = ?1 and code_hash = ?2")
                        .setParameter(1, owner.value())
                        .setParameter(2, hash)
                        .executeUpdate()
                == 1;
    }
}
