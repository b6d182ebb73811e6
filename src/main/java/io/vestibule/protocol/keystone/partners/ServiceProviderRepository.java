package io.vestibule.protocol.keystone.partners;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;

/** The table of service providers. */
@ApplicationScoped
class ServiceProviderRepository {
    private final EntityManager rows;

    ServiceProviderRepository(EntityManager rows) {
        this.rows = rows;
    }

    Optional<ServiceProviderEntity> find(String realm, String id) {
        return Optional.ofNullable(rows.find(ServiceProviderEntity.class, new ServiceProviderEntity.Key(realm, id)));
    }

    List<ServiceProviderEntity> all(String realm) {
        return rows.createQuery(
                        "from ServiceProviderEntity where realm = :realm order by id", ServiceProviderEntity.class)
                .setParameter("realm", realm)
                .getResultList();
    }

    /** False when somebody was first, on whatever node. */
    boolean add(String realm, String id) {
        return rows.createNativeQuery("insert into keystone_service_provider (realm, id, enabled, auth_url, sp_url,"
                                + " relay_state_prefix, declared) values (?1, ?2, false, '', '', '', false)"
                                + " on conflict do nothing")
                        .setParameter(1, realm)
                        .setParameter(2, id)
                        .executeUpdate()
                == 1;
    }

    void remove(ServiceProviderEntity row) {
        rows.remove(row);
    }
}
