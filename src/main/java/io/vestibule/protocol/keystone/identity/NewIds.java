package io.vestibule.protocol.keystone.identity;

import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Draws ids as Keystone writes them: 32 hexadecimal digits. */
@ApplicationScoped
class NewIds {
    private static final int BYTES = 16;

    private final SecureRandom random;

    NewIds(SecureRandom random) {
        this.random = random;
    }

    String next() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
