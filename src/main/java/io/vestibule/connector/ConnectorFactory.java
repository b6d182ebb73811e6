package io.vestibule.connector;

import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.realm.ConfigBlock;

/** Opens connectors of one kind. A CDI bean; a new protocol is a new bean and nothing else changes. */
public interface ConnectorFactory<C extends Record> extends ConfigBlock<C> {
    @Override
    default Place place() {
        return Place.CONNECTOR;
    }

    /** Must not block on the network: an upstream that is down now must not stop the server or a reload. */
    Connector open(RealmName realm, ConnectorId id, C config);
}
