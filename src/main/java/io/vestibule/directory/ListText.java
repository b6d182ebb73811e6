package io.vestibule.directory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;

/** Texts as the JSON list they are kept as. */
final class ListText {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<List<String>> SHAPE = new TypeReference<>() {};

    private ListText() {}

    static String write(List<String> texts) {
        try {
            return JSON.writeValueAsString(texts);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("texts always serialise", impossible);
        }
    }

    static List<String> read(String text) {
        try {
            return JSON.readValue(text, SHAPE);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("a list in the database is not ours", broken);
        }
    }
}
