package io.vestibule.portal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {
    @ParameterizedTest
    @CsvSource({
        "Google, GO",
        "Acme Staff, AS",
        "University of Łódź, UŁ",
        "ada lovelace, AL",
        "X, X",
        "東京大学, 東京",
        "<script>, SC",
        "'!!', ?",
        "Straße Nord, SN"
    })
    void aNameWithoutAPictureIsTwoLetters(String name, String initials) {
        assertThat(Names.initials(name)).isEqualTo(initials);
    }

    @Test
    void aNameRunsItsOwnWayAndOnALineOfItsOwn() {
        assertThat(Names.shown("moc.\u202Eelpmaxe\u2069\n\u200Fx")).isEqualTo("moc. elpmaxe   x");
    }

    @Test
    void aVeryLongNameIsCutBetweenCharacters() {
        assertThat(Names.shown("🦊".repeat(300))).isEqualTo("🦊".repeat(100) + "…");
        assertThat(Names.shown("a".repeat(100))).hasSize(100);
    }
}
