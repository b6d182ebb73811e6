package io.vestibule.directory;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.vestibule.identity.RealmName;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.UUID;

/** Rows of upstream_identity, by whose they are. */
@ApplicationScoped
class IdentityRepository implements PanacheRepositoryBase<UpstreamIdentityEntity, UpstreamIdentityEntity.Key> {
    @Transactional
    List<UpstreamIdentityEntity> of(RealmName realm, UUID user) {
        return list("realm = ?1 and userId = ?2 order by firstSeenAt, connector, subject", realm.value(), user);
    }
}
