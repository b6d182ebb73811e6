package io.vestibule.protocol.keystone.clients;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.vestibule.peer.PythonPeer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A cloud whose Identity API is at an address, with the administrator {@code admin} on the project {@code admin}, and the ways to
 * it that the tests of real clients share.
 */
final class Cloud implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI authUrl;
    private final String password;
    private final List<PythonPeer> peers = new ArrayList<>();

    Cloud(URI authUrl, String password) {
        this.authUrl = authUrl;
        this.password = password;
    }

    URI authUrl() {
        return authUrl;
    }

    String password() {
        return password;
    }

    /** The environment that an {@code openrc} file makes. */
    Map<String, String> openrc() {
        return Map.of(
                "OS_AUTH_URL", authUrl.toString(),
                "OS_IDENTITY_API_VERSION", "3",
                "OS_REGION_NAME", "RegionOne",
                "OS_USERNAME", "admin",
                "OS_PASSWORD", password,
                "OS_USER_DOMAIN_NAME", "Default",
                "OS_PROJECT_NAME", "admin",
                "OS_PROJECT_DOMAIN_NAME", "Default");
    }

    /** Options of keystoneauth for the administrator. */
    Map<String, Object> adminOptions() {
        return Map.of(
                "auth_url", authUrl.toString(),
                "username", "admin",
                "password", password,
                "user_domain_name", "Default",
                "project_name", "admin",
                "project_domain_name", "Default");
    }

    PythonPeer python(String script, List<String> modules) {
        PythonPeer peer = PythonPeer.start("/keystone/python/" + script, modules, openrc());
        peers.add(peer);
        return peer;
    }

    /** The administrator's request, where a test is not about a client. */
    JsonNode call(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(authUrl + path))
                .header("X-Auth-Token", token())
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = send(request);
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
        }
        return read(answer.body());
    }

    void revoke(String token) {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(authUrl + "/auth/tokens"))
                .header("X-Auth-Token", token())
                .header("X-Subject-Token", token)
                .DELETE()
                .build());
        if (answer.statusCode() != 204) {
            throw new IllegalStateException(answer.statusCode() + " " + answer.body());
        }
    }

    String token() {
        String body = """
                {"auth": {"identity": {"methods": ["password"], "password": {"user": {"name": "admin", "domain": {"id": "default"},
                 "password": "%s"}}}, "scope": {"project": {"name": "admin", "domain": {"id": "default"}}}}}
                """.formatted(password);
        HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(authUrl + "/auth/tokens"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
        return answer.headers()
                .firstValue("X-Subject-Token")
                .orElseThrow(() -> new IllegalStateException(answer.statusCode() + " " + answer.body()));
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    private static JsonNode read(String body) {
        try {
            return body.isEmpty() ? MissingNode.getInstance() : JSON.readTree(body);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void close() {
        peers.forEach(PythonPeer::close);
    }
}
