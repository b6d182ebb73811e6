package io.vestibule.journey;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What an operator reads in the log category {@code io.vestibule.audit}, from the first time a test asks. */
@ApplicationScoped
public class AuditLines {
    private final ObjectMapper json = new ObjectMapper();
    private final Queue<JsonNode> lines = new ConcurrentLinkedQueue<>();
    private final Logger audit = Logger.getLogger("io.vestibule.audit");
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            try {
                lines.add(json.readTree(line.getMessage()));
            } catch (JsonProcessingException broken) {
                throw new IllegalStateException("an audit line that is no JSON: " + line.getMessage(), broken);
            }
        }

        @Override
        public void flush() {
            // nothing is held back
        }

        @Override
        public void close() {
            // nothing is held open
        }
    };

    @PostConstruct
    void listen() {
        audit.addHandler(handler);
    }

    @PreDestroy
    void leave() {
        audit.removeHandler(handler);
    }

    /** Before the refusal that is waited for, so that the handler listens. */
    public void begin() {
        lines.clear();
    }

    public List<JsonNode> all() {
        return List.copyOf(lines);
    }

    /** The one refusal that shows this reference. */
    public JsonNode refusal(String reference) {
        List<JsonNode> found = lines.stream()
                .filter(line -> line.path("reference").asText().equals(reference))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError("reference " + reference + " found " + found.size() + " times in " + lines);
        }
        return found.getFirst();
    }
}
