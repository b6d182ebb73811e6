package io.vestibule.access;

import io.vestibule.realm.NamedBlock;
import jakarta.inject.Singleton;

/** {@code access}, of a realm. */
@Singleton
class AccessBlock extends NamedBlock<AccessDeclaration> {
    AccessBlock() {
        super(Place.REALM, "access", AccessDeclaration.class);
    }
}
