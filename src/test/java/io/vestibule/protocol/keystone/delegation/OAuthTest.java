package io.vestibule.protocol.keystone.delegation;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vestibule.access.Project;
import io.vestibule.directory.User;
import io.vestibule.identity.Scope;
import io.vestibule.keys.Hmac;
import io.vestibule.protocol.keystone.Cloud;
import io.vestibule.protocol.keystone.CloudProfile;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** OAuth 1.0a from the consumer's wish to a token, and OAuth 2.0 client credentials. */
@QuarkusTest
@TestProfile(CloudProfile.class)
class OAuthTest {
    @Inject
    Cloud cloud;

    @Inject
    Clock clock;

    private User user;
    private Project project;
    private String token;
    private String admin;
    private String consumer;
    private String consumerSecret;

    @BeforeEach
    void aConsumerAndAUser() {
        user = cloud.person();
        project = cloud.project();
        cloud.grant(user.id(), "admin", Cloud.on(project));
        cloud.grant(user.id(), "member", Cloud.on(project));
        token = cloud.token(user, Cloud.project(project));
        User boss = cloud.person();
        cloud.grant(boss.id(), "admin", new Scope.System());
        admin = cloud.token(boss, Cloud.system());
        Response made = cloud.as(admin)
                .contentType("application/json")
                .body(Map.of("consumer", Map.of("description", "x")))
                .post(cloud.at("/v3/OS-OAUTH1/consumers"));
        made.then().statusCode(201);
        consumer = made.jsonPath().getString("consumer.id");
        consumerSecret = made.jsonPath().getString("consumer.secret");
    }

    private record Pair(String key, String secret) {}

    @Test
    void aConsumersSecretIsShownOnce() {
        assertThat(consumerSecret).matches("[0-9a-f]{32}");
        String path = cloud.at("/v3/OS-OAUTH1/consumers/" + consumer);
        JsonPath shown = cloud.as(admin).get(path).jsonPath();
        assertThat(shown.getMap("consumer")).containsOnlyKeys("id", "description", "links");
        assertThat(shown.getString("consumer.links.self")).isEqualTo(path);
        change(path, Map.of("secret", "mine")).then().statusCode(400);
        assertThat(change(path, Map.of("description", "y")).jsonPath().getString("consumer.description"))
                .isEqualTo("y");
        cloud.as(token).post(cloud.at("/v3/OS-OAUTH1/consumers")).then().statusCode(403);
    }

    @Test
    void aWishBecomesATokenWithWhatTheUserGranted() {
        Pair access = granted();
        Response issued = authenticate(access);
        issued.then().statusCode(201);
        JsonPath body = issued.jsonPath();
        assertThat(body.getList("token.methods")).containsExactly("oauth1");
        assertThat(body.getString("token.user.id")).isEqualTo(user.id().hex());
        assertThat(body.getString("token.project.id")).isEqualTo(project.id().value());
        assertThat(body.getList("token.roles.name")).contains("member").doesNotContain("admin");
        assertThat(body.getString("token.'OS-OAUTH1'.access_token_id")).isEqualTo(access.key());
        assertThat(body.getString("token.'OS-OAUTH1'.consumer_id")).isEqualTo(consumer);

        String tokens = cloud.at("/v3/users/" + user.id().hex() + "/OS-OAUTH1/access_tokens");
        JsonPath listed = cloud.as(token).get(tokens).jsonPath();
        assertThat(listed.getList("access_tokens.id")).containsExactly(access.key());
        assertThat(listed.getMap("access_tokens[0]")).doesNotContainKeys("secret", "access_secret", "role_ids");
        assertThat(cloud.as(token)
                        .get(tokens + "/" + access.key() + "/roles")
                        .jsonPath()
                        .getList("roles.name"))
                .containsExactly("member");
        String issuedToken = issued.header("X-Subject-Token");
        assertThat(cloud.counts(issuedToken)).isTrue();
        cloud.as(token).delete(tokens + "/" + access.key()).then().statusCode(204);
        assertThat(cloud.counts(issuedToken)).isFalse();
        authenticate(access).then().statusCode(401);
    }

    @Test
    void aSignedRequestIsGoodForOnceAndSoIsAWish() {
        Pair wish = wish();
        String verifier = agree(wish.key());
        String signed = header("/v3/OS-OAUTH1/access_token", wish, Map.of("oauth_verifier", verifier));
        post("/v3/OS-OAUTH1/access_token", signed).then().statusCode(201);
        post("/v3/OS-OAUTH1/access_token", signed).then().statusCode(404);

        Pair access = granted();
        String login = header("/v3/auth/tokens", access, Map.of());
        authenticate(login).then().statusCode(201);
        authenticate(login).then().statusCode(401);
    }

