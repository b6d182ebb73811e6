package io.vestibule.protocol.keystone.partners;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Service providers as they are stored. */
@ApplicationScoped
class ServiceProviderRows {
    private final ServiceProviderRepository rows;

    ServiceProviderRows(ServiceProviderRepository rows) {
        this.rows = rows;
    }

    @Transactional
    List<ServiceProvider> all(String realm) {
        return rows.all(realm).stream().map(ServiceProviderEntity::read).toList();
    }

    @Transactional
    boolean create(String realm, ServiceProvider provider) {
        if (!rows.add(realm, provider.id())) {
            return false;
        }
        rows.find(realm, provider.id()).orElseThrow().write(provider);
        return true;
    }

    @Transactional
    Optional<ServiceProvider> update(String realm, String id, UnaryOperator<ServiceProvider> change) {
        return rows.find(realm, id).map(row -> {
            row.write(change.apply(row.read()));
            return row.read();
        });
    }

    /** Whether it was otherwise before. */
    @Transactional
    boolean put(String realm, ServiceProvider provider) {
        rows.add(realm, provider.id());
        ServiceProviderEntity row = rows.find(realm, provider.id()).orElseThrow();
        boolean different = !row.read().equals(provider);
        if (different) {
            row.write(provider);
        }
        return different;
    }

    @Transactional
    boolean delete(String realm, String id) {
        Optional<ServiceProviderEntity> row = rows.find(realm, id);
        row.ifPresent(rows::remove);
        return row.isPresent();
    }
}
