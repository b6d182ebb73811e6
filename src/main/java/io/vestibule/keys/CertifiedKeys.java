package io.vestibule.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.util.X509CertUtils;
import io.quarkus.scheduler.Scheduled;
import io.vestibule.identity.RealmName;
import io.vestibule.realm.Realms;
import io.vestibule.realm.RealmsReloaded;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Keys in certificates, for partners who learn them from metadata: signing and encryption apart, so that neither can stand
 * in for the other. They live longer than those for JWTs, as such partners look seldom. Thread-safe; no database once read.
 */
@ApplicationScoped
public class CertifiedKeys {
    /** What a key may be used for; metadata always says which (SAML Metadata §2.4.1.1). */
    public enum Use {
        SIGNING,
        ENCRYPTION
    }

    /** RSA 2048, or P-256. */
    public enum Kind {
        RSA,
        EC
    }

    private final KeyRotation rotation;
    private final Realms realms;
    private final Clock clock;
    private final SignatureProvider signatures;
    private final Rings signing;
    private final Rings encryption;
    private final Map<String, CertifiedKey> opened = new ConcurrentHashMap<>();

    CertifiedKeys(
            KeyRotation rotation,
            Realms realms,
            Clock clock,
            SecureRandom random,
            SignatureProvider signatures,
            @ConfigProperty(name = "vestibule.certified-keys.in-use", defaultValue = "730d") Duration inUse,
            @ConfigProperty(name = "vestibule.certified-keys.published-before", defaultValue = "30d")
                    Duration publishedBefore,
            @ConfigProperty(name = "vestibule.certified-keys.published-after", defaultValue = "30d")
                    Duration publishedAfter) {
        this.rotation = rotation;
        this.realms = realms;
        this.clock = clock;
        this.signatures = signatures;
        List<KeyPlan.Recipe> signers = List.of(
                new CertifiedKeyRecipe(Kind.RSA, Use.SIGNING, random),
                new CertifiedKeyRecipe(Kind.EC, Use.SIGNING, random));
        // Key transport is RSA-OAEP; what partners could agree on with an EC key, few of them implement.
        List<KeyPlan.Recipe> decrypters = List.of(new CertifiedKeyRecipe(Kind.RSA, Use.ENCRYPTION, random));
        this.signing = new Rings(
                rotation, new KeyPlan("certified-signing", signers, inUse, publishedBefore, publishedAfter), clock);
        this.encryption = new Rings(
                rotation,
                new KeyPlan("certified-encryption", decrypters, inUse, publishedBefore, publishedAfter),
                clock);
    }

    /** The key to sign with now. */
    public CertifiedKey signing(RealmName realm, Kind kind) {
        return opened(signing.current(realm, kind.name()));
    }

    /** Next, current and retired keys, in the order in which they sign; the current ones first. */
    public List<CertifiedKey> published(RealmName realm, Use use) {
        Rings rings = use == Use.SIGNING ? signing : encryption;
        return rings.of(realm).notExpired(clock.instant()).stream()
                .map(this::opened)
                .toList();
    }

    /** What partners may have encrypted to; the likeliest first. */
    public List<PrivateKey> decrypting(RealmName realm) {
        return published(realm, Use.ENCRYPTION).stream()
                .map(CertifiedKey::privateKey)
                .toList();
    }

    /** Emergency rotation of both; takes effect at once on this node. */
    public void rotateNow(RealmName realm) {
        signing.rotateNow(realm);
        encryption.rotateNow(realm);
    }

    void onReload(@Observes RealmsReloaded reloaded) {
        signing.forget(reloaded);
        encryption.forget(reloaded);
    }

    @Scheduled(every = "10m", delayed = "10m")
    void rotate() {
        rotation.deleteExpired();
        signing.reloadAll(realms);
        encryption.reloadAll(realms);
        opened.values()
                .removeIf(key -> key.certificate().getNotAfter().toInstant().isBefore(clock.instant()));
    }

    private CertifiedKey opened(KeyRing.RingKey key) {
        return opened.computeIfAbsent(key.jwk().getKeyID(), kid -> open(kid, key));
    }

    private CertifiedKey open(String kid, KeyRing.RingKey key) {
        try {
            boolean signs = signing(key);
            PrivateKey secret = ((AsymmetricJWK) key.jwk()).toPrivateKey();
            return new CertifiedKey(
                    kid,
                    signs ? signatures.translated(secret) : secret,
                    Objects.requireNonNull(X509CertUtils.parse(
                            key.jwk().getX509CertChain().getFirst().decode())),
                    signs ? signatures.provider() : Optional.empty(),
                    key.activatesAt(),
                    key.retiresAt());
        } catch (JOSEException broken) {
            throw new IllegalStateException("key " + kid + " cannot be used", broken);
        }
    }

    private static boolean signing(KeyRing.RingKey key) {
        return KeyUse.SIGNATURE.equals(key.jwk().getKeyUse());
    }
}
