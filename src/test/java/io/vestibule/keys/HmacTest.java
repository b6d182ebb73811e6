package io.vestibule.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HmacTest {
    private static final byte[] JEFE = "Jefe".getBytes(StandardCharsets.UTF_8);
    private static final String QUESTION = "what do ya want for nothing?";

    @Test
    void codesAreThoseOfTheStandards() {
        assertThat(HexFormat.of().formatHex(Hmac.SHA256.of(JEFE, QUESTION))) // RFC 4231 §4.3
                .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
        assertThat(Hmac.SHA1.base64("Jefe", QUESTION)).isEqualTo("7/zfauXrL6LSdBbV8YTfnCWafHk="); // RFC 2202 §3
    }

    /** What one version sealed the next one opens. */
    @Test
    void aKeyDerivedFromTheMasterKeyStaysWhatItIs() {
        MasterKey master = new MasterKey(
                Optional.of("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="), Path.of("unused"), new SecureRandom());
        assertThat(HexFormat.of().formatHex(master.derive("seal").getEncoded()))
                .isEqualTo("8c78f9cf91c31b4d28f758b815a84e18ec2e8bde0a17daae62390fe011c51a7d");
    }
}
