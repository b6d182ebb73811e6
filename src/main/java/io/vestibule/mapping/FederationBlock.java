package io.vestibule.mapping;

import io.vestibule.realm.ConfigBlock;
import jakarta.enterprise.context.ApplicationScoped;

/** {@code federation}, of a realm. */
@ApplicationScoped
class FederationBlock implements ConfigBlock<FederationDeclaration> {
    @Override
    public Place place() {
        return Place.REALM;
    }

    @Override
    public String key() {
        return "federation";
    }

    @Override
    public Class<FederationDeclaration> type() {
        return FederationDeclaration.class;
    }
}
