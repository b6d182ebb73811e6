package io.vestibule.protocol.keystone.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.ValidationMessage;
import io.vestibule.mapping.PythonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A broken rule in the words that clients of Keystone know: the first line of what the Python library says. The dump of the
 * schema that follows there is left out, and so is what is secret.
 */
final class Sentences {
    private static final Set<String> SECRET = Set.of("password", "original_password", "secret", "blob", "passcode");

    private Sentences() {}

    static String about(ValidationMessage broken) {
        List<String> path = path(broken.getInstanceLocation());
        String sentence = sentence(broken, path);
        return path.isEmpty() ? sentence : "Invalid input for field '" + String.join("/", path) + "': " + sentence;
    }

    private static String sentence(ValidationMessage broken, List<String> path) {
        JsonNode rule = broken.getSchemaNode() == null ? MissingNode.getInstance() : broken.getSchemaNode();
        String value = shown(broken.getInstanceNode(), path);
        return switch (broken.getType()) {
            case "type" -> value + " is not of type " + types(rule);
            case "required" -> PythonText.quoted(broken.getProperty()) + " is a required property";
            case "minLength", "minItems" -> value + " is too short";
            case "maxLength", "maxItems" -> value + " is too long";
            case "pattern" -> value + " does not match " + shown(rule);
            case "enum" -> value + " is not one of " + shown(rule);
            case "minimum" -> value + " is less than the minimum of " + rule.asText();
            case "maximum" -> value + " is greater than the maximum of " + rule.asText();
            case "uniqueItems" -> value + " has non-unique elements";
            case "minProperties" -> value + " does not have enough properties";
            case "maxProperties" -> value + " has too many properties";
            case "additionalProperties" -> unexpected(broken);
            case "format" -> value + " is not a " + shown(rule);
            case "not" -> value + " should not be valid under " + shown(rule);
            default -> value + " is not valid under any of the given schemas";
        };
    }

    private static String shown(@Nullable JsonNode value, List<String> path) {
        return path.stream().anyMatch(SECRET::contains) ? PythonText.HIDDEN : shown(value);
    }

    private static String shown(@Nullable JsonNode value) {
        return PythonText.of(value == null ? NullNode.getInstance() : value, SECRET);
    }

    private static String types(JsonNode rule) {
        return rule.isArray()
                ? StreamSupport.stream(rule.spliterator(), false)
                        .map(type -> PythonText.quoted(type.asText()))
                        .collect(Collectors.joining(", "))
                : PythonText.quoted(rule.asText());
    }

    private static String unexpected(ValidationMessage broken) {
        return "Additional properties are not allowed (" + PythonText.quoted(broken.getProperty()) + " was unexpected)";
    }

    private static List<String> path(JsonNodePath location) {
        List<String> path = new ArrayList<>();
        for (int i = 0; i < location.getNameCount(); i++) {
            path.add(String.valueOf(location.getElement(i)));
        }
        return path;
    }
}
