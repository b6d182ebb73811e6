package io.vestibule.protocol.keystone.delegation;

import io.vestibule.identity.Secret;
import io.vestibule.identity.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * How the secret of an application credential is kept. One that we made has more entropy than anybody can search, so a plain
 * hash will do and costs nothing at each use; one that somebody thought up is stretched.
 */
record SecretHash(String text) {
    private static final String PLAIN = "sha256";
    private static final String STRETCHED = "pbkdf2-sha512";
    private static final int ROUNDS = 210_000; // OWASP's figure for PBKDF2 with HMAC-SHA-512
    private static final int SALT_BYTES = 16;
    private static final int TAG_BITS = 512;

    static SecretHash ofMade(Secret secret) {
        return new SecretHash(PLAIN + "$" + base64(Sha256.of(secret.reveal()).bytes()));
    }

    static SecretHash ofChosen(Secret secret, SecureRandom random) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        byte[] tag = stretched(secret, salt, ROUNDS);
        return new SecretHash(STRETCHED + "$" + ROUNDS + "$" + base64(salt) + "$" + base64(tag));
    }

    /** Whether somebody thought it up. */
    boolean isChosen() {
        return text.startsWith(STRETCHED);
    }

    boolean matches(Secret secret) {
        List<String> parts = List.of(text.split("\\$", -1));
        return switch (parts.getFirst()) {
            case PLAIN ->
                MessageDigest.isEqual(
                        bytes(parts.get(1)), Sha256.of(secret.reveal()).bytes());
            case STRETCHED ->
                MessageDigest.isEqual(
                        bytes(parts.get(3)), stretched(secret, bytes(parts.get(2)), Integer.parseInt(parts.get(1))));
            default -> throw new IllegalStateException("a hash of an unknown kind");
        };
    }

    private static byte[] stretched(Secret secret, byte[] salt, int rounds) {
        // The factory takes characters; Latin-1 of the UTF-8 bytes keeps every one of them apart.
        char[] password =
                new String(secret.reveal().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1).toCharArray();
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(new PBEKeySpec(password, salt, rounds, TAG_BITS))
                    .getEncoded();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JDK has PBKDF2WithHmacSHA512", missing);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] bytes(String base64) {
        return Base64.getDecoder().decode(base64);
    }

    /** Never prints the hash. */
    @Override
    public String toString() {
        return "***";
    }
}
