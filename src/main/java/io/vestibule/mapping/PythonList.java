package io.vestibule.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a list of texts as Python writes it. Keystone's rules carry lists in texts ({@code "{0}"} makes
 * {@code "['a', 'b']"}), so what is no such list is one text.
 */
final class PythonList {
    private static final int LONGEST = 1 << 20;

    private final String text;
    private int at;

    private PythonList(String text) {
        this.text = text;
    }

    /** The texts of the list that {@code text} is, or itself alone. */
    static List<String> in(String text) {
        String trimmed = text.stripLeading();
        if (!trimmed.startsWith("[") || text.length() > LONGEST) {
            return List.of(text);
        }
        return new PythonList(trimmed).list().orElseGet(() -> List.of(text));
    }

    private Optional<List<String>> list() {
        List<String> items = new ArrayList<>();
        at = 1;
        while (true) {
            skipSpace();
            if (at < text.length() && text.charAt(at) == ']') {
                at++;
                skipSpace();
                return at == text.length() ? Optional.of(items) : Optional.empty();
            }
            Optional<String> item = item();
            if (item.isEmpty()) {
                return Optional.empty();
            }
            items.add(item.get());
            skipSpace();
            if (at < text.length() && text.charAt(at) == ',') {
                at++;
            } else if (at >= text.length() || text.charAt(at) != ']') {
                return Optional.empty();
            }
        }
    }

    /** A text, or texts side by side, which Python joins; a number or a constant as it is written. */
    private Optional<String> item() {
        StringBuilder whole = new StringBuilder();
        boolean any = false;
        while (true) {
            skipSpace();
            int start = at;
            boolean raw = false;
            while (at < text.length() && "rRuU".indexOf(text.charAt(at)) >= 0) {
                raw |= text.charAt(at) == 'r' || text.charAt(at) == 'R';
                at++;
            }
            if (at >= text.length() || (text.charAt(at) != '\'' && text.charAt(at) != '"')) {
                at = start;
                return any ? Optional.of(whole.toString()) : constant();
            }
            any = true;
            if (!quoted(raw, whole)) {
                return Optional.empty();
            }
        }
    }

    private Optional<String> constant() {
        int start = at;
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || "+-.".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        String word = text.substring(start, at);
        boolean known = word.equals("None")
                || word.equals("True")
                || word.equals("False")
                || word.matches("[+-]?(0|[1-9]\\d*|\\d+\\.\\d*)");
        return known ? Optional.of(word) : Optional.empty();
    }

    private boolean quoted(boolean raw, StringBuilder into) {
        char quote = text.charAt(at++);
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == quote) {
                return true;
            }
            if (c == '\n') {
                return false;
            }
            if (c == '\\') {
                if (at >= text.length()) {
                    return false;
                }
                if (raw) {
                    into.append(c).append(text.charAt(at++));
                } else if (!escape(into)) {
                    return false;
                }
            } else {
                into.append(c);
            }
        }
        return false;
    }

    private boolean escape(StringBuilder into) {
        char c = text.charAt(at++);
        switch (c) {
            case '\n' -> {}
            case '\\', '\'', '"' -> into.append(c);
            case 'n' -> into.append('\n');
            case 'r' -> into.append('\r');
            case 't' -> into.append('\t');
            case 'a' -> into.append('\u0007');
            case 'b' -> into.append('\b');
            case 'f' -> into.append('\f');
            case 'v' -> into.append('\u000b');
            case 'x' -> {
                return hexadecimal(2, into);
            }
            case 'u' -> {
                return hexadecimal(4, into);
            }
            case 'U' -> {
                return hexadecimal(8, into);
            }
            case '0', '1', '2', '3', '4', '5', '6', '7' -> octal(c, into);
            case 'N' -> {
                return false;
            }
            default -> into.append('\\').append(c);
        }
        return true;
    }

    private boolean hexadecimal(int digits, StringBuilder into) {
        if (at + digits > text.length()) {
            return false;
        }
        String number = text.substring(at, at + digits);
        if (!number.matches("[0-9a-fA-F]+")) {
            return false;
        }
        long point = Long.parseLong(number, 16);
        if (point > Character.MAX_CODE_POINT) {
            return false;
        }
        into.appendCodePoint((int) point);
        at += digits;
        return true;
    }

    private void octal(char first, StringBuilder into) {
        int value = first - '0';
        for (int more = 0; more < 2 && at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '7'; more++) {
            value = value * 8 + text.charAt(at++) - '0';
        }
        into.appendCodePoint(value);
    }

    private void skipSpace() {
        while (at < text.length() && " \t\n\r\f".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }
}
