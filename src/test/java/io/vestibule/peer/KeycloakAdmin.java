package io.vestibule.peer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Keycloak's admin interface, as far as the fixture needs it. */
final class KeycloakAdmin {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final URI base;
    private final String username;
    private final String password;

    KeycloakAdmin(URI base, String username, String password) {
        this.base = base;
        this.username = username;
        this.password = password;
    }

    JsonNode get(String path) {
        return read(send(to(path).GET()).body());
    }

    /** The id of what was made, which is how Keycloak ends the address it answers with. */
    String post(String path, Object body) {
        HttpResponse<String> response = send(to(path).POST(json(body)));
        String location = response.headers().firstValue("Location").orElseThrow();
        return location.substring(location.lastIndexOf('/') + 1);
    }

    /** Something done, with nothing made. */
    void order(String path) {
        send(to(path).POST(HttpRequest.BodyPublishers.noBody()));
    }

    /** What Keycloak would make of a client's metadata; makes nothing. */
    JsonNode describeClient(String realm, String metadata) {
        return read(send(to("/realms/" + realm + "/client-description-converter")
                        .setHeader("Content-Type", "application/xml")
                        .POST(HttpRequest.BodyPublishers.ofString(metadata)))
                .body());
    }

    /** A page that anybody may read. */
    String read(URI address) {
        return send(request(address).GET()).body();
    }

    void put(String path, Object body) {
        send(to(path).PUT(json(body)));
    }

    private HttpRequest.Builder to(String path) {
        return request(base.resolve("/admin" + path))
                .header("Authorization", "Bearer " + token())
                .header("Content-Type", "application/json");
    }

    /** Asked for each time: Keycloak's admin tokens last one minute. */
    private String token() {
        // Both values are made by the fixture and need no form encoding.
        String form = "grant_type=password&client_id=admin-cli&username=" + username + "&password=" + password;
        HttpResponse<String> response = send(request(base.resolve("/realms/master/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
        return read(response.body()).get("access_token").asText();
    }

    private static HttpRequest.Builder request(URI address) {
        return HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(60));
    }

    private HttpResponse<String> send(HttpRequest.Builder builder) {
        HttpRequest request = builder.build();
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw new IllegalStateException("%s %s: %d %s"
                        .formatted(request.method(), request.uri(), response.statusCode(), response.body()));
            }
            return response;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted at " + request.uri(), e);
        }
    }

    private static HttpRequest.BodyPublisher json(Object body) {
        try {
            return HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static JsonNode read(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not JSON: " + body, e);
        }
    }
}
