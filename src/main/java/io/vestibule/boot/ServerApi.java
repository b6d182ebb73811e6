package io.vestibule.boot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A running server's sessions and users, asked for by its Identity API with the operator's own rights: so the audit log names them. */
final class ServerApi {
    private static final String SUBJECT = "X-Subject-Token";
    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int NO_CONTENT = 204;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final ObjectMapper json = new ObjectMapper();
    private final String base;
    private final String token;

    /** @param environment the variables every OpenStack client knows */
    ServerApi(Map<String, String> environment) {
        this.base = required(environment, "OS_AUTH_URL").replaceFirst("/+$", "").replaceFirst("(/v3)?$", "/v3");
        this.token = Optional.ofNullable(environment.get("OS_TOKEN"))
                .filter(text -> !text.isEmpty())
                .orElseGet(() -> login(environment));
    }

    JsonNode list(Map<String, String> filters) {
        return answer(to("/vestibule/sessions" + query(filters)).GET(), OK);
    }

    /** What the server has at {@code path} below its own part of the API. */
    JsonNode get(String path, Map<String, String> parameters) {
        return answer(to("/vestibule" + path + query(parameters)).GET(), OK);
    }

    JsonNode post(String path, JsonNode body) {
        return answer(
                to("/vestibule" + path)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString())),
                CREATED);
    }

    void delete(String path) {
        HttpResponse<String> answer = send(to("/vestibule" + path).DELETE());
        if (answer.statusCode() != NO_CONTENT) {
            throw refused(answer);
        }
    }

    JsonNode end(Optional<String> session, Map<String, String> filters) {
        String path =
                "/vestibule/sessions" + session.map(id -> "/" + encoded(id)).orElse("") + query(filters);
        return answer(to(path).DELETE(), OK);
    }

    /** A user's id, of whoever is called so in the default domain; or the text itself when it is an id. */
    String userId(String nameOrId) {
        if (nameOrId.matches("[0-9a-f]{32}")) {
            return nameOrId;
        }
        JsonNode users =
                answer(to("/users" + query(Map.of("name", nameOrId))).GET(), OK).path("users");
        if (users.size() != 1) {
            throw new StartRefusal(
                    users.isEmpty() ? "nobody is called " + nameOrId : "several people are called " + nameOrId);
        }
        return users.get(0).path("id").asText();
    }

    private String login(Map<String, String> environment) {
        ObjectNode body = json.createObjectNode();
        ObjectNode auth = body.putObject("auth");
        ObjectNode identity = auth.putObject("identity");
        Optional<String> credential = set(environment, "OS_APPLICATION_CREDENTIAL_ID");
        if (credential.isPresent()) {
            identity.putArray("methods").add("application_credential");
            identity.putObject("application_credential")
                    .put("id", credential.get())
                    .put("secret", required(environment, "OS_APPLICATION_CREDENTIAL_SECRET"));
        } else {
            identity.putArray("methods").add("password");
            ObjectNode user = identity.putObject("password").putObject("user");
            user.put("name", required(environment, "OS_USERNAME"))
                    .put("password", required(environment, "OS_PASSWORD"))
                    .putObject("domain")
                    .put("name", set(environment, "OS_USER_DOMAIN_NAME").orElse("Default"));
            scope(environment, auth);
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + "/auth/tokens"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
        HttpResponse<String> answer = send(request);
        if (answer.statusCode() != CREATED) {
            throw refused(answer);
        }
        return answer.headers()
                .firstValue(SUBJECT)
                .orElseThrow(() -> new StartRefusal(base + " gives no token: is it an Identity API?"));
    }

    private static void scope(Map<String, String> environment, ObjectNode auth) {
        Optional<String> project = set(environment, "OS_PROJECT_NAME");
        if (set(environment, "OS_SYSTEM_SCOPE").isPresent()) {
            auth.putObject("scope").putObject("system").put("all", true);
        } else if (project.isPresent()) {
            auth.putObject("scope")
                    .putObject("project")
                    .put("name", project.get())
                    .putObject("domain")
                    .put("name", set(environment, "OS_PROJECT_DOMAIN_NAME").orElse("Default"));
        }
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).header("X-Auth-Token", token);
    }

    private JsonNode answer(HttpRequest.Builder request, int expected) {
        HttpResponse<String> answer = send(request);
        if (answer.statusCode() != expected) {
            throw refused(answer);
        }
        try {
            return json.readTree(answer.body());
        } catch (JsonProcessingException broken) {
            throw new StartRefusal(base + " answers no JSON: is it an Identity API?");
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(Duration.ofMinutes(2)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException away) {
            throw new StartRefusal("no answer from " + base + ": " + away.getMessage());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new StartRefusal("interrupted");
        }
    }

    private StartRefusal refused(HttpResponse<String> answer) {
        String said;
        try {
            said = json.readTree(answer.body()).at("/error/message").asText();
        } catch (JsonProcessingException noJson) {
            said = "";
        }
        return new StartRefusal(base + " answers " + answer.statusCode() + (said.isEmpty() ? "" : ": " + said));
    }

    private static String query(Map<String, String> parameters) {
        return parameters.isEmpty()
                ? ""
                : parameters.entrySet().stream()
                        .map(one -> one.getKey() + "=" + encoded(one.getValue()))
                        .collect(Collectors.joining("&", "?", ""));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static Optional<String> set(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(text -> !text.isEmpty());
    }

    private static String required(Map<String, String> environment, String name) {
        return set(environment, name)
                .orElseThrow(() -> new StartRefusal("say --realm, for the store; or set " + name
                        + " (and the other variables of an OpenStack client:"
                        + " OS_USERNAME, OS_PASSWORD, OS_PROJECT_NAME; or OS_TOKEN)"));
    }
}
