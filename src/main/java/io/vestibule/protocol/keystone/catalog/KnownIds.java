package io.vestibule.protocol.keystone.catalog;

import io.vestibule.identity.RealmName;
import io.vestibule.protocol.keystone.identity.CatalogIds;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** What the catalogue has, for limits. */
@ApplicationScoped
class KnownIds implements CatalogIds {
    private final Shelves shelves;

    KnownIds(Shelves shelves) {
        this.shelves = shelves;
    }

    @Override
    @Transactional
    public boolean hasService(RealmName realm, String id) {
        return shelves.has(realm, Kind.SERVICE, id);
    }

    @Override
    @Transactional
    public boolean hasRegion(RealmName realm, String id) {
        return shelves.has(realm, Kind.REGION, id);
    }
}
