package io.vestibule.protocol.keystone.catalog;

import io.vestibule.identity.RealmName;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads what a catalogue shows, all of it at one moment. */
@ApplicationScoped
class CatalogReading {
    private final CatalogRepository rows;

    CatalogReading(CatalogRepository rows) {
        this.rows = rows;
    }

    @Transactional
    CatalogContent read(RealmName realm) {
        String name = realm.value();
        return CatalogContent.of(
                rows.all(ServiceEntity.class, name),
                rows.all(EndpointEntity.class, name),
                rows.endpointsOfProjects(name),
                rows.groupsOfProjects(name),
                rows.all(EndpointGroupEntity.class, name).stream()
                        .collect(Collectors.toMap(group -> group.id, Function.identity())));
    }
}
