package io.vestibule.everypath.keystone;

import static io.restassured.RestAssured.given;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vestibule.everypath.Stage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A program with an access token of OAuth 1.0a (RFC 5849). */
final class Consumer {
    private final Tokens tokens;
    private final String id;
    private final String secret;
    private Map<String, String> token = Map.of();
    private String verifier = "";

    private Consumer(Tokens tokens, String id, String secret) {
        this.tokens = tokens;
        this.id = id;
        this.secret = secret;
    }

    /** Registered by the operator, and granted the role {@code member} by the one whose token that is. */
    static Consumer of(Tokens tokens, String owner) {
        Consumer consumer = agreed(tokens, owner);
        consumer.token = form(consumer.redeem(consumer.verifier));
        return consumer;
    }

    /** Which has its owner's word and has not brought it yet. */
    static Consumer agreed(Tokens tokens, String owner) {
        JsonPath made = tokens.asOperator()
                .body(Map.of("consumer", Map.of()))
                .post(tokens.at("/OS-OAUTH1/consumers"))
                .jsonPath();
        Consumer consumer = new Consumer(tokens, made.getString("consumer.id"), made.getString("consumer.secret"));
        consumer.token = form(given().header(
                        "Authorization", consumer.signed("/OS-OAUTH1/request_token", Map.of("oauth_callback", "oob")))
                .header("Requested-Project-Id", tokens.stage().project().id().value())
                .post(tokens.at("/OS-OAUTH1/request_token")));
        consumer.verifier = tokens.as(owner)
                .body(Map.of("roles", List.of(Map.of("name", "member"))))
                .put(tokens.at("/OS-OAUTH1/authorize/" + consumer.token.get("oauth_token")))
                .path("token.oauth_verifier");
        return consumer;
    }

    Response redeem(String shown) {
        return given().header("Authorization", signed("/OS-OAUTH1/access_token", Map.of("oauth_verifier", shown)))
                .post(tokens.at("/OS-OAUTH1/access_token"));
    }

    Response redeem() {
        return redeem(verifier);
    }

    Response authenticate() {
        return given().header("Authorization", signed("/auth/tokens", Map.of()))
                .contentType("application/json")
                .body(Map.of("auth", Map.of("identity", Map.of("methods", List.of("oauth1"), "oauth1", Map.of()))))
                .post(tokens.at("/auth/tokens"));
    }

    private static Map<String, String> form(Response answer) {
        answer.then().statusCode(201);
        return Arrays.stream(answer.asString().split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    private String signed(String path, Map<String, String> more) {
        Map<String, String> oauth = new LinkedHashMap<>(Map.of(
                "oauth_consumer_key",
                id,
                "oauth_signature_method",
                "HMAC-SHA1",
                "oauth_timestamp",
                String.valueOf(tokens.stage().world().clock().instant().getEpochSecond()),
                "oauth_nonce",
                Stage.hex(),
                "oauth_version",
                "1.0"));
        oauth.putAll(more);
        if (!token.isEmpty()) {
            oauth.put("oauth_token", token.get("oauth_token"));
        }
        String text = "POST&" + Signer.encoded(tokens.at(path)) + "&"
                + Signer.encoded(new TreeMap<>(oauth)
                        .entrySet().stream()
                                .map(one -> one.getKey() + "=" + Signer.encoded(one.getValue()))
                                .collect(Collectors.joining("&")));
        String key = secret + "&" + token.getOrDefault("oauth_token_secret", "");
        oauth.put(
                "oauth_signature",
                Base64.getEncoder()
                        .encodeToString(Signer.hmac("HmacSHA1", key.getBytes(StandardCharsets.UTF_8), text)));
        return "OAuth "
                + oauth.entrySet().stream()
                        .map(one -> one.getKey() + "=\"" + Signer.encoded(one.getValue()) + "\"")
                        .collect(Collectors.joining(", "));
    }
}
