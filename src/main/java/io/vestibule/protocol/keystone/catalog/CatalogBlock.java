package io.vestibule.protocol.keystone.catalog;

import io.vestibule.realm.ConfigBlock;
import jakarta.inject.Singleton;

/** The block called {@code catalog} that the strict reader binds for this room. */
@Singleton
class CatalogBlock implements ConfigBlock<CatalogDeclaration> {
    @Override
    public Place place() {
        return Place.REALM;
    }

    @Override
    public String key() {
        return "catalog";
    }

    @Override
    public Class<CatalogDeclaration> type() {
        return CatalogDeclaration.class;
    }
}
