package io.vestibule.browser;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A protocol message as a browser brought it, not yet believed.
 *
 * @param parameters the query of a GET or the form of a POST, every repetition kept
 * @param rawQuery the query exactly as received: signatures of the SAML Redirect binding cover these octets
 */
public record InboundMessage(Method method, Map<String, List<String>> parameters, String rawQuery) {
    /** How it came. */
    public enum Method {
        GET,
        POST
    }

    /** The parameter when it is there exactly once; RFC 6749 §3.1 forbids repetition. */
    public Optional<String> single(String name) {
        List<String> values = parameters.getOrDefault(name, List.of());
        return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
    }

    public boolean repeats(String name) {
        return parameters.getOrDefault(name, List.of()).size() > 1;
    }
}
