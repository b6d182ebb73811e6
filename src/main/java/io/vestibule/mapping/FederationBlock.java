package io.vestibule.mapping;

import io.vestibule.realm.NamedBlock;
import jakarta.inject.Singleton;

/** {@code federation}, of a realm. */
@Singleton
class FederationBlock extends NamedBlock<FederationDeclaration> {
    FederationBlock() {
        super(Place.REALM, "federation", FederationDeclaration.class);
    }
}
