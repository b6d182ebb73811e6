package io.vestibule.protocol.keystone.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The Fernet specification, and what an attacker does to such a text. */
class FernetBoxTest {
    /** Of the specification's own test vectors (acceptance). */
    private static final byte[] KEY = Base64.getUrlDecoder().decode("cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=");

    private static final String VECTOR =
            "gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA";

    private final SecureRandom random = new SecureRandom();

    @Test
    void theSpecificationsOwnTokenOpens() {
        FernetBox.Opened opened = FernetBox.open(List.of(KEY), VECTOR).orElseThrow();
        assertThat(new String(opened.content(), StandardCharsets.UTF_8)).isEqualTo("hello");
        assertThat(opened.sealedAt()).isEqualTo(Instant.parse("1985-10-26T08:20:00Z"));
    }

    @Test
    void anyKeyOfTheRepositoryOpensAndNoOther() {
        byte[] other = new byte[32];
        random.nextBytes(other);
        String sealed = FernetBox.seal(KEY, Instant.EPOCH, new byte[] {1, 2, 3}, random);
        assertThat(FernetBox.open(List.of(other, KEY), sealed)).isPresent();
        assertThat(FernetBox.open(List.of(other), sealed)).isEmpty();
        assertThat(FernetBox.open(List.of(), sealed)).isEmpty();
    }

    @Test
    void everyFlippedBitIsNoticed() {
        byte[] bytes = Base64.getUrlDecoder().decode(VECTOR);
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] changed = bytes.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            String text = Base64.getUrlEncoder().withoutPadding().encodeToString(changed);
            assertThat(FernetBox.open(List.of(KEY), text)).as("bit %d", bit).isEmpty();
        }
    }

    @Test
    void onlyOneSpellingOfTheBytesIsAToken() {
        assertThat(FernetBox.open(List.of(KEY), VECTOR + "==")).isEmpty();
        // the last character carries unused bits: four spellings decode to the same bytes
        int spellings = 0;
        for (char last = 'A'; last <= 'Z'; last++) {
            String text = VECTOR.substring(0, VECTOR.length() - 1) + last;
            spellings += FernetBox.open(List.of(KEY), text).isPresent() ? 1 : 0;
        }
        assertThat(spellings).isEqualTo(1);
        assertThat(FernetBox.open(List.of(KEY), "gAAAA")).isEmpty();
        assertThat(FernetBox.open(List.of(KEY), "")).isEmpty();
    }
}
