package io.vestibule.portal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InitialsTest {
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
        assertThat(Initials.initials(name)).isEqualTo(initials);
    }
}
