package io.vestibule.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.quarkus.scheduler.Scheduled;
import io.vestibule.identity.RealmName;
import io.vestibule.realm.Realms;
import io.vestibule.realm.RealmsReloaded;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Keys of OpenStack tokens, in two rings a realm: one that signs JWS tokens, one of Fernet keys. They are no other keys of
 * the realm, since they may be shared with a Keystone, which must not be able to sign anything but its own tokens.
 */
@ApplicationScoped
public class TokenKeys {
    /** Under which it is told that a realm's keys were changed by somebody else than the plan. */
    public static final String TOPIC = "token-keys";

    private static final SigningAlgorithm ALGORITHM = SigningAlgorithm.ES256; // the only one a Keystone takes
    private static final JOSEObjectType TYPE = JOSEObjectType.JWT;

    private final SignatureProvider signatures;
    private final Realms realms;
    private final Clock clock;
    private final KeyPlan signing;
    private final KeyPlan sealing;
    private final Rings signingRings;
    private final Rings fernetRings;
    private final Map<String, JWSSigner> signers = new ConcurrentHashMap<>();
    private final Map<String, JWSVerifier> verifiers = new ConcurrentHashMap<>();

    TokenKeys(
            KeyRotation rotation,
            Realms realms,
            Clock clock,
            SignatureProvider signatures,
            @ConfigProperty(name = "vestibule.keys.in-use", defaultValue = "90d") Duration inUse,
            @ConfigProperty(name = "vestibule.keys.published-before", defaultValue = "7d") Duration publishedBefore,
            @ConfigProperty(name = "vestibule.keys.published-after", defaultValue = "7d") Duration publishedAfter) {
        this.signatures = signatures;
        this.realms = realms;
        this.clock = clock;
        this.signing = new KeyPlan(
                "keystone-signing", List.of(new JwtKeyRecipe(ALGORITHM)), inUse, publishedBefore, publishedAfter);
        this.sealing =
                new KeyPlan("keystone-fernet", List.of(new FernetKeyRecipe()), inUse, publishedBefore, publishedAfter);
        this.signingRings = new Rings(rotation, signing, clock);
        this.fernetRings = new Rings(rotation, sealing, clock);
    }

    /** A JWS with ES256 and a kid. */
    public String sign(RealmName realm, JWTClaimsSet claims) {
        KeyRing.RingKey key = signingRings.current(realm, ALGORITHM.name());
        String kid = key.jwk().getKeyID();
        try {
            SignedJWT jwt = new SignedJWT(
                    new JWSHeader.Builder(ALGORITHM.jws()).keyID(kid).type(TYPE).build(), claims);
            jwt.sign(signers.computeIfAbsent(realm + " " + kid, first -> signatures.signer(key.jwk())));
            return jwt.serialize();
        } catch (JOSEException broken) {
            throw new IllegalStateException("cannot sign with " + kid, broken);
        }
    }

    /**
     * The claims of what a key of this realm signed. A Keystone that shares the keys names none, so without a kid each is
     * tried. Text that says the same in other characters is refused: a token has one spelling.
     */
    public Optional<JWTClaimsSet> verify(RealmName realm, String compact) {
        try {
            SignedJWT jwt = SignedJWT.parse(compact);
            JWSHeader header = jwt.getHeader();
            boolean typed = header.getType() == null || TYPE.equals(header.getType());
            if (!ALGORITHM.jws().equals(header.getAlgorithm())
                    || !typed
                    || header.getCriticalParams() != null
                    || !isSpelledRight(jwt)) {
                return Optional.empty(); // RFC 8725 §3.1: we say the algorithm, not the token
            }
            Optional<String> kid = Optional.ofNullable(header.getKeyID());
            boolean genuine = signingRings
                    .find(
                            realm,
                            ring -> ring.notExpired(clock.instant()).stream()
                                    .filter(key -> kid.isEmpty()
                                            || kid.get().equals(key.jwk().getKeyID()))
                                    .filter(key -> signed(realm, jwt, key.jwk()))
                                    .findFirst())
                    .isPresent();
            return genuine ? Optional.of(jwt.getJWTClaimsSet()) : Optional.empty();
        } catch (ParseException notOurs) {
            return Optional.empty();
        }
    }

    private boolean signed(RealmName realm, SignedJWT jwt, JWK jwk) {
        try {
            return jwt.verify(verifiers.computeIfAbsent(
                    realm + " " + jwk.getKeyID(), first -> signatures.verifier(jwt.getHeader(), jwk)));
        } catch (JOSEException notASignature) {
            return false;
        }
    }

    /** Base64 has several spellings of the same bytes, of which ours is the canonical one (RFC 4648 §3.5). */
    private static boolean isSpelledRight(SignedJWT jwt) {
        for (Base64URL part : jwt.getParsedParts()) {
            if (!Base64URL.encode(part.decode()).equals(part)) {
                return false;
            }
        }
        return true;
    }

    /** The realm's Fernet keys, 32 bytes each, the one for new tokens first. */
    public List<byte[]> fernet(RealmName realm) {
        fernetRings.current(realm, FernetKeyRecipe.ALGORITHM);
        return fernetRings.of(realm).notExpired(clock.instant()).stream()
                .map(key -> key.jwk().toOctetSequenceKey().toByteArray())
                .toList();
    }

    /** Reads the rings again: another node, or a command, may have written them. */
    public void reload(RealmName realm) {
        signingRings.reload(realm);
        fernetRings.reload(realm);
    }

    /** Somebody else changed them: the next question reads them anew. */
    public void forget(RealmName realm) {
        signingRings.forget(realm);
        fernetRings.forget(realm);
    }

    JWK currentSigning(RealmName realm) {
        return signingRings.current(realm, ALGORITHM.name()).jwk();
    }

    KeyRing signingRing(RealmName realm) {
        return signingRings.of(realm);
    }

    KeyRing fernetRing(RealmName realm) {
        return fernetRings.of(realm);
    }

    KeyPlan signingPlan() {
        return signing;
    }

    KeyPlan fernetPlan() {
        return sealing;
    }

    void onReload(@Observes RealmsReloaded reloaded) {
        signingRings.forget(reloaded);
        fernetRings.forget(reloaded);
    }

    @Scheduled(every = "10m", delayed = "10m")
    void rotate() {
        signingRings.reloadAll(realms);
        fernetRings.reloadAll(realms);
    }
}
