package io.vestibule.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {
    @ParameterizedTest
    @CsvSource({
        "en, 'en-GB,en', en-GB, 4 Mar 2026",
        "en, 'en,de-CH,en-AU,en-GB', en-AU, 4 Mar 2026",
        "en, 'de-DE,fr', en, 'Mar 4, 2026'",
        "en, 'en-US,en-GB', en-US, 'Mar 4, 2026'",
        "en, 'en-XQ-u-ca-buddhist,*', en, 'Mar 4, 2026'",
        "de, 'de-AT,en-GB', de-AT, 04.03.2026"
    })
    void aDateIsWrittenAsInTheRegionThatThePersonWants(String spoken, String wanted, String locale, String date) {
        assertThat(Times.locale(spoken, List.of(wanted.split(",")))).isEqualTo(locale);
        assertThat(Times.on(Instant.parse("2026-03-04T15:06:07Z"), locale, ZoneOffset.UTC))
                .startsWith(date);
    }

    /** What steers the text around it is shown as a gap in names of others; a date of ours has none, and no gap. */
    @ParameterizedTest
    @ValueSource(strings = {"en", "de", "fr", "es", "zh", "ja", "ar"})
    void aDateIsShownAsItsLanguageWritesItAndWithoutGaps(String language) {
        String written = Times.on(Instant.parse("2026-03-04T05:06:07Z"), language, ZoneOffset.UTC);
        assertThat(written).contains("2026").endsWith("UTC").matches("[^\\p{Cf}]*");
        assertThat(Names.shown(written)).isEqualTo(written).doesNotContain(" /");
    }
}
