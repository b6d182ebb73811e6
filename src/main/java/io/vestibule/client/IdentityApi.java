package io.vestibule.client;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The Identity API at an address: the two calls that a service lives by. Threads may share it. */
public final class IdentityApi {
    private static final String SUBJECT = "X-Subject-Token";

    private final URI tokens;
    private final HttpClient http;
    private final Duration timeout;

    private IdentityApi(URI tokens, HttpClient http, Duration timeout) {
        this.tokens = tokens;
        this.http = http;
        this.timeout = timeout;
    }

    /** With the {@code /v3}, as {@code auth_url} is written elsewhere. An answer is waited for ten seconds. */
    public static IdentityApi at(URI authUrl) {
        HttpClient http = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER) // a token follows nobody elsewhere
                .connectTimeout(Duration.ofSeconds(5))
                .build();
        return at(authUrl, http, Duration.ofSeconds(10));
    }

    /** With an HTTP client of one's own: proxies, trusted certificates. */
    public static IdentityApi at(URI authUrl, HttpClient http, Duration timeout) {
        return new IdentityApi(URI.create(authUrl.toString().replaceFirst("/+$", "") + "/auth/tokens"), http, timeout);
    }

    /** A new token. */
    public Token issue(Login login, Scope scope) {
        Map<String, Object> auth = new LinkedHashMap<>();
        auth.put("identity", login.identity());
        scope.request().ifPresent(asked -> auth.put("scope", asked));
        HttpResponse<String> answer = send(HttpRequest.newBuilder(tokens)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSONObjectUtils.toJSONString(Map.of("auth", auth)))));
        if (answer.statusCode() != 201) {
            throw refused(answer);
        }
        String value = answer.headers()
                .firstValue(SUBJECT)
                .orElseThrow(() -> new IdentityUnreachable("the answer has no " + SUBJECT));
        return Token.parse(value, JsonView.parse(answer.body()));
    }

    /** What a token says, or nothing when it is none (any more). {@code own} is the asking service's token. */
    Optional<Token> read(String own, String subject) {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(tokens)
                .header("X-Auth-Token", own)
                .header(SUBJECT, subject)
                .header("OpenStack-Identity-Access-Rules", "1.0")); // without it a restricted token is unknown
        return switch (answer.statusCode()) {
            case 200 -> Optional.of(Token.parse(subject, JsonView.parse(answer.body())));
            case 404 -> Optional.empty();
            default -> throw refused(answer);
        };
    }

    /** Ends a token at once. */
    public void revoke(Token token) {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(tokens)
                .header("X-Auth-Token", token.value())
                .header(SUBJECT, token.value())
                .DELETE());
        if (answer.statusCode() != 204) {
            throw refused(answer);
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(
                    request.header("Accept", "application/json")
                            .timeout(timeout)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException broken) {
            throw new IdentityUnreachable("no answer from " + tokens, broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IdentityUnreachable("interrupted while waiting for " + tokens, stopped);
        }
    }

    private static RuntimeException refused(HttpResponse<String> answer) {
        if (answer.statusCode() >= 500) {
            return new IdentityUnreachable("the Identity API answered " + answer.statusCode());
        }
        return new IdentityRefused(
                answer.statusCode(),
                JsonView.parse(answer.body())
                        .object("error")
                        .text("message")
                        .orElse("refused with " + answer.statusCode()));
    }
}
