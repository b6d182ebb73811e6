package io.vestibule.login;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.vestibule.identity.RealmName;
import io.vestibule.keys.Sealer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Writes a state of the flow as sealed text and reads it back. Each kind has its own key use: none passes for another. */
@ApplicationScoped
class FlowSeal {
    private final Sealer sealer;
    private final ObjectMapper json = new ObjectMapper()
            .registerModule(new Jdk8Module())
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS);

    FlowSeal(Sealer sealer) {
        this.sealer = sealer;
    }

    String seal(RealmName realm, String hop, Record state) {
        return sealer.seal(realm, use(state.getClass(), hop), write(state));
    }

    <S extends Record> Optional<S> open(RealmName realm, String hop, Class<S> kind, String sealed) {
        return sealer.open(realm, use(kind, hop), sealed).map(text -> read(text, kind));
    }

    String write(Record state) {
        try {
            return json.writeValueAsString(state);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a record of plain values always serialises", impossible);
        }
    }

    <S extends Record> S read(String text, Class<S> kind) {
        try {
            return json.readValue(text, kind);
        } catch (JsonProcessingException ours) {
            throw new IllegalStateException("sealed by an incompatible version: " + kind.getSimpleName(), ours);
        }
    }

    private static String use(Class<?> kind, String hop) {
        return "login:" + kind.getSimpleName() + ":" + hop;
    }
}
