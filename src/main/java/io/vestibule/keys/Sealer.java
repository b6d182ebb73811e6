package io.vestibule.keys;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vestibule.identity.RealmName;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Seals text that leaves us in a cookie or URL: deflate, then AES-256-GCM, bound to realm and use. The key changes every
 * week by derivation, so nodes agree without talking; the week before still opens.
 */
@ApplicationScoped
public class Sealer {
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int EPOCH_SECONDS = 7 * 24 * 3600;
    private static final int LARGEST = 512 * 1024; // of opened text: sealed by us, bounded all the same

    private final MasterKey master;
    private final SecureRandom random;
    private final Clock clock;
    private final Cache<String, SecretKey> derived =
            Caffeine.newBuilder().maximumSize(1_000).build();

    public Sealer(MasterKey master, SecureRandom random, Clock clock) {
        this.master = master;
        this.random = random;
        this.clock = clock;
    }

    /** {@code text} sealed for {@code use}, base64url. Opens only with the same realm and use. */
    public String seal(RealmName realm, String use, String text) {
        int epoch = epoch();
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, realm, use, epoch, nonce);
            byte[] sealed = cipher.doFinal(deflate(text.getBytes(StandardCharsets.UTF_8)));
            ByteBuffer out = ByteBuffer.allocate(4 + NONCE_BYTES + sealed.length)
                    .putInt(epoch)
                    .put(nonce)
                    .put(sealed);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(out.array());
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("AES-GCM failed", broken);
        }
    }

    /** The text, or nothing when it was not sealed here for this realm and use, or too long ago. */
    public Optional<String> open(RealmName realm, String use, String sealed) {
        try {
            ByteBuffer in = ByteBuffer.wrap(Base64.getUrlDecoder().decode(sealed));
            if (in.remaining() < 4 + NONCE_BYTES + TAG_BITS / 8) {
                return Optional.empty();
            }
            int epoch = in.getInt();
            int age = epoch() - epoch;
            if (age < 0 || age > 1) {
                return Optional.empty();
            }
            byte[] nonce = new byte[NONCE_BYTES];
            in.get(nonce);
            byte[] body = new byte[in.remaining()];
            in.get(body);
            byte[] plain = cipher(Cipher.DECRYPT_MODE, realm, use, epoch, nonce).doFinal(body);
            return Optional.of(new String(inflate(plain), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException | GeneralSecurityException | DataFormatException notOurs) {
            return Optional.empty();
        }
    }

    private int epoch() {
        return Math.toIntExact(clock.instant().getEpochSecond() / EPOCH_SECONDS);
    }

    private Cipher cipher(int mode, RealmName realm, String use, int epoch, byte[] nonce)
            throws GeneralSecurityException {
        String binding = "seal|" + realm + "|" + use + "|" + epoch;
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, derived.get(binding, master::derive), new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }

    private static byte[] deflate(byte[] plain) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        try {
            deflater.setInput(plain);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream(plain.length);
            byte[] buffer = new byte[2048];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    private static byte[] inflate(byte[] packed) throws DataFormatException {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(packed);
            ByteArrayOutputStream out = new ByteArrayOutputStream(packed.length * 2);
            byte[] buffer = new byte[2048];
            while (!inflater.finished()) {
                int count = inflater.inflate(buffer);
                if (count == 0 && !inflater.finished() || out.size() > LARGEST) {
                    throw new DataFormatException("truncated or too large");
                }
                out.write(buffer, 0, count);
            }
            return out.toByteArray();
        } finally {
            inflater.end();
        }
    }
}
