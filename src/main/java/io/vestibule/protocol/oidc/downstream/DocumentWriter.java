package io.vestibule.protocol.oidc.downstream;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;

/** A public JSON document as HTTP, to be kept a while by whoever reads it. */
final class DocumentWriter {
    /** Keys are published a week before use, so an old copy never misses one except after an emergency. */
    private static final String CACHED = "public, max-age=300";

    private DocumentWriter() {}

    static Response write(Optional<byte[]> json) {
        return json.map(bytes -> Response.ok(bytes, MediaType.APPLICATION_JSON_TYPE)
                        .header(HttpHeaders.CACHE_CONTROL, CACHED)
                        .build())
                .orElseGet(() -> Response.status(Response.Status.NOT_FOUND)
                        .entity(BackChannel.noSuchRealm())
                        .build());
    }
}
