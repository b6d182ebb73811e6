package io.vestibule.protocol.keystone.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What was done between two recorded exchanges and left no file: people, projects and tokens that a request takes for granted. */
final class BetweenTheLines {
    private static final String USER = "83a36da0c2434ba8a01eb4b26272521c";
    private static final String PROJECT = "0ca6ec29df0749e6a367812cf1c7d14b";
    private static final String TRUSTEE = "011f3f88b59a45ddbb9748c668bef16b";
    private static final String GROUP = "e8f9c0802bff41df865b9442ea476f5c";
    private static final String STRICT_USER = "21dff376b95e4aff98780d0deadd4e26";
    private static final String EXPIRED_USER = "c458f81a5d4040fa9ee345a8ad14aad8";
    static final String OAUTH_ID = "bf86f97ef14044ab8b11a7dbfc6f8214";
    static final String OAUTH_SECRET = "the secret of the credential in 145";

    /** Longer than the two-failure lock of the second part. */
    private static final Duration LOCKED = Duration.ofSeconds(6);

    private static final Pattern TOKEN = Pattern.compile("gAAAA[A-Za-z0-9_=-]+");

    private final Admin admin;
    private final Bindings bindings;

    BetweenTheLines(Admin admin, Bindings bindings) {
        this.admin = admin;
        this.bindings = bindings;
    }

    void before(Exchange exchange) {
        switch (exchange.number()) {
            case 9 -> admin.put("/v3/domains/default/users/" + id(me()) + "/roles/" + role("admin"));
            case 23 -> bindHeader(exchange, "X-Subject-Token", admin.token(true));
            case 29 -> aProject(exchange);
            case 35 ->
                admin.put("/v3/projects/" + bindings.of(PROJECT) + "/users/" + bindings.of(USER) + "/roles/"
                        + role("member"));
            case 83 -> aTrustee(exchange);
            case 107 -> aGroupWithARole();
            case 134 -> bindings.bind(tokenIn(exchange.body()), admin.token(true));
            case 145 -> anApplicationCredential();
            case 147, 161, 171 -> bindHeader(exchange, "X-Auth-Token", admin.token(false));
            case 154 -> admin.patch("/v3/users/" + bindings.of(STRICT_USER), """
                    {"user": {"options": {"ignore_change_password_upon_first_use": true, "ignore_password_expiry": true}}}
                    """);
            case 158 -> pause();
            case 160 -> somebodyWithAFreshPassword();
            case 174 -> bindHeader(exchange, "X-Subject-Token", admin.token(false));
            default -> {
                // nothing happened
            }
        }
    }

    /** The token that a request for another one shows. */
    private static String tokenIn(String body) {
        Matcher token = TOKEN.matcher(body);
        if (!token.find()) {
            throw new IllegalStateException("no token in " + body);
        }
        return token.group();
    }

    private void bindHeader(Exchange exchange, String header, String token) {
        bindings.bind(exchange.headers().getOrDefault(header, ""), token);
    }

    private void aProject(Exchange exchange) {
        bindHeader(exchange, "X-Auth-Token", admin.token(false));
        bindings.bind(
                PROJECT,
                id(admin.post("/v3/projects", "{\"project\": {\"name\": \"golden-a9a81c\"}}")
                        .path("project")));
    }

    /** The trustor's own new token, too. */
    private void aTrustee(Exchange exchange) {
        bindings.bind(TRUSTEE, id(admin.post("/v3/users", """
                {"user": {"name": "golden-t-a9a81c", "password": "golden2"}}""").path("user")));
        bindHeader(exchange, "X-Auth-Token", admin.tokenOf(bindings.of(USER), "golden1"));
    }

    /** The one that the recorded rules name. */
    private void aGroupWithARole() {
        bindings.bind(
                GROUP,
                id(admin.post("/v3/groups", "{\"group\": {\"name\": \"golden-fed-a9a81c\"}}")
                        .path("group")));
        admin.put(
                "/v3/projects/" + bindings.of(PROJECT) + "/groups/" + bindings.of(GROUP) + "/roles/" + role("member"));
    }

    private void anApplicationCredential() {
        String token = admin.token(false);
        JsonNode credential = admin.postAs(token, "/v3/users/" + id(me()) + "/application_credentials", """
                {"application_credential": {"name": "oauth2"}}""")
                .path("application_credential");
        bindings.bind(OAUTH_ID, id(credential));
        bindings.bind(OAUTH_SECRET, credential.path("secret").asText());
    }

    private void somebodyWithAFreshPassword() {
        bindings.bind(EXPIRED_USER, id(admin.post("/v3/users", """
                {"user": {"name": "pcja9a81c", "password": "Golden12"}}""").path("user")));
    }

    private JsonNode me() {
        return admin.get("/v3/users?name=admin").path("users").path(0);
    }

    private String role(String name) {
        return id(admin.get("/v3/roles?name=" + name).path("roles").path(0));
    }

    private static String id(JsonNode thing) {
        return thing.path("id").asText();
    }

    private static void pause() {
        try {
            Thread.sleep(LOCKED);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