    @Test
    void withoutTheUsersWordOrTheRightSecretThereIsNothing() {
        Pair wish = wish();
        Pair other = new Pair(wish.key(), "0".repeat(32));
        post("/v3/OS-OAUTH1/access_token", header("/v3/OS-OAUTH1/access_token", wish, Map.of("oauth_verifier", "x")))
                .then()
                .statusCode(401);
        String verifier = agree(wish.key());
        post(
                        "/v3/OS-OAUTH1/access_token",
                        header("/v3/OS-OAUTH1/access_token", other, Map.of("oauth_verifier", verifier)))
                .then()
                .statusCode(401);
        post(
                        "/v3/OS-OAUTH1/access_token",
                        header("/v3/OS-OAUTH1/access_token", wish, Map.of("oauth_verifier", "wrong123")))
                .then()
                .statusCode(401);
        post("/v3/OS-OAUTH1/access_token", header("/v3/OS-OAUTH1/access_token", wish, Map.of()))
                .then()
                .statusCode(400);
        given().post(cloud.at("/v3/OS-OAUTH1/request_token")).then().statusCode(400);
    }

    @Test
    void aUserGrantsWhatTheyHave() {
        cloud.role("auditor");
        Pair wish = wish();
        authorize(wish.key(), token, "auditor").then().statusCode(401);
        Pair access = granted();
        String issued = authenticate(access).header("X-Subject-Token");
        cloud.revoke(user.id(), "member", Cloud.on(project));
        cloud.revoke(user.id(), "admin", Cloud.on(project)); // which implies the other
        assertThat(cloud.counts(issued)).isFalse();
        authenticate(access).then().statusCode(401);
    }

    @Test
    void aConsumerGoesWithEverythingItHas() {
        Pair access = granted();
        String issued = authenticate(access).header("X-Subject-Token");
        cloud.as(admin)
                .delete(cloud.at("/v3/OS-OAUTH1/consumers/" + consumer))
                .then()
                .statusCode(204);
        assertThat(cloud.counts(issued)).isFalse();
        authenticate(access).then().statusCode(401);
    }

    @Test
    void anApplicationCredentialIsAClientOfOAuth2() {
        JsonPath made = cloud.as(token)
                .contentType("application/json")
                .body(Map.of("application_credential", Map.of("name", "client")))
                .post(cloud.at("/v3/users/" + user.id().hex() + "/application_credentials"))
                .jsonPath();
        String id = made.getString("application_credential.id");
        String secret = made.getString("application_credential.secret");
        Response answer = client(id, secret, "client_credentials");
        answer.then().statusCode(200);
        assertThat(answer.jsonPath().getMap("")).containsOnlyKeys("access_token", "expires_in", "token_type");
        assertThat(answer.jsonPath().getInt("expires_in")).isEqualTo(3600);
        assertThat(cloud.counts(answer.jsonPath().getString("access_token"))).isTrue();

        Response grant = client(id, secret, "password");
        grant.then().statusCode(400);
        assertThat(grant.jsonPath().getMap(""))
                .isEqualTo(Map.of(
                        "error", "unsupported_grant_type",
                        "error_description", "The parameter grant_type password is not supported."));
        Response wrong = client(id, "no", "client_credentials");
        wrong.then().statusCode(401);
        assertThat(wrong.jsonPath().getString("error")).isEqualTo("invalid_client");
        given().contentType("application/x-www-form-urlencoded")
                .formParam("grant_type", "client_credentials")
                .formParam("client_id", id)
                .formParam("client_secret", secret)
                .post(cloud.at("/v3/OS-OAUTH2/token"))
                .then()
                .statusCode(200);
        given().contentType("application/x-www-form-urlencoded")
                .formParam("client_id", id)
                .post(cloud.at("/v3/OS-OAUTH2/token"))
                .then()
                .statusCode(400);
    }

    private Response client(String id, String secret, String grant) {
        return given().auth()
                .preemptive()
                .basic(id, secret)
                .contentType("application/x-www-form-urlencoded")
                .formParam("grant_type", grant)
                .post(cloud.at("/v3/OS-OAUTH2/token"));
    }

