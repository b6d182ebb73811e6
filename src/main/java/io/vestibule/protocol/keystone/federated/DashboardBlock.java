package io.vestibule.protocol.keystone.federated;

import io.vestibule.realm.NamedBlock;
import jakarta.inject.Singleton;

/** The block called {@code keystone} of a relying party. */
@Singleton
final class DashboardBlock extends NamedBlock<Dashboard> {
    DashboardBlock() {
        super(Place.RELYING_PARTY, "keystone", Dashboard.class);
    }
}
