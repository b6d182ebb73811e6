package io.vestibule.portal;

import io.quarkus.qute.TemplateExtension;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.format.TextStyle;
import java.util.Locale;

/** Moments as people of a language write them: {@code {instant.on(frame.language, page.around.zone)}}. */
@TemplateExtension
final class Times {
    private Times() {}

    static String on(Instant moment, String language, ZoneId zone) {
        Locale locale = Locale.forLanguageTag(language);
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                        .withLocale(locale)
                        .withZone(zone)
                        .format(moment)
                + " " + (zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getDisplayName(TextStyle.SHORT, locale));
    }
}