    private Pair wish() {
        String signed = header("/v3/OS-OAUTH1/request_token", null, Map.of("oauth_callback", "oob"));
        Response answer = given().header("Authorization", signed)
                .header("Requested-Project-Id", project.id().value())
                .post(cloud.at("/v3/OS-OAUTH1/request_token"));
        answer.then().statusCode(201).contentType("application/x-www-form-urlencoded");
        return pair(answer);
    }

    private Pair granted() {
        Pair wish = wish();
        String signed = header("/v3/OS-OAUTH1/access_token", wish, Map.of("oauth_verifier", agree(wish.key())));
        Response answer = post("/v3/OS-OAUTH1/access_token", signed);
        answer.then().statusCode(201);
        return pair(answer);
    }

    private String agree(String wish) {
        Response answer = authorize(wish, token, "member");
        answer.then().statusCode(200);
        return answer.jsonPath().getString("token.oauth_verifier");
    }

    @Test
    void whatWasGrantedForOneProjectOpensNoTrustOfItsUser() {
        Pair access = granted();
        Response refused = given().header("Authorization", header("/v3/auth/tokens", access, Map.of()))
                .contentType("application/json")
                .body(Map.of(
                        "auth",
                        Map.of(
                                "identity", Map.of("methods", List.of("oauth1"), "oauth1", Map.of()),
                                "scope", Map.of("OS-TRUST:trust", Map.of("id", Cloud.hex())))))
                .post(cloud.at("/v3/auth/tokens"));
        refused.then().statusCode(403);
    }

    @Test
    void aConsumerSeesNoTrustOfTheUser() {
        String issued = authenticate(granted()).header("X-Subject-Token");
        for (String whose : List.of("trustor_user_id", "trustee_user_id")) {
            cloud.as(issued)
                    .get(cloud.at(
                            "/v3/OS-TRUST/trusts?" + whose + "=" + user.id().hex()))
                    .then()
                    .statusCode(403);
        }
    }

    private Response authorize(String wish, String by, String role) {
        return cloud.as(by)
                .contentType("application/json")
                .body(Map.of("roles", List.of(Map.of("name", role))))
                .put(cloud.at("/v3/OS-OAUTH1/authorize/" + wish));
    }

    private Response post(String path, String signed) {
        return given().header("Authorization", signed).post(cloud.at(path));
    }

    private Response authenticate(Pair access) {
        return authenticate(header("/v3/auth/tokens", access, Map.of()));
    }

    private Response authenticate(String signed) {
        return given().header("Authorization", signed)
                .contentType("application/json")
                .body(Map.of("auth", Map.of("identity", Map.of("methods", List.of("oauth1"), "oauth1", Map.of()))))
                .post(cloud.at("/v3/auth/tokens"));
    }

    private Response change(String path, Map<String, ?> attributes) {
        return cloud.as(admin)
                .contentType("application/json")
                .body(Map.of("consumer", attributes))
                .patch(path);
    }

    private static Pair pair(Response form) {
        Map<String, String> fields = OAuth1Request.pairs(form.asString()).stream()
                .collect(Collectors.toMap(OAuth1Request.Pair::name, OAuth1Request.Pair::value));
        assertThat(fields).containsKey("oauth_expires_at");
        return new Pair(fields.get("oauth_token"), fields.get("oauth_token_secret"));
    }

    /** As an OAuth client signs, RFC 5849 §3.4, written down a second time to check the first. */
    private String header(String path, Pair known, Map<String, String> more) {
        Map<String, String> oauth = new LinkedHashMap<>(Map.of(
                "oauth_consumer_key",
                consumer,
                "oauth_signature_method",
                "HMAC-SHA1",
                "oauth_timestamp",
                String.valueOf(clock.instant().getEpochSecond()),
                "oauth_nonce",
                Cloud.hex(),
                "oauth_version",
                "1.0"));
        oauth.putAll(more);
        if (known != null) {
            oauth.put("oauth_token", known.key());
        }
        String parameters = new TreeMap<>(oauth)
                .entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + PercentEncoding.encode(entry.getValue()))
                        .collect(Collectors.joining("&"));
        String text = "POST&" + PercentEncoding.encode(cloud.at(path)) + "&" + PercentEncoding.encode(parameters);
        oauth.put(
                "oauth_signature",
                Hmac.SHA1.base64(consumerSecret + "&" + (known == null ? "" : known.secret()), text));
        return "OAuth "
                + oauth.entrySet().stream()
                        .map(entry -> entry.getKey() + "=\"" + PercentEncoding.encode(entry.getValue()) + "\"")
                        .collect(Collectors.joining(", "));
    }
}
