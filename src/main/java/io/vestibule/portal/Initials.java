package io.vestibule.portal;

import io.quarkus.qute.TemplateExtension;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** {@code {name.initials}}: the two letters that stand where a picture is missing. */
@TemplateExtension
final class Initials {
    private static final Pattern WORD_START = Pattern.compile("(?<![\\p{L}\\p{N}])[\\p{L}\\p{N}]\\p{M}*");
    private static final Pattern LETTER = Pattern.compile("[\\p{L}\\p{N}]\\p{M}*");

    private Initials() {}

    static String initials(String name) {
        String ofWords = first(WORD_START, name);
        String letters = WORD_START.matcher(name).results().count() > 1 ? ofWords : first(LETTER, name);
        return letters.isEmpty() ? "?" : letters.toUpperCase(Locale.ROOT);
    }

    private static String first(Pattern pattern, String name) {
        return pattern.matcher(name).results().limit(2).map(MatchResult::group).collect(Collectors.joining());
    }
}
