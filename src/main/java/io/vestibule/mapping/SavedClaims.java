package io.vestibule.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Claims that somebody saved to try rules on: JSON, or the lines that {@code keystone-manage mapping_engine} reads. */
public final class SavedClaims {
    private static final ObjectMapper JSON = new ObjectMapper();

    private SavedClaims() {}

    /** @throws IllegalArgumentException with a sentence when it is neither */
    public static Assertion read(String text) {
        if (!text.stripLeading().startsWith("{")) {
            return lines(text);
        }
        try {
            return of(JSON.readTree(text));
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException("claims are not JSON: " + broken.getOriginalMessage(), broken);
        }
    }

    /** An object of names and texts, or lists of texts: what a connector vouches for. */
    public static Assertion of(JsonNode claims) {
        if (!claims.isObject()) {
            throw new IllegalArgumentException("claims are an object of names and values");
        }
        Map<String, List<String>> values = new TreeMap<>();
        claims.properties().forEach(claim -> {
            List<String> texts = new ArrayList<>();
            if (claim.getValue().isArray()) {
                claim.getValue().forEach(text -> texts.add(text.asText()));
            } else if (claim.getValue().isValueNode()) {
                texts.add(claim.getValue().asText());
            } else {
                texts.add(claim.getValue().toString());
            }
            values.put(claim.getKey(), texts);
        });
        return new Assertion(values, true);
    }

    /** {@code attribute: value}, a semicolon between values. */
    private static Assertion lines(String text) {
        Map<String, String> variables = new TreeMap<>();
        text.lines().filter(line -> !line.isBlank()).forEach(line -> {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new IllegalArgumentException("a line is no \"attribute: value\": " + line);
            }
            variables.put(
                    line.substring(0, colon).strip(), line.substring(colon + 1).strip());
        });
        return Assertion.ofVariables(variables);
    }
}
