package io.vestibule.protocol.keystone.federated;

import io.vestibule.realm.ConfigBlock;
import jakarta.inject.Singleton;

/** The block called {@code keystone} of a relying party. */
@Singleton
final class DashboardBlock implements ConfigBlock<Dashboard> {
    @Override
    public Place place() {
        return Place.RELYING_PARTY;
    }

    @Override
    public String key() {
        return "keystone";
    }

    @Override
    public Class<Dashboard> type() {
        return Dashboard.class;
    }
}
