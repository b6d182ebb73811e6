package io.vestibule.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What stands in databases and at partners under a computed name must be found there by every later version. */
class ComputedIdsTest {
    @Test
    void aDigestIsThatOfTheStandard() { // FIPS 180-4, its example of three letters
        assertThat(Sha256.of("abc").hex())
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(Sha256.of("abc").base64Url()).isEqualTo("ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0");
    }

    @Test
    void aDeclaredIdStaysWhatItIs() {
        assertThat(DeclaredId.of("project", "default", "admin")).isEqualTo("b200ccd7f1622a4d4d67c61a636d98f5");
    }

    @Test
    void namesAreToldApartWhereverOneEnds() {
        assertThat(DeclaredId.of("project", "a", "bc")).isNotEqualTo(DeclaredId.of("project", "ab", "c"));
    }
}
