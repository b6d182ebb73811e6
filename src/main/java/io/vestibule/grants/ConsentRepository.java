package io.vestibule.grants;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

@ApplicationScoped
class ConsentRepository implements PanacheRepositoryBase<ConsentEntity, ConsentEntity.Key> {
    List<ConsentEntity> ofUser(String realm, UUID user) {
        return list("realm = ?1 and userId = ?2 order by grantedAt desc, relyingParty", realm, user);
    }

    void upsert(String realm, UUID user, String relyingParty, String items, Instant now) {
        getEntityManager()
                .createNativeQuery("insert into consent (realm, user_id, relying_party, items, granted_at) "
                        + "values (?1, ?2, ?3, ?4, ?5) on conflict (realm, user_id, relying_party) "
                        + "do update set items = excluded.items, granted_at = excluded.granted_at")
                .setParameter(1, realm)
                .setParameter(2, user)
                .setParameter(3, relyingParty)
                .setParameter(4, items)
                .setParameter(5, now)
                .executeUpdate();
    }
}
