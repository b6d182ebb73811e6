package io.vestibule.outbound;

import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** One request. Its text may hold credentials, so it has no text form. */
record Call(HttpMethod method, URI url, Map<String, String> headers, Optional<String> body, int largestAnswer) {
    @Override
    public String toString() {
        return method + " " + url.getHost();
    }
}
