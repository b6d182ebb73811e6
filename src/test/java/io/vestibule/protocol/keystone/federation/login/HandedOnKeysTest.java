package io.vestibule.protocol.keystone.federation.login;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vestibule.protocol.keystone.CloudProfile;
import io.vestibule.protocol.keystone.delegation.Signatures;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** EC2 keys and OAuth 1 access tokens of somebody whom an identity provider vouches for: made, used, and ended with their person. */
@QuarkusTest
@Tag("keystone")
@Tag("oidc")
@TestProfile(CloudProfile.class)
class HandedOnKeysTest {
    @Inject
    Campus campus;

    @Inject
    CampusRules rules;

    @Inject
    Clock clock;

    private String emmy;
    private String access;
    private String secret;
    private final Map<String, String> consumer = new HashMap<>();

    @BeforeEach
    void handOn() {
        campus.declareOnce();
        rules.bind();
        String token = scoped(login());
        Response made = as(token)
                .body(Map.of("tenant_id", rules.project()))
                .post(campus.sky("/v3/users/" + emmy + "/credentials/OS-EC2"));
        made.then().statusCode(201);
        access = made.path("credential.access");
        secret = made.path("credential.secret");
        grantToConsumer();
    }

    @AfterEach
    void forget() {
        rules.unbind();
    }

    /** Who authorises a consumer administers the project; what is granted is the role that the rules give. */
    private void grantToConsumer() {
        Response made = admin().body(Map.of("consumer", Map.of())).post(campus.sky("/v3/OS-OAUTH1/consumers"));
        consumer.put("consumer", made.path("consumer.id"));
        consumer.put("secret", made.path("consumer.secret"));
        consumer.putAll(form(signed("/v3/OS-OAUTH1/request_token", Map.of("oauth_callback", "oob"))
                .header("Requested-Project-Id", rules.project())
                .post(campus.sky("/v3/OS-OAUTH1/request_token"))));
        String id = admin().get(campus.sky("/v3/roles?name=admin")).path("roles[0].id");
        String role = "/v3/projects/" + rules.project() + "/users/" + emmy + "/roles/" + id;
        admin().put(campus.sky(role)).then().statusCode(204);
        Response agreed = as(scoped(login()))
                .body(Map.of("roles", List.of(Map.of("name", "member"))))
                .put(campus.sky("/v3/OS-OAUTH1/authorize/" + consumer.get("oauth_token")));
        agreed.then().statusCode(200);
        admin().delete(campus.sky(role)).then().statusCode(204);
        Map<String, String> verifier = Map.of("oauth_verifier", agreed.path("token.oauth_verifier"));
        consumer.putAll(
                form(signed("/v3/OS-OAUTH1/access_token", verifier).post(campus.sky("/v3/OS-OAUTH1/access_token"))));
    }

    /** A token by each, both of emmy with what the rules gave. */
    private List<String> used() {
        List<Response> answers = List.of(byKey(), byConsumer());
        answers.get(0).then().statusCode(200);
        answers.get(1).then().statusCode(201);
        answers.forEach(answer -> {
            assertThat(answer.<String>path("token.user.id")).isEqualTo(emmy);
            assertThat(answer.<List<String>>path("token.roles.name")).contains("member");
        });
        List<String> tokens =
                answers.stream().map(answer -> answer.header("X-Subject-Token")).toList();
        assertThat(tokens).allMatch(this::counts);
        return tokens;
    }

    private void areWorthNothing(List<String> tokens) {
        assertThat(tokens).noneMatch(this::counts);
        assertThat(byKey().statusCode()).isIn(401, 403);
        assertThat(byConsumer().statusCode()).isIn(401, 403);
    }

    @Test
    void endWithTheIdentityProviderAndComeBackWithIt() {
        List<String> tokens = used();
        rules.enabled(false);
        areWorthNothing(tokens);
        rules.enabled(true);
        used();
    }

    @Test
    void endWithTheRoleThatALaterLoginTakesBack() {
        List<String> tokens = used();
        rules.giveNothing();
        login();
        areWorthNothing(tokens);
        rules.give(true);
        login();
        used();
    }

    @Test
    void endWithThePerson() {
        List<String> tokens = used();
        try {
            enabled(false);
            areWorthNothing(tokens);
        } finally {
            enabled(true);
        }
        assertThat(tokens).as("what they were given before").noneMatch(this::counts);
        used();
    }

    private void enabled(boolean enabled) {
        admin().body(Map.of("user", Map.of("enabled", enabled)))
                .patch(campus.sky("/v3/users/" + emmy))
                .then()
                .statusCode(200);
    }

    private Response byKey() {
        return admin().body(Map.of("credentials", Signatures.ec2(access, secret, clock.instant())))
                .post(campus.sky("/v3/ec2tokens"));
    }

    private Response byConsumer() {
        return signed("/v3/auth/tokens", Map.of())
                .contentType("application/json")
                .body(Map.of("auth", Map.of("identity", Map.of("methods", List.of("oauth1"), "oauth1", Map.of()))))
                .post(campus.sky("/v3/auth/tokens"));
    }

    private RequestSpecification signed(String path, Map<String, String> more) {
        String url = campus.sky(path).toString();
        return given().header("Authorization", Signatures.oauth1(url, consumer, more, clock.instant()));
    }

    private static Map<String, String> form(Response answer) {
        answer.then().statusCode(201);
        Map<String, String> fields = new HashMap<>();
        Arrays.stream(answer.asString().split("&"))
                .map(pair -> pair.split("=", 2))
                .forEach(pair -> fields.put(pair[0], pair[1]));
        return fields;
    }

    private String login() {
        Response answer = given().header("Authorization", "Bearer " + campus.accessToken("emmy"))
                .post(campus.sky("/v3/OS-FEDERATION/identity_providers/campus/protocols/openid/auth"));
        answer.then().statusCode(201);
        emmy = answer.path("token.user.id");
        return answer.header("X-Subject-Token");
    }

    private String scoped(String token) {
        return issued(Map.of(
                "identity",
                Map.of("methods", List.of("token"), "token", Map.of("id", token)),
                "scope",
                Map.of("project", Map.of("id", rules.project()))));
    }

    private RequestSpecification admin() {
        Map<String, Object> ada =
                Map.of("name", "ada", "domain", Map.of("id", "default"), "password", "ada-password-1");
        return as(issued(Map.of(
                "identity",
                Map.of("methods", List.of("password"), "password", Map.of("user", ada)),
                "scope",
                Map.of("system", Map.of("all", true)))));
    }

    private String issued(Map<String, Object> auth) {
        Response answer = given().contentType("application/json")
                .body(Map.of("auth", auth))
                .post(campus.sky("/v3/auth/tokens"));
        answer.then().statusCode(201);
        return answer.header("X-Subject-Token");
    }

    private boolean counts(String token) {
        return as(token)
                        .header("X-Subject-Token", token)
                        .get(campus.sky("/v3/auth/tokens"))
                        .statusCode()
                == 200;
    }

    private static RequestSpecification as(String token) {
        return given().contentType("application/json").header("X-Auth-Token", token);
    }
}
