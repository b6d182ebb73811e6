package io.vestibule.protocol.saml.downstream;

import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.util.HexFormat;

/** IDs of messages and assertions: 160 random bits (SAML Core §1.3.4), beginning as xs:ID must. */
@ApplicationScoped
class MessageIds {
    private static final int BYTES = 20;

    private final SecureRandom random;

    MessageIds(SecureRandom random) {
        this.random = random;
    }

    String next() {
        return "_" + HexFormat.of().formatHex(bytes());
    }

    byte[] bytes() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return bytes;
    }
}
