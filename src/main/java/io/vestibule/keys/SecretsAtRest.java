package io.vestibule.keys;

import io.vestibule.identity.RealmName;
import io.vestibule.identity.Secret;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Seals what must be known again as it was, and so cannot be hashed: seeds of second factors, keys of signatures. A value
 * is bound to realm, use and row, so that a row moved over another one, or into another realm, does not open.
 */
@ApplicationScoped
public class SecretsAtRest {
    private static final byte FORMAT = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final MasterKey master;
    private final SecureRandom random;
    private final Map<String, SecretKey> keys = new ConcurrentHashMap<>(); // a key for each use in the code: a handful

    public SecretsAtRest(MasterKey master, SecureRandom random) {
        this.master = master;
        this.random = random;
    }

    /** {@code secret} for the column of row {@code id}; {@code use} is a word of the code, never from outside. */
    public byte[] seal(RealmName realm, String use, String id, Secret secret) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, realm, use, id, nonce)
                    .doFinal(secret.reveal().getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.allocate(1 + NONCE_BYTES + sealed.length)
                    .put(FORMAT)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("AES-GCM failed", broken);
        }
    }

    /** What was sealed; a value that does not open means another master key or a row that was tampered with. */
    public Secret open(RealmName realm, String use, String id, byte[] column) {
        ByteBuffer in = ByteBuffer.wrap(column);
        if (in.remaining() <= 1 + NONCE_BYTES || in.get() != FORMAT) {
            throw new IllegalStateException("not a sealed value: " + use);
        }
        byte[] nonce = new byte[NONCE_BYTES];
        in.get(nonce);
        byte[] sealed = new byte[in.remaining()];
        in.get(sealed);
        try {
            byte[] plain = cipher(Cipher.DECRYPT_MODE, realm, use, id, nonce).doFinal(sealed);
            return new Secret(new String(plain, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException notOurs) {
            throw new IllegalStateException("sealed under another master key, or moved: " + use, notOurs);
        }
    }

    private Cipher cipher(int mode, RealmName realm, String use, String id, byte[] nonce)
            throws GeneralSecurityException {
        SecretKey key = keys.computeIfAbsent(use, name -> master.derive("at-rest\n" + name));
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD((realm.value() + "\n" + use + "\n" + id).getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
