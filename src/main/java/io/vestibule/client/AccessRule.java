package io.vestibule.client;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the holder of an application credential may ask of a service. In the path {@code *} and <code>{name}</code> stand for one
 * segment, {@code **} for any number of them.
 */
public record AccessRule(String serviceType, String method, String path) {
    private static final Pattern PIECES = Pattern.compile("\\*\\*|\\*|\\{[^{}/]+}|[^*{]+|\\{");

    boolean matches(String askedService, String askedMethod, String askedPath) {
        return serviceType.equals(askedService)
                && method.equalsIgnoreCase(askedMethod)
                && Pattern.matches(pattern(), askedPath);
    }

    private String pattern() {
        return PIECES.matcher(path)
                .replaceAll(piece -> Matcher.quoteReplacement(
                        switch (piece.group()) {
                            case "**" -> ".*";
                            case "*" -> "[^/]+";
                            default ->
                                piece.group().length() > 1 && piece.group().startsWith("{")
                                        ? "[^/]+"
                                        : Pattern.quote(piece.group());
                        }));
    }
}
