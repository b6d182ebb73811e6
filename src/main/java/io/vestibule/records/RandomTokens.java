package io.vestibule.records;

import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** Unguessable text. */
@ApplicationScoped
public class RandomTokens {
    private static final int BYTES = 32;
    private final SecureRandom random;

    public RandomTokens(SecureRandom random) {
        this.random = random;
    }

    /** A handle: 256 bits, base64url without padding. */
    public String next() {
        return base64Url(BYTES);
    }

    /** Without padding. */
    public String base64Url(int bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(drawn(bytes));
    }

    public String hex(int bytes) {
        return HexFormat.of().formatHex(drawn(bytes));
    }

    private byte[] drawn(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
