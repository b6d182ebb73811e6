package io.vestibule.protocol.oidc.downstream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import jakarta.enterprise.context.ApplicationScoped;

/** This room's memory of codes and families as text. Unknown members are left out: a newer node may have written them. */
@ApplicationScoped
class MemoryJson {
    private final ObjectMapper json = new ObjectMapper()
            .registerModule(new Jdk8Module())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    String write(Record memory) {
        try {
            return json.writeValueAsString(memory);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a record of plain values always serialises", impossible);
        }
    }

    <M extends Record> M read(String text, Class<M> kind) {
        try {
            return json.readValue(text, kind);
        } catch (JsonProcessingException ours) {
            throw new IllegalStateException("written by an incompatible version: " + kind.getSimpleName(), ours);
        }
    }
}
