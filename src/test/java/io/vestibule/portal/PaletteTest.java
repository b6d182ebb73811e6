package io.vestibule.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaletteTest {
    private static final Pattern PAIR = Pattern.compile("--accent:(#\\w{6});--on-accent:(#\\w{6})");

    @ParameterizedTest
    @ValueSource(strings = {"#1f5f8b", "#000000", "#ffffff", "#ffe14d", "#7a0019", "#808080", "#00ff00", "#123456"})
    void everyAccentCanBeReadInLightAndInDark(String accent) {
        Matcher pairs = PAIR.matcher(new Palette(accent).css());
        for (String ground : new String[] {"#ffffff", "#1b1e24"}) {
            assertThat(pairs.find()).isTrue();
            assertThat(Palette.contrast(pairs.group(1), ground))
                    .as("on %s", ground)
                    .isGreaterThanOrEqualTo(4.5);
            assertThat(Palette.contrast(pairs.group(1), pairs.group(2))).isGreaterThanOrEqualTo(4.5);
        }
    }

    @Test
    void aReadableAccentIsLeftAsItIs() {
        assertThat(new Palette("#1f5f8b").css()).startsWith(":root{--accent:#1f5f8b;--on-accent:#ffffff}");
    }

    @Test
    void contrastIsMeasuredAsWcagDoes() {
        assertThat(Palette.contrast("#ffffff", "#000000")).isEqualTo(21.0);
        assertThat(Palette.contrast("#777777", "#ffffff")).isBetween(4.47, 4.49);
    }

    @Test
    void nothingButAColourGetsIntoTheStyleSheet() {
        assertThatThrownBy(() -> new Palette("red;}body{display:none")).isInstanceOf(IllegalArgumentException.class);
    }
}
