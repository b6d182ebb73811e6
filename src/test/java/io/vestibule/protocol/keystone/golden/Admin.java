package io.vestibule.protocol.keystone.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** What the recording person did between two recorded exchanges, by the same API. */
final class Admin {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http;
    private final URI base;

    Admin(HttpClient http, URI base) {
        this.http = http;
        this.base = base;
    }

    /** A new token of the cloud's administrator, for the project of that name or for none. */
    String token(boolean unscoped) {
        return token(
                "\"name\": \"admin\", \"domain\": {\"id\": \"default\"}, \"password\": \"labadmin\"",
                unscoped ? "\"unscoped\"" : "{\"project\": {\"name\": \"admin\", \"domain\": {\"id\": \"default\"}}}");
    }

    /** A token of somebody else, for their default project. */
    String tokenOf(String userId, String password) {
        return token("\"id\": \"%s\", \"password\": \"%s\"".formatted(userId, password), "");
    }

    private String token(String user, String scope) {
        String body = "{\"auth\": {\"identity\": {\"methods\": [\"password\"], \"password\": {\"user\": {%s}}}%s}}"
                .formatted(user, scope.isEmpty() ? "" : ", \"scope\": " + scope);
        return send("POST", "/v3/auth/tokens", "", body)
                .headers()
                .firstValue("X-Subject-Token")
                .orElseThrow();
    }

    JsonNode post(String path, String body) {
        return json(send("POST", path, token(false), body));
    }

    JsonNode postAs(String token, String path, String body) {
        return json(send("POST", path, token, body));
    }

    JsonNode get(String path) {
        return json(send("GET", path, token(false), ""));
    }

    void put(String path) {
        send("PUT", path, token(false), "");
    }

    void patch(String path, String body) {
        send("PATCH", path, token(false), body);
    }

    private HttpResponse<String> send(String method, String path, String token, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Content-Type", "application/json");
        if (!token.isEmpty()) {
            request.header("X-Auth-Token", token);
        }
        HttpResponse<String> answer = exchange(http, request.build());
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer;
    }

    static HttpResponse<String> exchange(HttpClient http, HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return answer.body().isEmpty() ? MissingNode.getInstance() : JSON.readTree(answer.body());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
