package io.vestibule.protocol.keystone.catalog;

import io.vestibule.identity.RealmName;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import io.vestibule.realm.RealmsReloaded;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Brings what realm files say of the catalogue into it, at the start and at each reload. */
@ApplicationScoped
class CatalogFollower {
    private static final int BEFORE_LIMITS = 3500; // which are declared for services

    private final Realms realms;
    private final DeclaredCatalog catalog;

    CatalogFollower(Realms realms, DeclaredCatalog catalog) {
        this.realms = realms;
        this.catalog = catalog;
    }

    void follow(@Observes @Priority(BEFORE_LIMITS) RealmsReloaded reloaded) {
        for (RealmName name : reloaded.changed()) {
            realms.find(name).ifPresent(this::follow);
        }
    }

    private void follow(Realm realm) {
        catalog.follow(
                realm.name(), realm.blocks().find(CatalogDeclaration.class).orElse(CatalogDeclaration.none()));
    }
}
