package io.vestibule.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Values as Python prints them. Keystone puts a list into a text that way and reads it back from there, and its messages show
 * what they are about that way.
 */
public final class PythonText {
    /** A text of stars. */
    public static final String HIDDEN = "'***'";

    private static final int SMALL = 0x100;
    private static final int MEDIUM = 0x10000;

    private PythonText() {}

    public static String of(JsonNode value) {
        return of(value, Set.of());
    }

    /** With stars for the members that are called so, wherever they are. */
    public static String of(JsonNode value, Set<String> hidden) {
        if (value.isNull() || value.isMissingNode()) {
            return "None";
        }
        if (value.isTextual()) {
            return quoted(value.textValue());
        }
        if (value.isBoolean()) {
            return value.booleanValue() ? "True" : "False";
        }
        if (value.isArray()) {
            return StreamSupport.stream(value.spliterator(), false)
                    .map(item -> of(item, hidden))
                    .collect(Collectors.joining(", ", "[", "]"));
        }
        if (value.isObject()) {
            return value.properties().stream()
                    .map(member -> quoted(member.getKey()) + ": "
                            + (hidden.contains(member.getKey()) ? HIDDEN : of(member.getValue(), hidden)))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        return value.asText();
    }

    public static String of(List<String> texts) {
        return texts.stream().map(PythonText::quoted).collect(Collectors.joining(", ", "[", "]"));
    }

    /** Python prefers single quotes, and takes double ones where only single ones are inside. */
    public static String quoted(String text) {
        boolean doubled = text.indexOf('\'') >= 0 && text.indexOf('"') < 0;
        char quote = doubled ? '"' : '\'';
        StringBuilder quoted = new StringBuilder().append(quote);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (c == quote) {
                        quoted.append('\\').append(quote);
                    } else if (isPrintable(c)) {
                        quoted.appendCodePoint(c);
                    } else {
                        quoted.append(escaped(c));
                    }
                }
            }
        });
        return quoted.append(quote).toString();
    }

    private static String escaped(int c) {
        if (c < SMALL) {
            return String.format("\\x%02x", c);
        }
        return c < MEDIUM ? String.format("\\u%04x", c) : String.format("\\U%08x", c);
    }

    /** As Python's {@code str.isprintable}. */
    private static boolean isPrintable(int c) {
        return c == ' '
                || switch (Character.getType(c)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.SURROGATE,
                            Character.PRIVATE_USE,
                            Character.UNASSIGNED,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR,
                            Character.SPACE_SEPARATOR -> false;
                    default -> true;
                };
    }
}
