package io.vestibule.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/** An OpenStack client and service as one worker plays them: whole flows, every answer looked at. */
final class IdentityApi {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CREATED = 201;
    private static final int OK = 200;

    private final Connection connection;
    private final String tokens;

    IdentityApi(Connection connection, String realm) {
        this.connection = connection;
        this.tokens = "/realms/" + realm + "/v3/auth/tokens";
    }

    /** A token of a project, by password. */
    String byPassword(Browser.Person person) throws IOException {
        return issued("{\"methods\":[\"password\"],\"password\":{\"user\":{\"name\":\"" + person.username()
                + "\",\"domain\":{\"id\":\"default\"},\"password\":\"" + person.password() + "\"}}}");
    }

    /** A token of a project for a token. */
    String byToken(String token) throws IOException {
        return issued("{\"methods\":[\"token\"],\"token\":{\"id\":\"" + token + "\"}}");
    }

    private String issued(String identity) throws IOException {
        String ask = "{\"auth\":{\"identity\":" + identity
                + ",\"scope\":{\"project\":{\"name\":\"bench\",\"domain\":{\"id\":\"default\"}}}}}";
        Connection.Response answer = connection.postJson(tokens, ask);
        JsonNode token = token(answer, CREATED);
        require(token.path("project").path("name").asText().equals("bench"), "another project");
        return answer.header("x-subject-token").orElseThrow(() -> new Wrong("no token"));
    }

    /** Whose a token is, and where: what a Keystone would write into one. */
    Place place(String token) throws IOException {
        JsonNode shown = look(token, token);
        return new Place(
                shown.path("user").path("id").asText(),
                shown.path("project").path("id").asText());
    }

    record Place(String user, String project) {}

    /** Whether the server takes that token. */
    boolean takes(String service, String subject) throws IOException {
        return asked(service, subject).status() == OK;
    }

    /** A service looks at a token it was shown. */
    void validate(String service, String subject) throws IOException {
        JsonNode token = look(service, subject);
        require(token.path("roles").size() > 0, "no roles");
        require(token.path("user").path("name").asText().startsWith("bench"), "another user");
    }

    private JsonNode look(String service, String subject) throws IOException {
        return token(asked(service, subject), OK);
    }

    private Connection.Response asked(String service, String subject) throws IOException {
        return connection.get(
                tokens,
                new Connection.Header("X-Auth-Token", service),
                new Connection.Header("X-Subject-Token", subject));
    }

    private static JsonNode token(Connection.Response answer, int status) throws IOException {
        require(answer.status() == status, answer.status() + " " + answer.text());
        return JSON.readTree(answer.body()).path("token");
    }

    private static void require(boolean right, String otherwise) throws Wrong {
        if (!right) {
            throw new Wrong(otherwise.substring(0, Math.min(100, otherwise.length())));
        }
    }
}
