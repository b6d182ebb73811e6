package io.vestibule.protocol.keystone.catalog;

import io.vestibule.realm.NamedBlock;
import jakarta.inject.Singleton;

/** The block called {@code catalog} that the strict reader binds for this room. */
@Singleton
class CatalogBlock extends NamedBlock<CatalogDeclaration> {
    CatalogBlock() {
        super(Place.REALM, "catalog", CatalogDeclaration.class);
    }
}
