package io.vestibule.protocol.saml.metadata;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Texts as a search compares them: without case, accents, strokes and punctuation. */
final class Folded {
    /** Letters that Unicode does not take apart; the portal folds the same ones. */
    private static final String INDIVISIBLE = "łløođdðdßsæaœoıiþt";

    private Folded() {}

    static String text(String text) {
        String apart = Normalizer.normalize(text, Normalizer.Form.NFKD).toLowerCase(Locale.ROOT);
        StringBuilder folded = new StringBuilder(apart.length());
        apart.codePoints()
                .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
                .forEach(c -> letter(c, folded));
        return folded.toString();
    }

    private static void letter(int c, StringBuilder folded) {
        int at = c < 0x80 ? -1 : INDIVISIBLE.indexOf(c);
        switch (c) {
            case 'ß' -> folded.append("ss");
            case 'æ' -> folded.append("ae");
            case 'œ' -> folded.append("oe");
            case 'þ' -> folded.append("th");
            default -> folded.appendCodePoint(at >= 0 && at % 2 == 0 ? INDIVISIBLE.charAt(at + 1) : c);
        }
    }

    /** The words; where a script writes none apart, each place a word could begin. */
    static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        for (String word : text(text).split("[^\\p{L}\\p{N}]+")) {
            if (word.isEmpty()) {
                continue;
            }
            words.add(word);
            if (Character.isIdeographic(word.codePointAt(0))) {
                for (int i = word.offsetByCodePoints(0, 1); i < word.length(); i = word.offsetByCodePoints(i, 1)) {
                    words.add(word.substring(i));
                }
            }
        }
        return words;
    }

    /** @param capitals only of words that begin with a capital: "University of Oslo" is UO as well as UOO */
    static String initials(String name, boolean capitals) {
        StringBuilder initials = new StringBuilder();
        for (String word : name.split("[^\\p{L}\\p{N}]+")) {
            if (!word.isEmpty() && !(capitals && Character.isLowerCase(word.codePointAt(0)))) {
                initials.appendCodePoint(word.codePointAt(0));
            }
        }
        return text(initials.toString());
    }
}
