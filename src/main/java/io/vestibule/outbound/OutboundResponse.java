package io.vestibule.outbound;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An answer, whole.
 *
 * @param headers by lower-case name
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and copying half a megabyte for tidiness is not worth it
public record OutboundResponse(int status, Map<String, List<String>> headers, byte[] body) {
    public Optional<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream()
                .findFirst();
    }

    /** The media type without parameters, in lower case; empty when none is said. */
    public String mediaType() {
        String type = header("content-type").orElse("");
        int parameters = type.indexOf(';');
        return (parameters < 0 ? type : type.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
    }

    /** The body as UTF-8, which is what JSON is (RFC 8259 §8.1). */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    public boolean ok() {
        return status == 200;
    }
}
