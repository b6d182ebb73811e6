package io.vestibule.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/** The SHA-256 of a text or of octets. Handles are kept as theirs: who drew one gave it more entropy than a salt could add. */
public final class Sha256 {
    private final byte[] digest;

    private Sha256(byte[] digest) {
        this.digest = digest;
    }

    /** Of the text's UTF-8. */
    public static Sha256 of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    public static Sha256 of(byte[] octets) {
        try {
            return new Sha256(MessageDigest.getInstance("SHA-256").digest(octets));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }

    public byte[] bytes() {
        return digest.clone();
    }

    /** In lower case. */
    public String hex() {
        return HexFormat.of().formatHex(digest);
    }

    /** Without padding. */
    public String base64Url() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    }
}
