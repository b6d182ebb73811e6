package io.vestibule.protocol.keystone.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The right side of a check: text in which {@code %(name)s} stands for a fact of the target. */
final class Template {
    private static final Pattern HOLE = Pattern.compile("%\\(([^)]*)\\)s");

    private record Part(String text, boolean hole) {}

    private final List<Part> parts;

    private Template(List<Part> parts) {
        this.parts = parts;
    }

    static Template of(String source) {
        List<Part> parts = new ArrayList<>();
        Matcher holes = HOLE.matcher(source);
        int end = 0;
        while (holes.find()) {
            if (holes.start() > end) {
                parts.add(new Part(source.substring(end, holes.start()), false));
            }
            parts.add(new Part(holes.group(1), true));
            end = holes.end();
        }
        if (end < source.length()) {
            parts.add(new Part(source.substring(end), false));
        }
        return new Template(List.copyOf(parts));
    }

    /** Whether this is that word, without a hole in it. */
    boolean isWord(String word) {
        return parts.size() == 1
                && !parts.getFirst().hole()
                && parts.getFirst().text().equals(word);
    }

    /** Empty when the target lacks a fact that is asked for: then the check fails. */
    Optional<String> filledFrom(Target target) {
        StringBuilder filled = new StringBuilder();
        for (Part part : parts) {
            if (part.hole()) {
                Optional<String> value = target.attribute(part.text());
                if (value.isEmpty()) {
                    return Optional.empty();
                }
                filled.append(value.get());
            } else {
                filled.append(part.text());
            }
        }
        return Optional.of(filled.toString());
    }
}
