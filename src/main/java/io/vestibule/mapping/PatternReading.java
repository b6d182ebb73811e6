package io.vestibule.mapping;

import io.vestibule.mapping.PythonPattern.Malformed;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a translated regular expression for what a search by it can cost, and refuses what Python refuses and Java does not:
 * repeating a place or a repetition, and looking behind for something without a length.
 */
final class PatternReading {
    private static final Pattern TIMES = Pattern.compile("\\{(\\d+)(?:(,)(\\d*))?}");
    private static final Pattern FLAGS = Pattern.compile("\\(\\?[a-zA-Z-]*([):])");
    private static final String PLACES = "bBAz";

    private final String pattern;
    private int at;

    private PatternReading(String pattern) {
        this.pattern = pattern;
    }

    static SilentSteps of(String translated) throws Malformed {
        PatternReading reading = new PatternReading(translated);
        SilentSteps all = reading.alternatives();
        if (reading.at < translated.length()) {
            throw new Malformed("unbalanced parenthesis in a regular expression");
        }
        return all;
    }

    private SilentSteps alternatives() throws Malformed {
        SilentSteps all = sequence();
        while (isNext('|')) {
            at++;
            all = all.or(sequence());
        }
        return all;
    }

    private SilentSteps sequence() throws Malformed {
        SilentSteps all = SilentSteps.NOTHING;
        while (at < pattern.length() && !isNext('|') && !isNext(')')) {
            all = all.then(repeated());
        }
        return all;
    }

    private SilentSteps repeated() throws Malformed {
        int start = at;
        SilentSteps part = part();
        Optional<long[]> times = times();
        if (times.isEmpty()) {
            return part;
        }
        if (isPlaceOrNothing(start)) {
            throw new Malformed("nothing to repeat in a regular expression");
        }
        if (isNext('?') || isNext('+')) {
            at++; // reluctant, possessive
        }
        if (times().isPresent()) {
            throw new Malformed("multiple repeat in a regular expression");
        }
        return part.repeated(times.get()[0], times.get()[1]);
    }

    private boolean isPlaceOrNothing(int start) {
        char first = pattern.charAt(start);
        return first == '^'
                || first == '$'
                || (first == '\\' && PLACES.indexOf(pattern.charAt(start + 1)) >= 0)
                || (first == '(' && flags(start).filter(end -> end == ')').isPresent());
    }

    /** How often what was just read comes, at least and at most. */
    private Optional<long[]> times() throws Malformed {
        if (at >= pattern.length()) {
            return Optional.empty();
        }
        switch (pattern.charAt(at)) {
            case '*', '+', '?' -> {
                char sign = pattern.charAt(at++);
                return Optional.of(new long[] {sign == '+' ? 1 : 0, sign == '?' ? 1 : SilentSteps.ENDLESS});
            }
            case '{' -> {
                Matcher matcher = TIMES.matcher(pattern).region(at, pattern.length());
                if (!matcher.lookingAt()) {
                    throw new Malformed("bad repeat in a regular expression");
                }
                at = matcher.end();
                long least = count(matcher.group(1));
                boolean open = matcher.group(2) != null;
                return Optional.of(new long[] {
                    least, !open ? least : matcher.group(3).isEmpty() ? SilentSteps.ENDLESS : count(matcher.group(3))
                });
            }
            default -> {
                return Optional.empty();
            }
        }
    }

    private static long count(String digits) {
        return digits.length() > 9 ? SilentSteps.ENDLESS : Long.parseLong(digits);
    }

    private SilentSteps part() throws Malformed {
        char c = pattern.charAt(at);
        switch (c) {
            case '(' -> {
                return group();
            }
            case '[' -> {
                at = pattern.indexOf(']', at) + 1; // whatever stands in a set is spelt out
                return SilentSteps.CHARACTER;
            }
            case '\\' -> {
                return escape();
            }
            case '^', '$' -> {
                at++;
                return SilentSteps.PLACE;
            }
            case '*', '+', '?', '{' -> throw new Malformed("nothing to repeat in a regular expression");
            default -> {
                at += Character.charCount(pattern.codePointAt(at));
                return SilentSteps.CHARACTER;
            }
        }
    }

    private SilentSteps group() throws Malformed {
        Optional<Character> flags = flags(at);
        if (flags.isPresent()) {
            at = pattern.indexOf(flags.get(), at) + 1;
            return flags.get() == ')' ? SilentSteps.NOTHING : closed();
        }
        for (String around : new String[] {"(?=", "(?!", "(?<=", "(?<!"}) {
            if (pattern.startsWith(around, at)) {
                at += around.length();
                SilentSteps inner = closed();
                if (around.length() > 3 && !inner.isOfOneLength()) {
                    throw new Malformed("look-behind requires fixed-width pattern in a regular expression");
                }
                return inner.around();
            }
        }
        if (pattern.startsWith("(?<", at)) {
            at = pattern.indexOf('>', at) + 1;
        } else {
            at += pattern.startsWith("(?>", at) ? "(?>".length() : 1;
        }
        return closed();
    }

    /** The end of {@code (?i)} or the beginning of {@code (?i:…)}, when one of them stands there. */
    private Optional<Character> flags(int where) {
        Matcher matcher = FLAGS.matcher(pattern).region(where, pattern.length());
        return matcher.lookingAt() ? Optional.of(matcher.group(1).charAt(0)) : Optional.empty();
    }

    private SilentSteps closed() throws Malformed {
        SilentSteps inner = alternatives();
        if (!isNext(')')) {
            throw new Malformed("missing ), unterminated subpattern in a regular expression");
        }
        at++;
        return inner;
    }

    private SilentSteps escape() {
        char kind = pattern.charAt(at + 1);
        if (kind == 'x') {
            at = pattern.indexOf('}', at) + 1;
            return SilentSteps.CHARACTER;
        }
        if (kind == 'k') {
            at = pattern.indexOf('>', at) + 1;
            return SilentSteps.AS_BEFORE;
        }
        at += 2;
        if (Character.isDigit(kind)) {
            at += at < pattern.length() && Character.isDigit(pattern.charAt(at)) ? 1 : 0;
            return SilentSteps.AS_BEFORE;
        }
        return PLACES.indexOf(kind) >= 0 ? SilentSteps.PLACE : SilentSteps.CHARACTER;
    }

    private boolean isNext(char c) {
        return at < pattern.length() && pattern.charAt(at) == c;
    }
}
