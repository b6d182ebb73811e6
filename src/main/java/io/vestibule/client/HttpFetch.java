package io.vestibule.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Fetches a small text that the issuer publishes. */
final class HttpFetch implements StatusLists.Fetch {
    private static final int LARGEST = 2 * 1024 * 1024;
    private static final int OK = 200;

    private final HttpClient http = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    @Override
    public String get(URI uri) {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Accept", "application/statuslist+jwt")
                .timeout(Duration.ofSeconds(10))
                .build();
        try {
            HttpResponse<InputStream> answer = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                byte[] text = body.readNBytes(LARGEST + 1);
                if (answer.statusCode() != OK || text.length > LARGEST) {
                    throw new IdentityUnreachable("no status list at " + uri + ": " + answer.statusCode());
                }
                return new String(text, StandardCharsets.US_ASCII);
            }
        } catch (IOException broken) {
            throw new IdentityUnreachable("no answer from " + uri, broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IdentityUnreachable("interrupted while waiting for " + uri, stopped);
        }
    }
}
