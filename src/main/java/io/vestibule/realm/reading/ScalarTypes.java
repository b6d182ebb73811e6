package io.vestibule.realm.reading;

import io.vestibule.identity.Secret;
import io.vestibule.realm.reading.YamlTree.ScalarKind;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The types one plain value can become. */
final class ScalarTypes {
    private static final Pattern SHORT_DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

    /** Why a text is no value of the type. The sentence never contains the text. */
    static final class NotOfType extends Exception {
        private static final long serialVersionUID = 1L;

        NotOfType(String expectation) {
            super(expectation);
        }

        String expectation() {
            return String.valueOf(getMessage());
        }
    }

    private ScalarTypes() {}

    static boolean knows(Class<?> type) {
        return type.isEnum()
                || Set.<Class<?>>of(
                                String.class,
                                Secret.class,
                                URI.class,
                                Locale.class,
                                Duration.class,
                                boolean.class,
                                Boolean.class,
                                int.class,
                                Integer.class,
                                long.class,
                                Long.class,
                                double.class,
                                Double.class)
                        .contains(type);
    }

    /** Which plain values may be written for the type; a reference may become any. */
    static Set<ScalarKind> kinds(Class<?> type) {
        if (type == boolean.class || type == Boolean.class) {
            return Set.of(ScalarKind.SWITCH);
        }
        if (type == double.class || type == Double.class) {
            return Set.of(ScalarKind.NUMBER, ScalarKind.WHOLE_NUMBER);
        }
        return isWhole(type) ? Set.of(ScalarKind.WHOLE_NUMBER) : Set.of(ScalarKind.TEXT);
    }

    /** What the type wants, after "must be". */
    static String expectation(Class<?> type) {
        if (type.isEnum()) {
            return "one of " + String.join(", ", enumNames(type));
        }
        if (type == Duration.class) {
            return "a duration such as 30s, 15m, 8h, 7d or PT1H30M";
        }
        if (type == URI.class) {
            return "a URL";
        }
        if (type == Locale.class) {
            return "a language tag such as en or pt-BR";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (isWhole(type)) {
            return "a whole number";
        }
        return type == double.class || type == Double.class ? "a number" : "a text";
    }

    private static boolean isWhole(Class<?> type) {
        return Set.<Class<?>>of(int.class, Integer.class, long.class, Long.class)
                .contains(type);
    }

    static Object convert(Class<?> type, String text) throws NotOfType {
        try {
            if (type.isEnum()) {
                return constant(type, text);
            }
            return switch (type.getSimpleName()) {
                case "String" -> text;
                case "Secret" -> new Secret(text);
                case "URI" -> new URI(text);
                case "Locale" -> new Locale.Builder().setLanguageTag(text).build();
                case "Duration" -> duration(text);
                case "boolean", "Boolean" -> truth(text);
                case "int", "Integer" -> Integer.valueOf(text);
                case "long", "Long" -> Long.valueOf(text);
                case "double", "Double" -> finite(text);
                default -> throw new IllegalStateException("no value is read into " + type);
            };
        } catch (NumberFormatException
                | URISyntaxException
                | IllformedLocaleException
                | DateTimeParseException broken) {
            throw new NotOfType(expectation(type));
        }
    }

    static List<String> enumNames(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> kebab((Enum<?>) constant))
                .toList();
    }

    static String kebab(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Object constant(Class<?> type, String text) throws NotOfType {
        Optional<Object> found = Arrays.stream(type.getEnumConstants())
                .map(Object.class::cast)
                .filter(constant -> kebab((Enum<?>) constant).equals(text))
                .findFirst();
        return found.orElseThrow(() -> new NotOfType(expectation(type)
                + Nearest.to(text, enumNames(type))
                        .map(name -> "; did you mean \"" + name + "\"?")
                        .orElse("")));
    }

    private static Duration duration(String text) {
        Matcher matcher = SHORT_DURATION.matcher(text);
        if (!matcher.matches()) {
            return Duration.parse(text);
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    private static boolean truth(String text) throws NotOfType {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new NotOfType(expectation(boolean.class));
        };
    }

    private static double finite(String text) {
        double number = Double.parseDouble(text);
        if (!Double.isFinite(number)) {
            throw new NumberFormatException("not finite");
        }
        return number;
    }
}
