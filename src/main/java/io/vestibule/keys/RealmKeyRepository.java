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

    void deleteExpired(Instant now) {
        delete("expiresAt <= ?1", now);
    }
}
