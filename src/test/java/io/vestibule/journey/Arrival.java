package io.vestibule.journey;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vestibule.peer.PlainBrowser.Visit;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;

/** What the relying party shows when the browser is back: verified claims, or the error it was told. */
public record Arrival(JsonNode shown, List<URI> trail) {
    private static final Pattern STEP = Pattern.compile("/realms/[^/]+/login(/.*)?");

    static Arrival at(Visit visit) {
        return at(visit.body(), visit.trail());
    }

    static Arrival at(String body, List<URI> trail) {
        try {
            return new Arrival(new ObjectMapper().readTree(body), trail);
        } catch (JsonProcessingException elsewhere) {
            throw new AssertionError("not at a relying party, after " + trail + ":\n" + body, elsewhere);
        }
    }

    String claim(String name) {
        if (!shown.has("claims")) {
            throw new AssertionError("nobody signed in: " + shown);
        }
        return shown.get("claims").path(name).asText();
    }

    String userinfo(String name) {
        return shown.path("userinfo").path(name).asText();
    }

    String error() {
        return shown.path("error").asText();
    }

    String text(String name) {
        return shown.path(name).asText();
    }

    /** Whether the browser came by a page where a person has something to do. */
    boolean asked() {
        return trail.stream()
                .anyMatch(address -> STEP.matcher(address.getPath()).matches());
    }
}
