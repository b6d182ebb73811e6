package io.vestibule.mapping;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression in Python's spelling, searched for anywhere in a text. Look-around and back references are used in
 * rules that exist, so an engine without backtracking cannot take this one's place; what it costs is counted instead: every
 * look at the text, at the price of what can happen in silence until the next.
 */
final class PythonPattern {
    static final int LONGEST = 2_000;
    private static final long MOST_SILENT_STEPS = 5_000;
    private static final long SILENT_STEPS_OF_A_LOOK = 32; // for which nothing is charged
    private static final long PRICE_OF_A_SEARCH = 8;

    private final Pattern pattern;
    private final long price;

    private PythonPattern(Pattern pattern, long price) {
        this.pattern = pattern;
        this.price = price;
    }

    /** Why a text is no pattern: a sentence for whoever wrote the rule. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message, null, false, false);
        }
    }

    static PythonPattern compile(String spelling) throws Malformed {
        if (spelling.length() > LONGEST) {
            throw new Malformed("a regular expression has at most " + LONGEST + " characters");
        }
        try {
            String translated = PatternTranslation.of(spelling);
            Pattern pattern = Pattern.compile(translated, Pattern.UNIX_LINES);
            long silent = PatternReading.of(translated).most();
            if (silent > MOST_SILENT_STEPS) {
                throw new Malformed("too much in the regular expression " + PythonText.quoted(spelling)
                        + " can match nothing in too many ways");
            }
            return new PythonPattern(pattern, 1 + silent / SILENT_STEPS_OF_A_LOOK);
        } catch (PatternSyntaxException | StackOverflowError broken) {
            throw new Malformed("not a regular expression: " + PythonText.quoted(spelling));
        }
    }

    boolean isIn(String text, Effort effort) {
        effort.spend(PRICE_OF_A_SEARCH + (text.length() + 1) * price); // it begins anew at every place
        try {
            return pattern.matcher(new Counted(text, effort, price)).find();
        } catch (StackOverflowError deep) {
            throw new Effort.Spent("a regular expression repeats too often");
        }
    }

    /** What evaluating one assertion may still cost: a rule and a value that fit badly must not keep a processor busy. */
    static final class Effort {
        private static final long MOST = 20_000_000; // looks at a character: a fraction of a second

        private long left;

        Effort() {
            this(MOST);
        }

        private Effort(long left) {
            this.left = left;
        }

        /** Enough to try rules on somebody, and too little to keep a processor busy by trying again and again. */
        static Effort toTry() {
            return new Effort(MOST / 4);
        }

        static final class Spent extends RuntimeException {
            private static final long serialVersionUID = 1L;

            Spent(String message) {
                super(message, null, false, false);
            }
        }

        void spend(long price) {
            left -= price;
            if (left < 0) {
                throw new Spent("the rules take too long for what was asserted");
            }
        }
    }

    /** A text that counts how often it is looked at: every step of the search does. */
    private record Counted(CharSequence text, Effort effort, long price) implements CharSequence {
        @Override
        public char charAt(int index) {
            effort.spend(price);
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Counted(text.subSequence(start, end), effort, price);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
