package io.vestibule.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import io.vestibule.identity.RealmName;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;

/** Makes each realm's next keys in time, and reads the rings back. */
@ApplicationScoped
class KeyRotation {
    private static final int NONCE_BYTES = 12;

    private final RealmKeyRepository repository;
    private final MasterKey master;
    private final SecureRandom random;
    private final Clock clock;

    KeyRotation(RealmKeyRepository repository, MasterKey master, SecureRandom random, Clock clock) {
        this.repository = repository;
        this.master = master;
        this.random = random;
        this.clock = clock;
    }

    /** The ring as the database has it, after making what is missing: a current key, and the next when its time has come. */
    @Transactional
    KeyRing ensure(RealmName realm, KeyPlan plan) {
        Instant now = clock.instant();
        List<KeyRing.RingKey> keys = new ArrayList<>(read(realm, plan, now));
        for (KeyPlan.Recipe recipe : plan.recipes()) {
            Instant lastRetires = keys.stream()
                    .filter(key -> key.algorithm().equals(recipe.algorithm()))
                    .map(KeyRing.RingKey::retiresAt)
                    .max(Instant::compareTo)
                    .orElse(now);
            if (lastRetires.isBefore(now.plus(plan.publishedBefore()))) {
                Instant activates = lastRetires.isBefore(now) ? now : lastRetires;
                keys.add(create(realm, plan, recipe, activates, now));
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
    KeyRing rotateNow(RealmName realm, KeyPlan plan) {
        Instant now = clock.instant();
        for (RealmKeyEntity row : repository.published(realm.value(), plan.purpose(), now)) {
            if (row.retiresAt.isAfter(now)) {
                row.retiresAt = now;
                row.expiresAt = now.plus(plan.publishedAfter());
            }
        }
        repository.flush();
        return ensure(realm, plan);
    }

    /**
     * Keys from elsewhere take the place of those that came the same way before, which the kid's {@code prefix} tells. When
     * one of them is in use now, those that were so far only still verify.
     */
    @Transactional
    void adopt(RealmName realm, KeyPlan plan, String prefix, List<KeyRing.RingKey> keys) {
        Instant now = clock.instant();
        boolean replaces = keys.stream().anyMatch(key -> key.retiresAt().isAfter(now));
        for (RealmKeyEntity row : repository.published(realm.value(), plan.purpose(), now)) {
            if (row.kid.startsWith(prefix)) {
                repository.delete(row);
            } else if (replaces && row.retiresAt.isAfter(now)) {
                row.retiresAt = now;
                row.expiresAt = now.plus(plan.publishedAfter());
            }
        }
        repository.flush();
        keys.forEach(key -> repository.persist(row(realm, plan, key, now)));
    }

    private List<KeyRing.RingKey> read(RealmName realm, KeyPlan plan, Instant now) {
        return repository.published(realm.value(), plan.purpose(), now).stream()
                .map(this::open)
                .toList();
    }

    private KeyRing.RingKey create(
            RealmName realm, KeyPlan plan, KeyPlan.Recipe recipe, Instant activates, Instant now) {
        Instant retires = activates.plus(plan.inUse());
        Instant expires = retires.plus(plan.publishedAfter());
        JWK jwk = made(realm, recipe, now, expires);
        KeyRing.RingKey key = new KeyRing.RingKey(recipe.algorithm(), jwk, activates, retires, expires);
        repository.persist(row(realm, plan, key, now));
        return key;
    }

    private RealmKeyEntity row(RealmName realm, KeyPlan plan, KeyRing.RingKey key, Instant now) {
        JWK jwk = key.jwk();
        @Nullable JWK shown = jwk.toPublicJWK(); // a key for sealing has no public half
        RealmKeyEntity row = new RealmKeyEntity();
        row.kid = jwk.getKeyID();
        row.realm = realm.value();
        row.purpose = plan.purpose();
        row.algorithm = key.algorithm();
        row.publicPart = shown == null ? "" : shown.toJSONString();
        row.sealedPrivate = seal(jwk.getKeyID(), jwk.toJSONString());
        row.createdAt = now;
        row.activatesAt = key.activatesAt();
        row.retiresAt = key.retiresAt();
        row.expiresAt = key.expiresAt();
        return row;
    }

    private static JWK made(RealmName realm, KeyPlan.Recipe recipe, Instant from, Instant until) {
        try {
            return recipe.make(realm, from, until);
        } catch (JOSEException broken) {
            throw new IllegalStateException("cannot make a key for " + recipe.algorithm(), broken);
        }
    }

    private KeyRing.RingKey open(RealmKeyEntity row) {
        try {
            JWK jwk = JWK.parse(unseal(row.kid, row.sealedPrivate));
            return new KeyRing.RingKey(row.algorithm, jwk, row.activatesAt, row.retiresAt, row.expiresAt);
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
