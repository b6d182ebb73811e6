package io.vestibule.protocol.keystone.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** A JSON value as Python prints it, which is what Keystone's messages show. What is secret is not shown at all. */
final class PythonText {
    private static final Set<String> SECRET = Set.of("password", "original_password", "secret", "blob", "passcode");
    private static final String HIDDEN = "'***'";

    private PythonText() {}

    static String of(@Nullable JsonNode value, List<String> path) {
        if (path.stream().anyMatch(SECRET::contains)) {
            return HIDDEN;
        }
        return of(value);
    }

    private static String of(@Nullable JsonNode value) {
        if (value == null || value.isNull() || value.isMissingNode()) {
            return "None";
        }
        if (value.isTextual()) {
            return quoted(value.textValue());
        }
        if (value.isBoolean()) {
            return value.booleanValue() ? "True" : "False";
        }
        if (value.isArray()) {
            return StreamSupport.stream(value.spliterator(), false)
                    .map(PythonText::of)
                    .collect(Collectors.joining(", ", "[", "]"));
        }
        if (value.isObject()) {
            return value.properties().stream().map(PythonText::member).collect(Collectors.joining(", ", "{", "}"));
        }
        return value.asText();
    }

    private static String member(Map.Entry<String, JsonNode> member) {
        String value = SECRET.contains(member.getKey()) ? HIDDEN : of(member.getValue());
        return quoted(member.getKey()) + ": " + value;
    }

    static String quoted(String text) {
        return io.vestibule.mapping.PythonText.quoted(text);
    }
}
