package io.vestibule.protocol.saml.metadata;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which word stands in which entries: words in their order, so that a beginning is a range. */
final class Words {
    private static final int FORGIVEN_FROM = 4; // shorter words are one another with a letter wrong

    private final String[] words;
    private final int[][] places;

    private Words(String[] words, int[][] places) {
        this.words = words;
        this.places = places;
    }

    /** The entries in which each of the wanted begins a word. */
    BitSet allOf(Collection<String> wanted, boolean forgiving) {
        BitSet all = new BitSet();
        boolean first = true;
        for (String word : wanted) {
            BitSet found = forgiving ? nearly(word) : beginningWith(word);
            if (first) {
                all.or(found);
            } else {
                all.and(found);
            }
            first = false;
        }
        return all;
    }

    BitSet exactly(String word) {
        BitSet found = new BitSet();
        int at = Arrays.binarySearch(words, word);
        if (at >= 0) {
            add(found, at);
        }
        return found;
    }

    private BitSet beginningWith(String prefix) {
        BitSet found = new BitSet();
        int at = Arrays.binarySearch(words, prefix);
        for (int i = at < 0 ? -at - 1 : at; i < words.length && words[i].startsWith(prefix); i++) {
            add(found, i);
        }
        return found;
    }

    /** Also words with one letter too many, too few, other, or two swapped; of the length that was typed. */
    private BitSet nearly(String typed) {
        BitSet found = beginningWith(typed);
        if (typed.length() >= FORGIVEN_FROM) {
            for (int i = 0; i < words.length; i++) {
                if (Typo.near(typed, words[i])) {
                    add(found, i);
                }
            }
        }
        return found;
    }

    private void add(BitSet found, int word) {
        for (int place : places[word]) {
            found.set(place);
        }
    }

    /** Collects. */
    static final class Builder {
        private final Map<String, Places> places = new TreeMap<>();

        /** @param place not before that of the call before */
        void add(int place, List<String> words) {
            for (String word : words) {
                places.computeIfAbsent(word, unseen -> new Places()).add(place);
            }
        }

        Words built() {
            List<int[]> lists = new ArrayList<>();
            places.values().forEach(list -> lists.add(Arrays.copyOf(list.at, list.size)));
            return new Words(places.keySet().toArray(String[]::new), lists.toArray(int[][]::new));
        }
    }

    private static final class Places {
        private int[] at = new int[1];
        private int size;

        void add(int place) {
            if (size > 0 && at[size - 1] == place) {
                return;
            }
            if (size == at.length) {
                at = Arrays.copyOf(at, 2 * size);
            }
            at[size++] = place;
        }
    }

    /** One mistake (Damerau–Levenshtein distance of one) against the beginning of a word. */
    static final class Typo {
        private Typo() {}

        static boolean near(String typed, String word) {
            int common = 0;
            int least = Math.min(typed.length(), word.length());
            while (common < least && typed.charAt(common) == word.charAt(common)) {
                common++;
            }
            return common > 0 // hardly anybody errs in the first letter, and it keeps the choice small
                    && (rest(typed, common + 1, word, common + 1) // another letter
                            || rest(typed, common, word, common + 1) // one too few
                            || rest(typed, common + 1, word, common) // one too many
                            || swapped(typed, word, common));
        }

        private static boolean swapped(String typed, String word, int at) {
            return at + 1 < typed.length()
                    && at + 1 < word.length()
                    && typed.charAt(at) == word.charAt(at + 1)
                    && typed.charAt(at + 1) == word.charAt(at)
                    && rest(typed, at + 2, word, at + 2);
        }

        private static boolean rest(String typed, int from, String word, int at) {
            return from <= typed.length() && at <= word.length() && word.startsWith(typed.substring(from), at);
        }
    }
}
