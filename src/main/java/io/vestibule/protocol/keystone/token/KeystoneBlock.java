package io.vestibule.protocol.keystone.token;

import io.vestibule.realm.NamedBlock;
import jakarta.inject.Singleton;

/** The block called {@code keystone} that the strict reader binds for this room. */
@Singleton
final class KeystoneBlock extends NamedBlock<KeystoneRealm> {
    KeystoneBlock() {
        super(Place.REALM, "keystone", KeystoneRealm.class);
    }
}
