package io.vestibule.access;

import io.vestibule.realm.ConfigBlock;
import jakarta.enterprise.context.ApplicationScoped;

/** {@code access}, of a realm. */
@ApplicationScoped
class AccessBlock implements ConfigBlock<AccessDeclaration> {
    @Override
    public Place place() {
        return Place.REALM;
    }

    @Override
    public String key() {
        return "access";
    }

    @Override
    public Class<AccessDeclaration> type() {
        return AccessDeclaration.class;
    }
}
