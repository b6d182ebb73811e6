package io.vestibule.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Ids of things that a realm's file declares by name: computed, so that sites with one file agree without talking.
 */
public final class DeclaredId {
    private static final int BYTES = 16;

    private DeclaredId() {}

    /** 32 hexadecimal digits of {@code kind} and the {@code names} that tell it from others: its domain's, its own. */
    public static String of(String kind, String... names) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(kind.getBytes(StandardCharsets.UTF_8));
            for (String name : names) {
                digest.update((byte) 0); // no name contains it, so ("a", "bc") is not ("ab", "c")
                digest.update(name.getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(Arrays.copyOf(digest.digest(), BYTES));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }
}
