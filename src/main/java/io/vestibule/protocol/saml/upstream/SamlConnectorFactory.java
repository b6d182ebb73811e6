package io.vestibule.protocol.saml.upstream;

import io.vestibule.audit.AuditLog;
import io.vestibule.connector.ConnectorFactory;
import io.vestibule.connector.RedirectConnector;
import io.vestibule.directory.FactorPolicy;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.keys.CertifiedKey;
import io.vestibule.keys.CertifiedKeys;
import io.vestibule.keys.MasterKey;
import io.vestibule.keys.Sealer;
import io.vestibule.outbound.OutboundClient;
import io.vestibule.outbound.Reach;
import io.vestibule.protocol.saml.metadata.MetadataConfig;
import io.vestibule.protocol.saml.metadata.MetadataFeeds;
import io.vestibule.protocol.saml.metadata.Owner;
import io.vestibule.protocol.saml.xml.Decryption;
import io.vestibule.protocol.saml.xml.OpenSaml;
import io.vestibule.protocol.saml.xml.Signatures;
import io.vestibule.protocol.saml.xml.SoapBinding;
import io.vestibule.protocol.saml.xml.XmlReading;
import io.vestibule.realm.Realms;
import io.vestibule.records.ExpiringRecords;
import io.vestibule.records.RandomTokens;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.security.PrivateKey;
import java.time.Clock;
import java.util.List;

/** Opens connectors of type {@code saml}. Nothing is fetched before somebody wants to sign in. */
@ApplicationScoped
public class SamlConnectorFactory implements ConnectorFactory<SamlConnectorConfig> {
    private final OwnNames names;
    private final CertifiedKeys keys;
    private final MetadataFeeds feeds;
    private final Surroundings surroundings;

    SamlConnectorFactory(
            OwnNames names,
            CertifiedKeys keys,
            MetadataFeeds feeds,
            OpenSaml openSaml,
            XmlReading reading,
            Signatures signatures,
            Decryption decryption,
            SoapBinding soap,
            OutboundClient outbound,
            ExpiringRecords records,
            AuditLog audit,
            RandomTokens tokens,
            Sealer sealer,
            MasterKey master,
            Realms realms,
            Clock clock) {
        this.names = names;
        this.keys = keys;
        this.feeds = feeds;
        this.surroundings = new Surroundings(
                openSaml,
                reading,
                signatures,
                decryption,
                soap,
                outbound,
                records,
                audit,
                tokens,
                sealer,
                master.derive("saml-upstream-logout"),
                (realm, word) -> FactorPolicy.isWord(realms, realm, word),
                (realm, word) -> FactorPolicy.isStrong(realms, realm, word),
                clock);
    }

    @Override
    public String key() {
        return "saml";
    }

    @Override
    public Class<SamlConnectorConfig> type() {
        return SamlConnectorConfig.class;
    }

    @Override
    public RedirectConnector open(RealmName realm, ConnectorId id, SamlConnectorConfig config) {
        Providers providers = new MetadataProviders(
                feeds.open(Owner.of(realm, id), config.metadata()), config.entityId(), config.keyRefreshFloor());
        return SamlConnector.open(
                names.of(realm, id, config),
                config,
                providers,
                keysOf(realm, config),
                address -> reach(config.metadata(), address),
                surroundings);
    }

    /** Internal addresses only where the operator wrote the address, or the host it is on. */
    private static Reach reach(MetadataConfig metadata, URI address) {
        boolean written = metadata.inline().isPresent() || metadata.file().isPresent();
        return written
                ? Reach.trusting(address)
                : Reach.trusting(metadata.url().stream().toArray(URI[]::new));
    }

    private OwnKeys keysOf(RealmName realm, SamlConnectorConfig config) {
        return new OwnKeys() {
            @Override
            public CertifiedKey signing() {
                return keys.signing(realm, config.keyKind());
            }

            @Override
            public List<PrivateKey> decrypting() {
                return keys.decrypting(realm);
            }
        };
    }
}
