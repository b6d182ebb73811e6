package io.vestibule.records;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/** A record of plain values as text, for a while. Strict: half of what another version wrote is not taken for all of it. */
public final class RecordText {
    private static final ObjectMapper JSON = new ObjectMapper()
            .registerModule(new Jdk8Module())
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS);

    private RecordText() {}

    public static String write(Record values) {
        try {
            return JSON.writeValueAsString(values);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a record of plain values always serialises", impossible);
        }
    }

    public static <R extends Record> R read(String text, Class<R> kind) {
        try {
            return JSON.readValue(text, kind);
        } catch (JsonProcessingException ours) {
            throw new IllegalStateException("written by an incompatible version: " + kind.getSimpleName(), ours);
        }
    }
}
