package io.vestibule.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {
    /** What steers the text around it is shown as a gap in names of others; a date of ours has none, and no gap. */
    @ParameterizedTest
    @ValueSource(strings = {"en", "de", "fr", "es", "zh", "ja", "ar"})
    void aDateIsShownAsItsLanguageWritesItAndWithoutGaps(String language) {
        String written = Times.on(Instant.parse("2026-03-04T05:06:07Z"), language, ZoneOffset.UTC);
        assertThat(written).contains("2026").endsWith("UTC").matches("[^\\p{Cf}]*");
        assertThat(Names.shown(written)).isEqualTo(written).doesNotContain(" /");
    }
}
