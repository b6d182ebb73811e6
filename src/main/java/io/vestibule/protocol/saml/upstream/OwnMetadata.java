package io.vestibule.protocol.saml.upstream;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.keys.CertifiedKey;
import io.vestibule.keys.CertifiedKeys;
import io.vestibule.protocol.saml.xml.OpenSaml;
import io.vestibule.protocol.saml.xml.Signatures;
import io.vestibule.realm.ConnectorDeclaration;
import io.vestibule.realm.Realms;
import io.vestibule.records.RandomTokens;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.shibboleth.utilities.java.support.xml.SerializeSupport;
import org.opensaml.saml.saml2.metadata.EntityDescriptor;

/** The metadata of connectors, signed once and kept until its keys or the connector's configuration change, or it ages. */
@ApplicationScoped
class OwnMetadata {
    private static final Duration VALID = Duration.ofDays(14);
    private static final Duration CACHED = Duration.ofHours(6);
    private static final Duration KEPT = Duration.ofHours(1);
    private static final int MOST_KEPT = 1_000;

    private final Realms realms;
    private final OwnNames names;
    private final CertifiedKeys keys;
    private final OpenSaml openSaml;
    private final Signatures signatures;
    private final RandomTokens tokens;
    private final Clock clock;
    private final Cache<Made, Signed> kept =
            Caffeine.newBuilder().maximumSize(MOST_KEPT).build();

    OwnMetadata(
            Realms realms,
            OwnNames names,
            CertifiedKeys keys,
            OpenSaml openSaml,
            Signatures signatures,
            RandomTokens tokens,
            Clock clock) {
        this.realms = realms;
        this.names = names;
        this.keys = keys;
        this.openSaml = openSaml;
        this.signatures = signatures;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** What a document is made of; another one is made when any of it changes. */
    private record Made(Ourselves ourselves, SamlConnectorConfig config, List<String> keys) {}

    private record Signed(String document, Instant at) {}

    /** Empty when there is no such connector, or none that speaks SAML, or it is switched off. */
    Optional<byte[]> of(RealmName realm, ConnectorId connector) {
        return realms.find(realm)
                .flatMap(found -> found.connector(connector))
                .map(ConnectorDeclaration::config)
                .filter(SamlConnectorConfig.class::isInstance)
                .map(SamlConnectorConfig.class::cast)
                .map(config -> document(names.of(realm, connector, config), config))
                .map(document -> document.getBytes(StandardCharsets.UTF_8));
    }

    private String document(Ourselves ourselves, SamlConnectorConfig config) {
        CertifiedKey current = keys.signing(ourselves.realm(), config.keyKind());
        // Partners that know only RSA stumble over a key of another kind; they are told those that may sign.
        List<CertifiedKey> signing = keys.published(ourselves.realm(), CertifiedKeys.Use.SIGNING).stream()
                .filter(key -> key.certificate()
                        .getPublicKey()
                        .getAlgorithm()
                        .equals(current.certificate().getPublicKey().getAlgorithm()))
                .toList();
        List<CertifiedKey> encryption = keys.published(ourselves.realm(), CertifiedKeys.Use.ENCRYPTION);
        Made made = new Made(
                ourselves,
                config,
                Stream.of(List.of(current), signing, encryption)
                        .flatMap(List::stream)
                        .map(CertifiedKey::kid)
                        .toList());
        Instant now = clock.instant();
        Signed signed = kept.getIfPresent(made);
        if (signed == null || signed.at().plus(KEPT).isBefore(now)) {
            signed = new Signed(signed(ourselves, config, current, signing, encryption, now), now);
            kept.put(made, signed);
        }
        return signed.document();
    }

    private String signed(
            Ourselves ourselves,
            SamlConnectorConfig config,
            CertifiedKey current,
            List<CertifiedKey> signing,
            List<CertifiedKey> encryption,
            Instant now) {
        EntityDescriptor entity = new OwnDescriptor(ourselves, config, openSaml)
                .entity(
                        "_" + tokens.next(),
                        signing,
                        encryption,
                        now.plus(VALID).truncatedTo(ChronoUnit.SECONDS),
                        CACHED);
        return SerializeSupport.nodeToString(signatures.sign(entity, current));
    }
}
