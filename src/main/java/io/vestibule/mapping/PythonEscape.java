package io.vestibule.mapping;

import io.vestibule.mapping.PythonPattern.Malformed;

/**
 * A backslash and what it makes of what follows, in a regular expression of Python's: one character.
 *
 * @param end the place behind it
 */
record PythonEscape(int codePoint, int end) {
    private static final String LETTERS = "afnrtv";
    private static final String MEANT = "\u0007\f\n\r\t\u000b";

    static PythonEscape at(String pattern, int backslash, boolean inSet) throws Malformed {
        int next = backslash + 1;
        if (next >= pattern.length()) {
            throw malformed(pattern);
        }
        int point = pattern.codePointAt(next);
        int end = next + Character.charCount(point);
        int letter = LETTERS.indexOf(point);
        if (letter >= 0) {
            return new PythonEscape(MEANT.charAt(letter), end);
        }
        return switch (point) {
            case 'b' -> {
                if (!inSet) {
                    throw malformed(pattern);
                }
                yield new PythonEscape('\b', end);
            }
            case 'x' -> hexadecimal(pattern, end, 2);
            case 'u' -> hexadecimal(pattern, end, 4);
            case 'U' -> hexadecimal(pattern, end, 8);
            case '0', '1', '2', '3', '4', '5', '6', '7' -> octal(pattern, next);
            default -> {
                if (point < 128 && Character.isLetterOrDigit(point)) {
                    throw malformed(pattern); // \p, \Q and others that mean something to Java alone
                }
                yield new PythonEscape(point, end);
            }
        };
    }

    private static PythonEscape hexadecimal(String pattern, int start, int digits) throws Malformed {
        int end = start + digits;
        if (end > pattern.length() || !pattern.substring(start, end).matches("[0-9a-fA-F]+")) {
            throw malformed(pattern);
        }
        long point = Long.parseLong(pattern.substring(start, end), 16);
        if (point > Character.MAX_CODE_POINT) {
            throw malformed(pattern);
        }
        return new PythonEscape((int) point, end);
    }

    private static PythonEscape octal(String pattern, int start) {
        int end = start;
        int value = 0;
        while (end < pattern.length() && end < start + 3 && pattern.charAt(end) >= '0' && pattern.charAt(end) <= '7') {
            value = value * 8 + pattern.charAt(end++) - '0';
        }
        return new PythonEscape(value, end);
    }

    private static Malformed malformed(String pattern) {
        return new Malformed("bad escape in the regular expression " + PythonText.quoted(pattern));
    }
}
