package io.vestibule.mapping;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression in Python's spelling, searched for anywhere in a text. Look-around and back references are used in
 * rules that exist, so an engine without backtracking cannot take this one's place; what it costs is counted instead.
 */
final class PythonPattern {
    static final int LONGEST = 2_000;

    private final String spelling;
    private final Pattern pattern;

    private PythonPattern(String spelling, Pattern pattern) {
        this.spelling = spelling;
        this.pattern = pattern;
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
            return new PythonPattern(spelling, Pattern.compile(PatternTranslation.of(spelling), Pattern.UNIX_LINES));
        } catch (PatternSyntaxException | StackOverflowError broken) {
            throw new Malformed("not a regular expression: " + PythonText.quoted(spelling));
        }
    }

    String spelling() {
        return spelling;
    }

    boolean isIn(String text, Effort effort) {
        try {
            return pattern.matcher(new Counted(text, effort)).find();
        } catch (StackOverflowError deep) {
            throw new Effort.Spent("a regular expression repeats too often");
        }
    }

    /** What evaluating one assertion may still cost: a rule and a value that fit badly must not keep a processor busy. */
    static final class Effort {
        private static final long MOST = 20_000_000; // looks at a character: a fraction of a second

        private long left = MOST;

        static final class Spent extends RuntimeException {
            private static final long serialVersionUID = 1L;

            Spent(String message) {
                super(message, null, false, false);
            }
        }

        private void look() {
            if (--left < 0) {
                throw new Spent("the regular expressions take too long for what was asserted");
            }
        }
    }

    /** A text that counts how often it is looked at: every step of the search does. */
    private record Counted(CharSequence text, Effort effort) implements CharSequence {
        @Override
        public char charAt(int index) {
            effort.look();
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Counted(text.subSequence(start, end), effort);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
