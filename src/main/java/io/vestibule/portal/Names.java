package io.vestibule.portal;

import io.quarkus.qute.TemplateExtension;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Names of people and things, which others chose and we show: {@code {name.shown}} and {@code {name.initials}}. */
@TemplateExtension
final class Names {
    /** Characters that steer the text around them (Unicode UAX #9 §2) or break a line in an attribute. */
    private static final Pattern STEERING =
            Pattern.compile("[\\p{Cc}\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069]");

    private static final int LONGEST = 100;
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}]*");
    private static final Pattern LETTER = Pattern.compile("[\\p{L}\\p{N}]\\p{M}*");

    private Names() {}

    /** The name as a page shows it: it runs its own way only, and leaves room for the rest of the page. */
    static String shown(String name) {
        String plain = STEERING.matcher(name).replaceAll(" ").strip();
        return plain.codePointCount(0, plain.length()) <= LONGEST
                ? plain
                : plain.substring(0, plain.offsetByCodePoints(0, LONGEST)) + "…";
    }

    /** The two letters that stand where a picture is missing. */
    static String initials(String name) {
        List<String> words =
                WORD.matcher(name).results().map(MatchResult::group).toList();
        // "University of Łódź" is UŁ: the small words between do not count while others do.
        List<String> telling = words.stream()
                .filter(word -> !Character.isLowerCase(word.codePointAt(0)))
                .toList();
        List<String> chosen = telling.size() > 1 ? telling : words;
        String letters = chosen.size() > 1
                ? first(LETTER, chosen.get(0), 1) + first(LETTER, chosen.get(1), 1)
                : first(LETTER, name, 2);
        return letters.isEmpty() ? "?" : letters.toUpperCase(Locale.ROOT);
    }

    private static String first(Pattern pattern, String text, int count) {
        return pattern.matcher(text)
                .results()
                .limit(count)
                .map(MatchResult::group)
                .collect(Collectors.joining());
    }
}
