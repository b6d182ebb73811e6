package io.vestibule.protocol.keystone.catalog;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An endpoint's URL, in which {@code %(project_id)s} or {@code $(project_id)s} stands for whoever asks. Any other name is
 * refused: a template could otherwise read out what it was never given.
 */
record UrlTemplate(String text) {
    private static final Set<String> NAMES = Set.of("tenant_id", "project_id", "user_id");
    private static final Pattern PLACE = Pattern.compile("[%$]\\(([^)]*)\\)s|%%");
    private static final Pattern OPENING = Pattern.compile("%|\\$\\(");

    /** Whether every place in it has a name that is known. */
    boolean isWellFormed() {
        Matcher places = PLACE.matcher(text);
        int from = 0;
        while (places.find()) {
            String name = places.group(1);
            if (name != null && !NAMES.contains(name)
                    || OPENING.matcher(text.substring(from, places.start())).find()) {
                return false;
            }
            from = places.end();
        }
        return !OPENING.matcher(text.substring(from)).find();
    }

    /** The URL for that user in that project; nothing when it needs a project and there is none, or is malformed. */
    Optional<String> fill(String user, Optional<String> project) {
        if (text.indexOf('%') < 0 && text.indexOf('$') < 0) {
            return Optional.of(text);
        }
        if (!isWellFormed()) {
            return Optional.empty();
        }
        Map<String, String> values = project.map(id -> Map.of("tenant_id", id, "project_id", id, "user_id", user))
                .orElse(Map.of("user_id", user));
        StringBuilder filled = new StringBuilder();
        Matcher places = PLACE.matcher(text);
        while (places.find()) {
            String name = places.group(1);
            String value = name == null ? "%" : values.get(name);
            if (value == null) {
                return Optional.empty();
            }
            places.appendReplacement(filled, Matcher.quoteReplacement(value));
        }
        return Optional.of(places.appendTail(filled).toString());
    }
}
