package io.vestibule.keys;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

@ApplicationScoped
class RealmKeyRepository implements PanacheRepositoryBase<RealmKeyEntity, String> {
    /** Everything still published for a realm and purpose, oldest first; the kid settles ties alike on every node. */
    List<RealmKeyEntity> published(String realm, String purpose, Instant now) {
        return list("realm = ?1 and purpose = ?2 and expiresAt > ?3 order by activatesAt, kid", realm, purpose, now);
    }

    /**
     * The store's clock has to agree: keys are every node's, and one whose clock is ahead would take away those that the
     * others go on signing with.
     */
    void deleteExpired(Instant now) {
        delete("expiresAt <= ?1 and expiresAt <= instant", now);
    }
}
