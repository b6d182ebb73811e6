package io.vestibule.protocol.keystone.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one rule of oslo.policy's language: checks joined by {@code and}, {@code or}, {@code not} and parentheses. */
final class RuleParser {
    private static final Pattern TOKEN = Pattern.compile("\\(|(?:%\\([^)]*\\)s|'[^']*'|\"[^\"]*\"|[^\\s()])+|\\)");

    private final String source;
    private final List<String> tokens = new ArrayList<>();
    private int position;

    private RuleParser(String source) {
        this.source = source;
        Matcher matcher = TOKEN.matcher(source);
        while (matcher.find()) {
            tokens.add(matcher.group());
        }
    }

    /** An empty rule is everybody's, as in oslo.policy. */
    static Check parse(String source) {
        if (source.isBlank()) {
            return new Check.Always(true);
        }
        RuleParser parser = new RuleParser(source.strip());
        Check check = parser.any();
        if (parser.position < parser.tokens.size()) {
            throw parser.unreadable();
        }
        return check;
    }

    private Check any() {
        List<Check> checks = new ArrayList<>(List.of(all()));
        while (accept("or")) {
            checks.add(all());
        }
        return checks.size() == 1 ? checks.getFirst() : new Check.Any(List.copyOf(checks));
    }

    private Check all() {
        List<Check> checks = new ArrayList<>(List.of(one()));
        while (accept("and")) {
            checks.add(one());
        }
        return checks.size() == 1 ? checks.getFirst() : new Check.All(List.copyOf(checks));
    }

    private Check one() {
        if (accept("not")) {
            return new Check.Not(one());
        }
        if (accept("(")) {
            Check inner = any();
            if (!accept(")")) {
                throw unreadable();
            }
            return inner;
        }
        if (position >= tokens.size()) {
            throw unreadable();
        }
        return check(tokens.get(position++));
    }

    private Check check(String token) {
        if (token.equals("@") || token.equals("!")) {
            return new Check.Always(token.equals("@"));
        }
        Matcher literal = LITERAL.matcher(token);
        if (literal.matches()) {
            return new Check.Literal(literal.group("word"), Template.of(literal.group("expected")));
        }
        int colon = token.indexOf(':');
        if (colon <= 0) {
            throw unreadable();
        }
        String kind = token.substring(0, colon);
        String match = token.substring(colon + 1);
        return switch (kind) {
            case "rule" -> new Check.Named(match);
            case "role" -> new Check.Role(Template.of(match));
            case "None", "True", "False" -> new Check.Literal(kind, Template.of(match));
            default -> new Check.Fact(kind, Template.of(match));
        };
    }

    private static final Pattern LITERAL = Pattern.compile("(['\"])(?<word>.*?)\\1:(?<expected>.*)");

    private boolean accept(String word) {
        if (position < tokens.size() && tokens.get(position).equalsIgnoreCase(word)) {
            position++;
            return true;
        }
        return false;
    }

    private IllegalArgumentException unreadable() {
        return new IllegalArgumentException("cannot read the rule: " + source);
    }
}
