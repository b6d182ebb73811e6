package io.vestibule.keys;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.quarkus.scheduler.Scheduled;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Sha256;
import io.vestibule.realm.Realms;
import io.vestibule.realm.RealmsReloaded;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Signs and verifies this server's own JWTs with each realm's keys. Thread-safe; signing touches no database. */
@ApplicationScoped
public class JwtKeys {
    private static final int MOST_VERIFIED = 5_000;

    private final KeyRotation rotation;
    private final Realms realms;
    private final Clock clock;
    private final SignatureProvider signatures;
    private final Rings rings;
    private final Map<String, JWSSigner> signers = new ConcurrentHashMap<>();
    private final Map<String, JWSVerifier> verifiers = new ConcurrentHashMap<>();
    private final Cache<String, Verified> verified =
            Caffeine.newBuilder().maximumSize(MOST_VERIFIED).build();

    public JwtKeys(
            KeyRotation rotation,
            Realms realms,
            Clock clock,
            SignatureProvider signatures,
            @ConfigProperty(name = "vestibule.keys.in-use", defaultValue = "90d") Duration inUse,
            @ConfigProperty(name = "vestibule.keys.published-before", defaultValue = "7d") Duration publishedBefore,
            @ConfigProperty(name = "vestibule.keys.published-after", defaultValue = "7d") Duration publishedAfter) {
        this.rotation = rotation;
        this.realms = realms;
        this.clock = clock;
        this.signatures = signatures;
        List<KeyPlan.Recipe> recipes = Arrays.stream(SigningAlgorithm.values())
                .<KeyPlan.Recipe>map(JwtKeyRecipe::new)
                .toList();
        this.rings = new Rings(
                rotation, new KeyPlan("oidc-signing", recipes, inUse, publishedBefore, publishedAfter), clock);
    }

    /** Signs {@code claims} with the realm's current key of {@code algorithm}; {@code type} becomes the header's typ. */
    public String sign(RealmName realm, SigningAlgorithm algorithm, String type, JWTClaimsSet claims) {
        KeyRing.RingKey key = rings.current(realm, algorithm.name());
        try {
            SignedJWT jwt = new SignedJWT(
                    new JWSHeader.Builder(algorithm.jws())
                            .keyID(key.jwk().getKeyID())
                            .type(new JOSEObjectType(type))
                            .build(),
                    claims);
            jwt.sign(signers.computeIfAbsent(key.jwk().getKeyID(), kid -> signatures.signer(key.jwk())));
            return jwt.serialize();
        } catch (JOSEException broken) {
            throw new IllegalStateException("cannot sign with " + key.jwk().getKeyID(), broken);
        }
    }

    /** The same for claims of JSON's own types. */
    public String sign(RealmName realm, SigningAlgorithm algorithm, String type, Map<String, Object> claims) {
        try {
            return sign(realm, algorithm, type, JWTClaimsSet.parse(claims));
        } catch (ParseException impossible) {
            throw new IllegalArgumentException("claims are no claims", impossible);
        }
    }

    /** As above, a token that will be shown to us: that we made it ourselves need not be computed when it comes. */
    public String signToSeeAgain(RealmName realm, SigningAlgorithm algorithm, String type, JWTClaimsSet claims) {
        String compact = sign(realm, algorithm, type, claims);
        String kid = rings.current(realm, algorithm.name()).jwk().getKeyID();
        verified.put(seen(realm, type, compact), new Verified(kid, claims));
        return compact;
    }

    /**
     * The claims of a JWT this realm signed: the kid is one of ours, alg the one that key was made for, typ as wanted, no
     * crit. Neither lifetime nor audience is checked: the caller knows what the token is for. Empty when anything is off.
     */
    public Optional<JWTClaimsSet> verify(RealmName realm, String type, String compact) {
        // A signature stays right for ever; what may change is whether its key still counts, which is looked at each
        // time.
        Optional<JWTClaimsSet> before = verifiedBefore(realm, type, compact);
        if (before.isPresent()) {
            return before;
        }
        Optional<Verified> now = verifyAnew(realm, type, compact);
        now.ifPresent(found -> verified.put(seen(realm, type, compact), found));
        return now.map(Verified::claims);
    }

    /** The same, when it was verified or signed here before: without a database and hardly any work. */
    public Optional<JWTClaimsSet> verifiedBefore(RealmName realm, String type, String compact) {
        Verified before = verified.getIfPresent(seen(realm, type, compact));
        return before != null && rings.holds(realm, before.kid()) ? Optional.of(before.claims()) : Optional.empty();
    }

    private static String seen(RealmName realm, String type, String compact) {
        return realm + " " + type + " " + Sha256.of(compact).hex();
    }

    private record Verified(String kid, JWTClaimsSet claims) {}

    private Optional<Verified> verifyAnew(RealmName realm, String type, String compact) {
        try {
            SignedJWT jwt = SignedJWT.parse(compact);
            JWSHeader header = jwt.getHeader();
            boolean typed = header.getType() != null
                    && type.equalsIgnoreCase(header.getType().getType());
            if (!typed || header.getKeyID() == null || header.getCriticalParams() != null) {
                return Optional.empty(); // RFC 8725 §3.11: one kind of token never passes for another
            }
            Optional<KeyRing.RingKey> key = key(realm, header.getKeyID());
            if (key.isEmpty()
                    || !SigningAlgorithm.valueOf(key.get().algorithm()).jws().equals(header.getAlgorithm())) {
                return Optional.empty(); // RFC 8725 §3.1: the key says the algorithm, not the token
            }
            JWK jwk = key.get().jwk();
            boolean genuine =
                    jwt.verify(verifiers.computeIfAbsent(jwk.getKeyID(), kid -> signatures.verifier(header, jwk)));
            return genuine ? Optional.of(new Verified(jwk.getKeyID(), jwt.getJWTClaimsSet())) : Optional.empty();
        } catch (ParseException | JOSEException notOurs) {
            return Optional.empty();
        }
    }

    /** Public halves of next, current and retired keys. */
    public JWKSet published(RealmName realm) {
        return rings.of(realm).published(clock.instant());
    }

    void onReload(@Observes RealmsReloaded reloaded) {
        rings.forget(reloaded);
    }

    @Scheduled(every = "10m", delayed = "10m")
    void rotate() {
        rotation.deleteExpired();
        rings.reloadAll(realms);
    }

    private Optional<KeyRing.RingKey> key(RealmName realm, String kid) {
        return rings.find(realm, ring -> ring.byKid(kid, clock.instant()));
    }
}
