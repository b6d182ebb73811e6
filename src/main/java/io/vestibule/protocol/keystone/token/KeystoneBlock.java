package io.vestibule.protocol.keystone.token;

import io.vestibule.realm.ConfigBlock;
import jakarta.inject.Singleton;

/** The block called {@code keystone} that the strict reader binds for this room. */
@Singleton
final class KeystoneBlock implements ConfigBlock<KeystoneRealm> {
    @Override
    public Place place() {
        return Place.REALM;
    }

    @Override
    public String key() {
        return "keystone";
    }

    @Override
    public Class<KeystoneRealm> type() {
        return KeystoneRealm.class;
    }
}
