package io.vestibule.protocol.oidc.upstream;

import io.vestibule.connector.ConnectorFactory;
import io.vestibule.connector.RedirectConnector;
import io.vestibule.directory.FactorPolicy;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.keys.JwtKeys;
import io.vestibule.outbound.OutboundClient;
import io.vestibule.realm.Realms;
import io.vestibule.records.RandomTokens;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/** Opens connectors of type {@code oidc}. Nothing is fetched before somebody wants to sign in. */
@ApplicationScoped
public class OidcConnectorFactory implements ConnectorFactory<OidcConnectorConfig> {
    private final OutboundClient outbound;
    private final JwtKeys keys;
    private final RandomTokens tokens;
    private final Realms realms;
    private final Clock clock;

    OidcConnectorFactory(OutboundClient outbound, JwtKeys keys, RandomTokens tokens, Realms realms, Clock clock) {
        this.outbound = outbound;
        this.keys = keys;
        this.tokens = tokens;
        this.realms = realms;
        this.clock = clock;
    }

    @Override
    public String key() {
        return "oidc";
    }

    @Override
    public Class<OidcConnectorConfig> type() {
        return OidcConnectorConfig.class;
    }

    @Override
    public RedirectConnector open(RealmName realm, ConnectorId id, OidcConnectorConfig config) {
        return new OidcConnector(
                id, config, client(realm, config), word -> FactorPolicy.isWord(realms, realm, word), clock);
    }

    /** The client alone, for whoever is not a way to sign in. */
    public OidcClient client(RealmName realm, OidcConnectorConfig config) {
        return new OidcClient(
                config, outbound, (algorithm, claims) -> keys.sign(realm, algorithm, "JWT", claims), tokens, clock);
    }
}
