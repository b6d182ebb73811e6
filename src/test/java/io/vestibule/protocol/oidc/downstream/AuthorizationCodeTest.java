package io.vestibule.protocol.oidc.downstream;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 6749 §4.1.3, RFC 7636 §4.6, security case 26. */
@QuarkusTest
@TestProfile(LabProfile.class)
class AuthorizationCodeTest {
    @Inject
    Lab lab;

    private static RequestSpecification web() {
        return Lab.as("web", "web-secret-of-today");
    }

    @Test
    void aCodeBringsTokensOnce() {
        String code = lab.code("ada", lab.request("web", "scope", "openid profile"));
        Response first = lab.redeem(web(), code);
        first.then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .header("Pragma", "no-cache")
                .body("token_type", equalTo("Bearer"))
                .body("scope", equalTo("openid profile"))
                .body("expires_in", equalTo(600));
        lab.userinfo(first.path("access_token")).then().statusCode(200);

        lab.redeem(web(), code).then().statusCode(400).body("error", equalTo("invalid_grant"));

        // RFC 6749 §4.1.2: what the first use gave dies
        lab.userinfo(first.path("access_token")).then().statusCode(401);
        lab.refresh(web(), first.path("refresh_token")).then().statusCode(400).body("error", equalTo("invalid_grant"));
        lab.post(Lab.as("api", "api-secret"), "/introspect", "token", first.path("access_token"))
                .then()
                .body("active", equalTo(false));
    }

    @Test
    void ofManyAtOnceNoneKeepsWhatItGot() throws Exception {
        String code = lab.code("ada", lab.request("web"));
        List<Response> answers = atOnce(12, () -> lab.redeem(web(), code));
        List<Response> good =
                answers.stream().filter(answer -> answer.statusCode() == 200).toList();
        assertThat(good).hasSizeLessThanOrEqualTo(1);
        assertThat(answers).allMatch(answer -> answer.statusCode() == 200 || answer.statusCode() == 400);
        good.forEach(answer -> lab.userinfo(answer.path("access_token")).then().statusCode(401));
    }

