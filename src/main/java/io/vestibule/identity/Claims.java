package io.vestibule.identity;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is said about a person: names to one or more texts. Nested values are flattened with dots
 * ({@code address.locality}); booleans and numbers are their usual text. Names are those of OpenID Connect Core §5.1 where
 * one exists.
 */
public record Claims(Map<String, List<String>> values) {
    private static final Claims NONE = new Claims(Map.of());

    public Claims {
        Map<String, List<String>> copy = new TreeMap<>();
        values.forEach((name, texts) -> {
            if (!texts.isEmpty()) {
                copy.put(name, List.copyOf(texts));
            }
        });
        values = Collections.unmodifiableMap(copy);
    }

    public static Claims none() {
        return NONE;
    }

    public Optional<String> first(String name) {
        return all(name).stream().findFirst();
    }

    public List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    public boolean isTrue(String name) {
        return first(name).map("true"::equalsIgnoreCase).orElse(false);
    }

    /** These claims with {@code name} said once, as {@code text}. */
    public Claims with(String name, String text) {
        return with(name, List.of(text));
    }

    /** These claims with {@code name} said as {@code texts}; an empty list takes the claim away. */
    public Claims with(String name, List<String> texts) {
        Map<String, List<String>> copy = new TreeMap<>(values);
        copy.put(name, new ArrayList<>(texts));
        return new Claims(copy);
    }
}
