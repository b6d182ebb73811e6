package io.vestibule.keys;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Keyed hashes (RFC 2104). SHA-1 is for those whose specification knows nothing else. */
public enum Hmac {
    SHA1("HmacSHA1"),
    SHA256("HmacSHA256");

    private final String algorithm;

    Hmac(String algorithm) {
        this.algorithm = algorithm;
    }

    public byte[] of(Key key, byte[] message) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(key);
            return mac.doFinal(message);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JDK has " + algorithm, missing);
        }
    }

    public byte[] of(Key key, String text) {
        return of(key, text.getBytes(StandardCharsets.UTF_8));
    }

    public byte[] of(byte[] key, byte[] message) {
        return of(new SecretKeySpec(key, algorithm), message);
    }

    public byte[] of(byte[] key, String text) {
        return of(key, text.getBytes(StandardCharsets.UTF_8));
    }

    public String base64(String key, String text) {
        return Base64.getEncoder().encodeToString(of(key.getBytes(StandardCharsets.UTF_8), text));
    }

    /** In constant time, so that nobody finds a signature digit by digit. */
    public static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
