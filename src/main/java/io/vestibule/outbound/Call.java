package io.vestibule.outbound;

import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * One request. Its text may hold credentials, so it has no text form.
 *
 * @param into the file that takes the body of a 200; otherwise it is held in memory
 * @param patience from start to the last byte, when longer than usual
 */
record Call(
        HttpMethod method,
        URI url,
        Map<String, String> headers,
        Optional<String> body,
        int largestAnswer,
        Optional<Path> into,
        Optional<Duration> patience) {
    Call(HttpMethod method, URI url, Map<String, String> headers, Optional<String> body, int largestAnswer) {
        this(method, url, headers, body, largestAnswer, Optional.empty(), Optional.empty());
    }

    @Override
    public String toString() {
        return method + " " + url.getHost();
    }
}
