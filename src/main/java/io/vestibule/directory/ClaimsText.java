package io.vestibule.directory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vestibule.identity.Claims;
import java.util.List;
import java.util.Map;

/** Claims as the JSON object of lists they are kept as. */
final class ClaimsText {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, List<String>>> SHAPE = new TypeReference<>() {};

    private ClaimsText() {}

    static String write(Claims claims) {
        try {
            return JSON.writeValueAsString(claims.values());
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("texts always serialise", impossible);
        }
    }

    static Claims read(String text) {
        try {
            return new Claims(JSON.readValue(text, SHAPE));
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("claims in the database are not ours", broken);
        }
    }
}
