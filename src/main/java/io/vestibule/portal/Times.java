package io.vestibule.portal;

import io.quarkus.qute.TemplateExtension;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.format.TextStyle;
import java.util.Locale;
import java.util.regex.Pattern;

/** Moments as people of a language write them: {@code {instant.on(frame.language, page.around.zone)}}. */
@TemplateExtension
final class Times {
    /** Arabic dates come with marks that keep their parts apart; we isolate them whole, and a mark would be shown as a gap. */
    private static final Pattern MARKS = Pattern.compile("[\\u061C\\u200E\\u200F]");

    private Times() {}

    static String on(Instant moment, String language, ZoneId zone) {
        Locale locale = Locale.forLanguageTag(language);
        String written = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                .withLocale(locale)
                .withZone(zone)
                .format(moment);
        return MARKS.matcher(written).replaceAll("") + " "
                + (zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getDisplayName(TextStyle.SHORT, locale));
    }
}
