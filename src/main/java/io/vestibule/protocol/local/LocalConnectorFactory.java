package io.vestibule.protocol.local;

import io.vestibule.connector.Connector;
import io.vestibule.connector.ConnectorFactory;
import io.vestibule.directory.LocalCredentials;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.realm.Realms;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/** Opens connectors of kind {@code local}. */
@ApplicationScoped
class LocalConnectorFactory implements ConnectorFactory<LocalConfig> {
    private final Realms realms;
    private final LocalCredentials credentials;
    private final Clock clock;

    LocalConnectorFactory(Realms realms, LocalCredentials credentials, Clock clock) {
        this.realms = realms;
        this.credentials = credentials;
        this.clock = clock;
    }

    @Override
    public String key() {
        return LocalCredentials.CONNECTOR_KIND;
    }

    @Override
    public Class<LocalConfig> type() {
        return LocalConfig.class;
    }

    @Override
    public Connector open(RealmName realm, ConnectorId id, LocalConfig config) {
        return new LocalConnector(realm, id, config, realms, credentials, clock);
    }
}
