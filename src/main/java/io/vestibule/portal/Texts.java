package io.vestibule.portal;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the pages say in one language. Placeholders are {@code {0}}, {@code {1}}, …
 *
 * @param language BCP 47
 */
record Texts(String language, Map<String, String> patterns) {
    static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\d)}");
    private static final String ISOLATE = "\u2068";
    private static final String POP_ISOLATE = "\u2069";

    /** Plain text; each argument isolated, so that its direction stays its own. */
    String plain(String key, List<String> arguments) {
        return filled(pattern(key), arguments, value -> ISOLATE + Names.shown(value) + POP_ISOLATE);
    }

    /** HTML: pattern and arguments escaped, each argument in {@code <bdi>}. */
    String rich(String key, List<String> arguments) {
        return filled(
                Html.escape(pattern(key)), arguments, value -> "<bdi>" + Html.escape(Names.shown(value)) + "</bdi>");
    }

    private String pattern(String key) {
        String pattern = patterns.get(key);
        if (pattern == null) {
            throw new IllegalArgumentException("no text " + key + " in language " + language);
        }
        return pattern;
    }

    private static String filled(String pattern, List<String> arguments, UnaryOperator<String> shown) {
        if (arguments.isEmpty()) {
            return pattern;
        }
        return PLACEHOLDER.matcher(pattern).replaceAll(match -> {
            int index = Integer.parseInt(match.group(1));
            return Matcher.quoteReplacement(shown.apply(index < arguments.size() ? arguments.get(index) : ""));
        });
    }

    /** Which way the language runs. */
    String direction() {
        return RIGHT_TO_LEFT.contains(Locale.forLanguageTag(language).getLanguage()) ? "rtl" : "ltr";
    }

    /** The language's own name for itself, as it stands in the switch. */
    String ownName() {
        Locale locale = Locale.forLanguageTag(language);
        String name = locale.getDisplayName(locale);
        return name.isEmpty() ? language : name.substring(0, 1).toUpperCase(locale) + name.substring(1);
    }

    private static final List<String> RIGHT_TO_LEFT = List.of("ar", "fa", "he", "ur");
}
