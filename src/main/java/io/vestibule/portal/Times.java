package io.vestibule.portal;

import io.quarkus.qute.TemplateExtension;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Moments as people of a language and region write them: {@code {instant.on(frame.locale, page.around.zone)}}. */
@TemplateExtension
final class Times {
    /** Arabic dates come with marks that keep their parts apart; we isolate them whole, and a mark would be shown as a gap. */
    private static final Pattern MARKS = Pattern.compile("[\\u061C\\u200E\\u200F]");

    /** Formats are remembered by locale, so that nobody may make up one: these are all there are. */
    private static final Set<Locale> LOCALES = Locale.availableLocales().collect(Collectors.toUnmodifiableSet());

    private Times() {}

    /** The first of {@code wanted} that is {@code language} as a region writes it; the language itself when none is. */
    static String locale(String language, List<String> wanted) {
        Locale spoken = Locale.forLanguageTag(language);
        return wanted.stream()
                .map(Locale::forLanguageTag)
                .filter(tag -> tag.getLanguage().equals(spoken.getLanguage()))
                .map(tag -> Locale.of(tag.getLanguage(), tag.getCountry()))
                .filter(tag -> !tag.getCountry().isEmpty() && LOCALES.contains(tag))
                .findFirst()
                .orElse(spoken)
                .toLanguageTag();
    }

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
