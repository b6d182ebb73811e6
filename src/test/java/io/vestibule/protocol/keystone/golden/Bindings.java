package io.vestibule.protocol.keystone.golden;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which of the server's own ids and tokens stand for the recorded ones. A recorded value that is met for the first time in an
 * answer is bound to what the server sent there, and from then on means that and nothing else.
 */
final class Bindings {
    static final String RECORDED_BASE = "http://127.0.0.1:19000";

    private static final Pattern VOLATILE = Pattern.compile("(?<token>gAAAA[\\w=-]{40,}|eyJ[\\w-]+\\.[\\w-]+\\.[\\w-]+)"
            + "|(?<id>\\b[0-9a-f]{64}\\b|\\b[0-9a-f]{32}\\b)"
            + "|(?<time>2026-11-2\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?Z?)");

    private final Map<String, String> bound = new HashMap<>();
    private String base = RECORDED_BASE;

    void base(String address) {
        this.base = address;
    }

    void bind(String recorded, String actual) {
        bound.put(recorded, actual);
    }

    String of(String recorded) {
        String actual = bound.get(recorded);
        if (actual == null) {
            throw new IllegalStateException("nothing is bound to the recorded " + recorded);
        }
        return actual;
    }

    boolean knows(String recorded) {
        return bound.containsKey(recorded);
    }

    /** The recorded text as the server under test should have it; what is not bound stays as it is. */
    String apply(String recorded) {
        String text = recorded.replace(RECORDED_BASE, base);
        for (Map.Entry<String, String> secret : bound.entrySet()) {
            if (!VOLATILE.matcher(secret.getKey()).matches()) {
                text = text.replace(secret.getKey(), secret.getValue());
            }
        }
        return VOLATILE.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(bound.getOrDefault(found.group(), found.group())));
    }

    /** Text in which every value that differs from run to run has given way to its kind: for sorting, not for comparing. */
    String sortable(String text, boolean isRecorded) {
        String own = isRecorded ? apply(text) : text;
        return VOLATILE.matcher(own.replaceAll("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z?", "<time>"))
                .replaceAll(
                        found -> bound.containsValue(found.group()) ? Matcher.quoteReplacement(found.group()) : "<x>");
    }

    /** Compares, and binds what is new. Answers what is wrong, if anything is. */
    Optional<String> match(String recorded, String actual) {
        List<String> named = new ArrayList<>();
        Matcher shape = Pattern.compile(pattern(recorded.replace(RECORDED_BASE, base), named), Pattern.DOTALL)
                .matcher(actual);
        if (!shape.matches()) {
            return Optional.of("expected «" + shortened(apply(recorded)) + "» and got «" + shortened(actual) + "»");
        }
        for (int i = 0; i < named.size(); i++) {
            bound.put(named.get(i), shape.group(i + 1));
        }
        return Optional.empty();
    }

    /** Compares a value that is a secret as a whole, whatever it looks like. */
    Optional<String> matchWhole(String recorded, String actual) {
        @Nullable String known = bound.putIfAbsent(recorded, actual);
        return known == null || known.equals(actual)
                ? Optional.empty()
                : Optional.of("expected «" + known + "» and got «" + actual + "»");
    }

    private String pattern(String recorded, List<String> named) {
        StringBuilder pattern = new StringBuilder();
        Matcher found = VOLATILE.matcher(recorded);
        int from = 0;
        while (found.find()) {
            pattern.append(Pattern.quote(recorded.substring(from, found.start())));
            pattern.append(piece(found, named));
            from = found.end();
        }
        return pattern.append(Pattern.quote(recorded.substring(from))).toString();
    }

    private String piece(Matcher found, List<String> named) {
        String value = found.group();
        if (found.group("time") != null) {
            return "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d" + (value.contains(".") ? "\\.\\d{6}" : "")
                    + (value.endsWith("Z") ? "Z" : "");
        }
        if (bound.containsKey(value)) {
            return Pattern.quote(of(value));
        }
        if (named.contains(value)) {
            return "\\" + (named.indexOf(value) + 1);
        }
        named.add(value);
        return found.group("token") != null ? "([\\w.=-]{40,})" : "([0-9a-f]{64}|[0-9a-f]{32})";
    }

    static String shortened(String text) {
        return text.length() <= 400 ? text : text.substring(0, 400) + "…";
    }
}
