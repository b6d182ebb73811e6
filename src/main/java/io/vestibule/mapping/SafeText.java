package io.vestibule.mapping;

import java.text.Normalizer;
import java.util.Locale;

/**
 * Texts from outside, made fit to be kept, compared and shown. What is taken away is invisible on a screen and visible to a
 * program, so it serves only to look like somebody else (Unicode TR 36 §2, bidi controls) or to break a line or a store.
 */
public final class SafeText {
    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;

    private SafeText() {}

    /** A name that identifies: one line, no invisible character at all, at most {@code longest} characters. */
    public static String name(String text, int longest) {
        return cleaned(text, longest, Allowed.VISIBLE);
    }

    /** A text for people: as {@link #name}, but joiners stay, which Persian, Indic scripts and emoji are spelt with. */
    public static String line(String text, int longest) {
        return cleaned(text, longest, Allowed.JOINERS);
    }

    /** As {@link #line}, of any number of lines: a postal address. */
    public static String lines(String text, int longest) {
        return cleaned(text, longest, Allowed.JOINERS_AND_LINES);
    }

    /**
     * What names are compared by, the same on every database whatever its locale: case, width and ligatures do not tell
     * two people apart.
     */
    public static String key(String name) {
        String folded = Normalizer.normalize(name, Normalizer.Form.NFKC)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT);
        return Normalizer.normalize(folded, Normalizer.Form.NFC);
    }

    private enum Allowed {
        VISIBLE,
        JOINERS,
        JOINERS_AND_LINES
    }

    private static String cleaned(String text, int longest, Allowed allowed) {
        // Bounded before normalising: a megabyte of combining marks costs more than its length.
        String bounded = cut(text, longest * 2);
        StringBuilder kept = new StringBuilder(bounded.length());
        bounded.codePoints().filter(c -> fit(c, allowed)).forEach(kept::appendCodePoint);
        return cut(Normalizer.normalize(kept, Normalizer.Form.NFC).strip(), longest)
                .strip();
    }

    private static boolean fit(int character, Allowed allowed) {
        return switch (Character.getType(character)) {
            case Character.CONTROL -> character == '\n' && allowed == Allowed.JOINERS_AND_LINES;
            case Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.FORMAT ->
                allowed != Allowed.VISIBLE && (character == ZERO_WIDTH_JOINER || character == ZERO_WIDTH_NON_JOINER);
            default -> true;
        };
    }

    private static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest);
    }
}