    static Stream<Arguments> wrongUses() {
        String other = "another-verifier-of-at-least-forty-three-characters";
        return Stream.of(
                arguments("other redirect_uri", true, Map.of("redirect_uri", "@/rp/other")),
                arguments("no redirect_uri", true, Map.of("redirect_uri", "")),
                arguments("redirect_uri with a slash more", true, Map.of("redirect_uri", "@/rp/callback/")),
                arguments("no verifier", true, Map.of("code_verifier", "")),
                arguments("wrong verifier", true, Map.of("code_verifier", other)),
                arguments("the challenge as verifier", true, Map.of("code_verifier", Lab.CHALLENGE)),
                arguments("short verifier", true, Map.of("code_verifier", "short")),
                arguments("verifier with other characters", true, Map.of("code_verifier", Lab.VERIFIER + " ü")),
                arguments("verifier where none was registered", false, Map.of("code_verifier", Lab.VERIFIER)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongUses")
    void aWrongUseIsRefusedAndSpendsTheCode(String what, boolean challenged, Map<String, String> changes) {
        String code = lab.code("ada", challenged ? withChallenge() : lab.request("web"));
        Map<String, String> right = use(code, challenged);
        Map<String, String> wrong = new HashMap<>(right);
        changes.forEach(
                (name, value) -> wrong.put(name, value.replace("@", lab.at("").toString())));
        wrong.values().removeIf(String::isEmpty);
        answer(web(), wrong).then().statusCode(400).body("error", equalTo("invalid_grant"));
        answer(web(), right).then().statusCode(400).body("error", equalTo("invalid_grant"));
    }

    @Test
    void theRightVerifierIsTaken() {
        String code = lab.code("ada", withChallenge());
        answer(web(), use(code, true)).then().statusCode(200);
    }

    @Test
    void anotherClientGetsNothingAndSpendsTheCode() {
        String code = lab.code("ada", lab.request("web"));
        lab.redeem(Lab.as("asks", "asks-secret"), code).then().statusCode(400).body("error", equalTo("invalid_grant"));
        lab.redeem(web(), code).then().statusCode(400).body("error", equalTo("invalid_grant"));
    }

    @Test
    void aCodeOfAnotherRealmIsNoCodeHere() {
        String code = lab.code("ada", lab.request("web"));
        Lab.as("web", "plain-web-secret")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .body(Lab.form(use(code, false)))
                .post(lab.at("/realms/plain/token"))
                .then()
                .statusCode(400)
                .body("error", equalTo("invalid_grant"));
    }

    @Test
    void aPublicClientRedeemsWithItsVerifierAlone() {
        String code =
                lab.code("ada", lab.request("spa", "code_challenge", Lab.CHALLENGE, "code_challenge_method", "S256"));
        Map<String, String> use = new HashMap<>(use(code, true));
        use.put("client_id", "spa");
        answer(given(), use).then().statusCode(200);
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                arguments("grant_type=authorization_code", "invalid_request"),
                arguments("code=x&redirect_uri=y", "invalid_request"),
                arguments("grant_type=password&username=a&password=b", "unauthorized_client"),
                arguments("grant_type=implicit", "unsupported_grant_type"),
                arguments("grant_type=", "invalid_request"),
                arguments("grant_type=authorization_code&code=a&code=b", "invalid_request"),
                arguments("grant_type=authorization_code&code=%00", "invalid_request"),
                arguments("grant_type=authorization_code&code=%ff", "invalid_request"),
                arguments("grant_type=authorization_code&code=" + "a".repeat(9000), "invalid_request"),
                arguments("grant_type=authorization_code&code=unknown", "invalid_grant"));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void aMalformedRequestIsToldSo(String body, String error) {
        web().header("Content-Type", "application/x-www-form-urlencoded")
                .body(body)
                .post(lab.issuer() + "/token")
                .then()
                .statusCode(400)
                .header("Cache-Control", "no-store")
                .body("error", equalTo(error));
    }

    @Test
    void anotherContentTypeIsRefused() {
        web().header("Content-Type", "application/json")
                .body("{\"grant_type\":\"client_credentials\"}")
                .post(lab.issuer() + "/token")
                .then()
                .statusCode(400)
                .body("error", equalTo("invalid_request"));
    }

    @Test
    void parametersInTheQueryDoNotCount() {
        given().post(lab.issuer()
                        + "/token?grant_type=client_credentials&client_id=machine&client_secret=machine-secret")
                .then()
                .statusCode(401);
    }

    @Test
    void aGrantThatTheClientIsNotRegisteredForIsRefused() {
        lab.token(Lab.as("asks", "asks-secret"), "grant_type", "client_credentials")
                .then()
                .statusCode(400)
                .body("error", equalTo("unauthorized_client"));
    }

    @Test
    void aClientWithoutTheRefreshGrantGetsNoRefreshToken() {
        String code = lab.code(
                "ada", lab.request("needs-pkce", "code_challenge", Lab.CHALLENGE, "code_challenge_method", "S256"));
        Response tokens = answer(Lab.as("needs-pkce", "needs-pkce-secret"), use(code, true));
        tokens.then().statusCode(200);
        assertThat(tokens.<String>path("refresh_token")).isNull();
        lab.userinfo(tokens.path("access_token")).then().statusCode(200);
    }

    private Map<String, String> withChallenge() {
        return lab.request("web", "code_challenge", Lab.CHALLENGE, "code_challenge_method", "S256");
    }

    private Map<String, String> use(String code, boolean challenged) {
        Map<String, String> use =
                new HashMap<>(Map.of("grant_type", "authorization_code", "code", code, "redirect_uri", lab.callback()));
        if (challenged) {
            use.put("code_verifier", Lab.VERIFIER);
        }
        return use;
    }

    private Response answer(RequestSpecification client, Map<String, String> form) {
        return client.header("Content-Type", "application/x-www-form-urlencoded")
                .body(Lab.form(form))
                .post(lab.issuer() + "/token");
    }

    static List<Response> atOnce(int many, Supplier<Response> call) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Response>> asked = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                asked.add(threads.submit(() -> {
                    start.await();
                    return call.get();
                }));
            }
            start.countDown();
            List<Response> answers = Collections.synchronizedList(new ArrayList<>());
            for (Future<Response> one : asked) {
                answers.add(one.get());
            }
            return answers;
        }
    }
}
