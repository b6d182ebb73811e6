package io.vestibule.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.vestibule.identity.RealmName;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes each realm's next signing key in time, and reads the ring back. */
@ApplicationScoped
class KeyRotation {
    private static final String PURPOSE = "oidc-signing";
    private static final int RSA_BITS = 2048;
    private static final int NONCE_BYTES = 12;

    private final RealmKeyRepository repository;
    private final MasterKey master;
    private final SecureRandom random;
    private final Clock clock;
    private final Duration inUse;
    private final Duration publishedBefore;
    private final Duration publishedAfter;

    KeyRotation(
            RealmKeyRepository repository,
            MasterKey master,
            SecureRandom random,
            Clock clock,
            @ConfigProperty(name = "vestibule.keys.in-use", defaultValue = "90d") Duration inUse,
            @ConfigProperty(name = "vestibule.keys.published-before", defaultValue = "7d") Duration publishedBefore,
            @ConfigProperty(name = "vestibule.keys.published-after", defaultValue = "7d") Duration publishedAfter) {
        this.repository = repository;
        this.master = master;
        this.random = random;
        this.clock = clock;
        this.inUse = inUse;
        this.publishedBefore = publishedBefore;
        this.publishedAfter = publishedAfter;
    }

    /** The ring as the database has it, after making what is missing: a current key, and the next when its time has come. */
    @Transactional
    KeyRing ensure(RealmName realm) {
        Instant now = clock.instant();
        List<KeyRing.RingKey> keys = new ArrayList<>(read(realm, now));
        for (SigningAlgorithm algorithm : SigningAlgorithm.values()) {
            Instant lastRetires = keys.stream()
                    .filter(key -> key.algorithm() == algorithm)
                    .map(KeyRing.RingKey::retiresAt)
                    .max(Instant::compareTo)
                    .orElse(now);
            if (lastRetires.isBefore(now.plus(publishedBefore))) {
                Instant activates = lastRetires.isBefore(now) ? now : lastRetires;
                keys.add(create(realm, algorithm, activates, now));
            }
        }
        return new KeyRing(keys);
    }

    @Transactional
    void deleteExpired() {
        repository.deleteExpired(clock.instant());
    }

    /** Emergency rotation: new keys sign from this instant on; the old ones stay published for verification. */
    @Transactional
    KeyRing rotateNow(RealmName realm) {
        Instant now = clock.instant();
        for (RealmKeyEntity row : repository.published(realm.value(), PURPOSE, now)) {
            if (row.retiresAt.isAfter(now)) {
                row.retiresAt = now;
                row.expiresAt = now.plus(publishedAfter);
            }
        }
        repository.flush();
        return ensure(realm);
    }

    private List<KeyRing.RingKey> read(RealmName realm, Instant now) {
        return repository.published(realm.value(), PURPOSE, now).stream()
                .map(this::open)
                .toList();
    }

    private KeyRing.RingKey create(RealmName realm, SigningAlgorithm algorithm, Instant activates, Instant now) {
        JWK jwk = generate(algorithm);
        RealmKeyEntity row = new RealmKeyEntity();
        row.kid = jwk.getKeyID();
        row.realm = realm.value();
        row.purpose = PURPOSE;
        row.algorithm = algorithm.name();
        row.publicPart = jwk.toPublicJWK().toJSONString();
        row.sealedPrivate = seal(jwk.getKeyID(), jwk.toJSONString());
        row.createdAt = now;
        row.activatesAt = activates;
        row.retiresAt = activates.plus(inUse);
        row.expiresAt = row.retiresAt.plus(publishedAfter);
        repository.persist(row);
        return new KeyRing.RingKey(algorithm, jwk, row.activatesAt, row.retiresAt, row.expiresAt);
    }

    private JWK generate(SigningAlgorithm algorithm) {
        try {
            return switch (algorithm) {
                case RS256 ->
                    new RSAKeyGenerator(RSA_BITS)
                            .keyUse(KeyUse.SIGNATURE)
                            .algorithm(algorithm.jws())
                            .keyIDFromThumbprint(true)
                            .generate();
                case ES256 ->
                    new ECKeyGenerator(Curve.P_256)
                            .keyUse(KeyUse.SIGNATURE)
                            .algorithm(algorithm.jws())
                            .keyIDFromThumbprint(true)
                            .generate();
            };
        } catch (JOSEException broken) {
            throw new IllegalStateException("cannot make a key for " + algorithm, broken);
        }
    }

    private KeyRing.RingKey open(RealmKeyEntity row) {
        try {
            JWK jwk = JWK.parse(unseal(row.kid, row.sealedPrivate));
            return new KeyRing.RingKey(
                    SigningAlgorithm.valueOf(row.algorithm), jwk, row.activatesAt, row.retiresAt, row.expiresAt);
        } catch (GeneralSecurityException | ParseException wrongMasterKey) {
            throw new IllegalStateException(
                    "key " + row.kid
                            + " does not open: is VESTIBULE_MASTER_KEY (or master.key) the one it was made with?",
                    wrongMasterKey);
        }
    }

    private byte[] seal(String kid, String text) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] body = cipher(Cipher.ENCRYPT_MODE, kid, nonce).doFinal(text.getBytes(StandardCharsets.UTF_8));
            byte[] sealed = Arrays.copyOf(nonce, NONCE_BYTES + body.length);
            System.arraycopy(body, 0, sealed, NONCE_BYTES, body.length);
            return sealed;
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("AES-GCM failed", broken);
        }
    }

    private String unseal(String kid, byte[] sealed) throws GeneralSecurityException {
        Cipher cipher = cipher(Cipher.DECRYPT_MODE, kid, Arrays.copyOf(sealed, NONCE_BYTES));
        return new String(cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES), StandardCharsets.UTF_8);
    }

    private Cipher cipher(int mode, String kid, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, master.derive("realm-key"), new GCMParameterSpec(128, nonce));
        cipher.updateAAD(kid.getBytes(StandardCharsets.UTF_8)); // a row copied over another does not open
        return cipher;
    }
}
