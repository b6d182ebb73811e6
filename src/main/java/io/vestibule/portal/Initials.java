package io.vestibule.portal;

import io.quarkus.qute.TemplateExtension;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** {@code {name.initials}}: the two letters that stand where a picture is missing. */
@TemplateExtension
final class Initials {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}]*");
    private static final Pattern LETTER = Pattern.compile("[\\p{L}\\p{N}]\\p{M}*");

    private Initials() {}

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
