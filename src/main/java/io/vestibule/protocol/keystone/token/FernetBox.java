package io.vestibule.protocol.keystone.token;

import io.vestibule.keys.Hmac;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The Fernet specification (version 0x80): timestamp, IV, AES-128-CBC, then HMAC-SHA-256 over all of it. Without padding at
 * the end, as Keystone writes it. Of several keys the first seals and each opens.
 */
final class FernetBox {
    private static final byte VERSION = (byte) 0x80;
    private static final int TIMESTAMP_AT = 1;
    private static final int IV_AT = TIMESTAMP_AT + Long.BYTES;
    private static final int IV_BYTES = 16;
    private static final int BODY_AT = IV_AT + IV_BYTES;
    private static final int BLOCK_BYTES = 16;
    private static final int MAC_BYTES = 32;
    private static final int LONGEST = 8_192;

    private FernetBox() {}

    /** What was sealed, and when. */
    record Opened(Instant sealedAt, byte[] content) {}

    static String seal(byte[] key, Instant now, byte[] content, SecureRandom random) {
        byte[] iv = new byte[IV_BYTES];
        random.nextBytes(iv);
        try {
            byte[] body = cipher(Cipher.ENCRYPT_MODE, key, iv).doFinal(content);
            byte[] signed = ByteBuffer.allocate(BODY_AT + body.length)
                    .put(VERSION)
                    .putLong(now.getEpochSecond())
                    .put(iv)
                    .put(body)
                    .array();
            byte[] mac = mac(key, signed);
            byte[] all = Arrays.copyOf(signed, signed.length + MAC_BYTES);
            System.arraycopy(mac, 0, all, signed.length, MAC_BYTES);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("every JDK has AES-CBC", broken);
        }
    }

    /** Empty unless one of the keys sealed exactly this text. */
    static Optional<Opened> open(List<byte[]> keys, String text) {
        Optional<byte[]> bytes = text.length() > LONGEST ? Optional.empty() : decoded(text);
        return bytes.flatMap(all -> keys.stream()
                .map(key -> open(key, all))
                .flatMap(Optional::stream)
                .findFirst());
    }

    private static Optional<Opened> open(byte[] key, byte[] all) {
        int bodyBytes = all.length - BODY_AT - MAC_BYTES;
        if (bodyBytes < BLOCK_BYTES || bodyBytes % BLOCK_BYTES != 0 || all[0] != VERSION) {
            return Optional.empty();
        }
        try {
            byte[] expected = mac(key, Arrays.copyOf(all, all.length - MAC_BYTES));
            if (!MessageDigest.isEqual(expected, Arrays.copyOfRange(all, all.length - MAC_BYTES, all.length))) {
                return Optional.empty();
            }
            byte[] content = cipher(Cipher.DECRYPT_MODE, key, Arrays.copyOfRange(all, IV_AT, BODY_AT))
                    .doFinal(all, BODY_AT, bodyBytes);
            long sealedAt = ByteBuffer.wrap(all).getLong(TIMESTAMP_AT);
            return Optional.of(new Opened(Instant.ofEpochSecond(sealedAt), content));
        } catch (GeneralSecurityException | DateTimeException notSealedByUs) {
            return Optional.empty();
        }
    }

    /** Only the canonical spelling, without the padding, which Keystone leaves away. */
    private static Optional<byte[]> decoded(String text) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            boolean canonical = Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(bytes)
                    .equals(text);
            return canonical ? Optional.of(bytes) : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static Cipher cipher(int mode, byte[] key, byte[] iv) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
        cipher.init(mode, new SecretKeySpec(key, 16, 16, "AES"), new IvParameterSpec(iv));
        return cipher;
    }

    private static byte[] mac(byte[] key, byte[] over) {
        return Hmac.SHA256.of(Arrays.copyOf(key, 16), over);
    }
}
