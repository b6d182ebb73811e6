package io.vestibule.mapping;

import io.vestibule.mapping.PythonPattern.Malformed;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** From Python's spelling of a regular expression to Java's: the same where both agree, spelt out where they do not. */
final class PatternTranslation {
    private static final Pattern REPETITION = Pattern.compile("\\{(\\d*)(?:(,)(\\d*))?}");
    private static final String KNOWN_FLAGS = "aimsux";

    private final String from;
    private final StringBuilder to = new StringBuilder("(?U)"); // Python's classes know all letters and digits
    private final Map<String, String> names = new HashMap<>();
    private final Deque<Boolean> verboseOutside = new ArrayDeque<>();
    private boolean verbose;
    private int at;

    private PatternTranslation(String from) {
        this.from = from;
    }

    static String of(String spelling) throws Malformed {
        PatternTranslation translation = new PatternTranslation(spelling);
        translation.all();
        return translation.to.toString();
    }

    private void all() throws Malformed {
        while (at < from.length()) {
            char c = from.charAt(at);
            switch (c) {
                case '\\' -> escape();
                case '[' -> set();
                case '(' -> open();
                case ')' -> {
                    verbose = verboseOutside.isEmpty() ? verbose : verboseOutside.pop();
                    keep();
                }
                case '{' -> repetition();
                case '}' -> literal(c);
                default -> plain(c);
            }
        }
    }

    private void plain(char c) {
        if (verbose && Character.isWhitespace(c)) {
            at++;
        } else if (verbose && c == '#') {
            int end = from.indexOf('\n', at);
            at = end < 0 ? from.length() : end + 1;
        } else if (c == '#' || Character.isWhitespace(c)) {
            literal(c);
        } else {
            keep();
        }
    }

    private void keep() {
        to.append(from.charAt(at++));
    }

    private void literal(char c) {
        to.append('\\').append(c);
        at++;
    }

    /** {@code {,3}} is Python's {@code {0,3}}; a brace that begins no repetition is a brace. */
    private void repetition() {
        Matcher matcher = REPETITION.matcher(from).region(at, from.length());
        if (!matcher.lookingAt() || matcher.group().equals("{}")) {
            literal('{');
            return;
        }
        to.append('{').append(matcher.group(1).isEmpty() ? "0" : matcher.group(1));
        if (matcher.group(2) != null) {
            to.append(',').append(matcher.group(3));
        }
        to.append('}');
        at = matcher.end();
    }

    private void open() throws Malformed {
        verboseOutside.push(verbose);
        if (!from.startsWith("(?", at)) {
            keep();
        } else if (from.startsWith("(?#", at)) {
            verboseOutside.pop();
            at = after(')');
        } else if (from.startsWith("(?P<", at)) {
            at += "(?P<".length();
            String name = from.substring(at, after('>') - 1);
            at = after('>');
            to.append("(?<").append(javaName(name)).append('>');
        } else if (from.startsWith("(?P=", at)) {
            verboseOutside.pop();
            String name = from.substring(at + "(?P=".length(), after(')') - 1);
            if (!names.containsKey(name)) {
                throw malformed("unknown group name " + PythonText.quoted(name));
            }
            to.append("\\k<").append(names.get(name)).append('>');
            at = after(')');
        } else {
            extension();
        }
    }

    private String javaName(String name) throws Malformed {
        if (!name.matches("[\\p{L}_][\\p{L}\\p{N}_]*") || names.containsKey(name)) {
            throw malformed("bad group name " + PythonText.quoted(name));
        }
        String plain = "g" + names.size();
        names.put(name, plain);
        return plain;
    }

    private void extension() throws Malformed {
        for (String same : new String[] {"(?:", "(?=", "(?!", "(?<=", "(?<!", "(?>"}) {
            if (from.startsWith(same, at)) {
                to.append(same);
                at += same.length();
                return;
            }
        }
        flags();
    }

