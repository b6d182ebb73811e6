package io.vestibule.client;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reading a JSON object whose members may be missing. */
final class JsonView {
    private final Map<String, ?> members;

    private JsonView(Map<String, ?> members) {
        this.members = members;
    }

    static JsonView of(Map<String, ?> members) {
        return new JsonView(members);
    }

    static JsonView parse(String text) {
        try {
            return new JsonView(JSONObjectUtils.parse(text));
        } catch (ParseException broken) {
            throw new IdentityUnreachable("the answer is no JSON object", broken);
        }
    }

    JsonView object(String name) {
        return members.get(name) instanceof Map<?, ?> map ? new JsonView(named(map)) : new JsonView(Map.of());
    }

    boolean has(String name) {
        return members.get(name) != null;
    }

    Optional<String> text(String name) {
        return members.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    String required(String name) {
        return text(name).orElseThrow(() -> new IdentityUnreachable("the answer lacks " + name));
    }

    List<JsonView> objects(String name) {
        return members.get(name) instanceof List<?> list
                ? list.stream()
                        .filter(Map.class::isInstance)
                        .map(item -> new JsonView(named((Map<?, ?>) item)))
                        .toList()
                : List.of();
    }

    private static Map<String, ?> named(Map<?, ?> map) {
        Map<String, Object> named = new HashMap<>();
        map.forEach((name, value) -> {
            if (value != null) {
                named.put(String.valueOf(name), value);
            }
        });
        return named;
    }
}
