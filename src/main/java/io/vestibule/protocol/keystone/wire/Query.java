package io.vestibule.protocol.keystone.wire;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The query of a request, decoded, in its order. A name without {@code =} has the empty text as value. */
public final class Query {
    private static final Query NONE = new Query(Map.of());

    private final Map<String, List<String>> values;

    private Query(Map<String, List<String>> values) {
        this.values = Collections.unmodifiableMap(values);
    }

    public static Query parse(@Nullable String raw) {
        if (raw == null || raw.isEmpty()) {
            return NONE;
        }
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String pair : raw.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
                String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
                values.computeIfAbsent(name, first -> new ArrayList<>()).add(value);
            }
        }
        return new Query(values);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException broken) {
            throw KeystoneRefused.badRequest("The query string is not properly encoded.");
        }
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** The last value, as Keystone's framework takes it when a name comes twice. */
    public Optional<String> value(String name) {
        return all(name).isEmpty() ? Optional.empty() : Optional.of(all(name).getLast());
    }

    public List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** Whether the flag is there and is not {@code 0}: everything else counts as true, nothing at all too. */
    public boolean flag(String name) {
        return value(name).map(text -> !text.equals("0")).orElse(false);
    }

    public Set<String> names() {
        return values.keySet();
    }
}