    /** {@code (?i)}, {@code (?i:…)}, {@code (?-i:…)}. */
    private void flags() throws Malformed {
        int start = at + "(?".length();
        int end = start;
        while (end < from.length() && (KNOWN_FLAGS + "-").indexOf(from.charAt(end)) >= 0) {
            end++;
        }
        if (end == from.length() || end == start || (from.charAt(end) != ')' && from.charAt(end) != ':')) {
            throw malformed("unknown extension");
        }
        String flags = from.substring(start, end);
        boolean group = from.charAt(end) == ':';
        int minus = flags.indexOf('-');
        String on = minus < 0 ? flags : flags.substring(0, minus);
        String off = minus < 0 ? "" : flags.substring(minus + 1);
        verbose = (verbose || on.indexOf('x') >= 0) && off.indexOf('x') < 0;
        String java = javaFlags(on, on.indexOf('a') >= 0 ? off + "U" : off);
        to.append("(?").append(java);
        if (group) {
            to.append(':');
        } else {
            verboseOutside.pop(); // global: holds until the end
            to.append(')');
        }
        at = end + 1;
    }

    private static String javaFlags(String on, String off) {
        StringBuilder java = new StringBuilder();
        on.chars().filter(flag -> "ims".indexOf(flag) >= 0).forEach(flag -> java.append((char) flag));
        if (on.indexOf('i') >= 0) {
            java.append('u'); // of all letters, not only of ASCII's
        }
        StringBuilder without = new StringBuilder();
        off.chars().filter(flag -> "imsU".indexOf(flag) >= 0).forEach(flag -> without.append((char) flag));
        return without.isEmpty()
                ? java.toString()
                : java.append('-').append(without).toString();
    }

    private int after(char end) throws Malformed {
        int found = from.indexOf(end, at);
        if (found < 0) {
            throw malformed("missing " + end);
        }
        return found + 1;
    }

    private void escape() throws Malformed {
        if (at + 1 >= from.length()) {
            throw malformed("bad escape (end of pattern)");
        }
        char c = from.charAt(at + 1);
        if ("dDsSwWbBA".indexOf(c) >= 0) {
            to.append('\\').append(c);
            at += 2;
        } else if (c == 'Z') {
            to.append("\\z");
            at += 2;
        } else if (c >= '1' && c <= '9' && !isOctal()) {
            int end = at + 2;
            if (end < from.length() && Character.isDigit(from.charAt(end))) {
                end++;
            }
            to.append("(?:\\").append(from, at + 1, end).append(')'); // a digit after it is none of its
            at = end;
        } else {
            codePoint(PythonEscape.at(from, at, false));
        }
    }

    private boolean isOctal() {
        return from.length() > at + 3 && from.substring(at + 1, at + 4).matches("[0-3][0-7][0-7]");
    }

    private void codePoint(PythonEscape escape) {
        to.append(String.format("\\x{%x}", escape.codePoint()));
        at = escape.end();
    }

    /** A set of characters, each spelt out: to Java a bracket or an ampersand inside could mean more. */
    private void set() throws Malformed {
        to.append('[');
        at++;
        if (at < from.length() && from.charAt(at) == '^') {
            keep();
        }
        int first = at;
        while (at >= from.length() || from.charAt(at) != ']' || at == first) {
            if (at >= from.length()) {
                throw malformed("unterminated character set");
            }
            boolean single = member();
            boolean range = single && at + 1 < from.length() && from.charAt(at) == '-' && from.charAt(at + 1) != ']';
            if (range) {
                to.append('-');
                at++;
                if (!member()) {
                    throw malformed("bad character range");
                }
            }
        }
        keep();
    }

    /** One member of a set; false when it is a class of characters. */
    private boolean member() throws Malformed {
        char c = from.charAt(at);
        if (c != '\\') {
            int point = from.codePointAt(at);
            to.append(String.format("\\x{%x}", point));
            at += Character.charCount(point);
            return true;
        }
        if (at + 1 < from.length() && "dDsSwW".indexOf(from.charAt(at + 1)) >= 0) {
            to.append(from, at, at + 2);
            at += 2;
            return false;
        }
        codePoint(PythonEscape.at(from, at, true));
        return true;
    }

    private Malformed malformed(String what) {
        return new Malformed(what + " in the regular expression " + PythonText.quoted(from));
    }
}
