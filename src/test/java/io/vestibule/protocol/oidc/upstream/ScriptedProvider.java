package io.vestibule.protocol.oidc.upstream;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.vestibule.browser.InboundMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * An OpenID provider over real HTTP that a test can make lie. As it comes it is honest and strict: one-time codes, PKCE,
 * exact redirect URI, client authentication.
 */
final class ScriptedProvider implements AutoCloseable {
    static final String CLIENT_ID = "the client";
    static final String CLIENT_SECRET = "s3cret/with:odd+chars";

    /** What the token endpoint received. */
    record TokenRequest(String authorization, Map<String, String> fields) {}

    /** Turns claims into a compact JWT. */
    interface Signing {
        String sign(JWTClaimsSet claims) throws JOSEException;
    }

    private record Grant(Map<String, String> request, String person, String accessToken) {}

    private static final RSAKey KEY = rsaKey("first");

    private final Map<String, Grant> codes = new ConcurrentHashMap<>();
    private final Map<String, Grant> accessTokens = new ConcurrentHashMap<>();
    private final Map<String, HttpHandler> overridden = new ConcurrentHashMap<>();
    private final HttpClient browser = HttpClient.newHttpClient();
    private HttpServer server;
    private final int port;

    String person = "ada-1";
    List<JWK> published = List.of(KEY);
    Signing signing = claims -> signed(KEY, claims);
    Consumer<Map<String, Object>> metadata = document -> {};
    Consumer<JWTClaimsSet.Builder> idToken = claims -> {};
    Consumer<Map<String, Object>> tokenAnswer = answer -> {};
    Consumer<Map<String, Object>> userinfo = answer -> {};
    UnaryOperator<String> redirect = address -> address;
    final List<Map<String, String>> authorizationRequests = new CopyOnWriteArrayList<>();
    final List<TokenRequest> tokenRequests = new CopyOnWriteArrayList<>();
    final List<String> fetched = new CopyOnWriteArrayList<>();

    ScriptedProvider() {
        start(0);
        this.port = server.getAddress().getPort();
    }

    URI issuer() {
        return URI.create("http://127.0.0.1:" + port + "/op");
    }

    URI at(String path) {
        return URI.create(issuer() + path);
    }

    /** Replaces an endpoint until {@link #honest}. */
    void override(String path, HttpHandler handler) {
        overridden.put("/op" + path, handler);
    }

    void honest() {
        overridden.clear();
        person = "ada-1";
        published = List.of(KEY);
        signing = claims -> signed(KEY, claims);
        metadata = document -> {};
        idToken = claims -> {};
        tokenAnswer = answer -> {};
        userinfo = answer -> {};
        redirect = address -> address;
    }

    void goDown() {
        server.stop(0);
    }

    void comeBack() {
        server.stop(0);
        start(port);
    }

    static RSAKey firstKey() {
        return KEY;
    }

    static RSAKey rsaKey(String kid) {
        try {
            return new RSAKeyGenerator(2048).keyID(kid).generate();
        } catch (JOSEException broken) {
            throw new IllegalStateException(broken);
        }
    }

    static String signed(RSAKey key, JWTClaimsSet claims) throws JOSEException {
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID(key.getKeyID())
                .type(JOSEObjectType.JWT)
                .build();
        SignedJWT jwt = new SignedJWT(header, claims);
        jwt.sign(new RSASSASigner(key));
        return jwt.serialize();
    }

    /** An access token that was issued to us for whoever is signed in (RFC 9068), saying of them what an id_token does. */
    String accessTokenForUs() {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(issuer().toString())
                .audience(CLIENT_ID)
                .claim("client_id", CLIENT_ID)
                .claim("scope", "openid profile")
                .subject(person)
                .issueTime(new Date())
                .expirationTime(Date.from(Instant.now().plusSeconds(300)));
        idToken.accept(claims);
        try {
            String token = signing.sign(claims.build());
            accessTokens.put(token, new Grant(Map.of(), person, token));
            return token;
        } catch (JOSEException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** Plays the browser of somebody who is signed in here: from the departure's address to what comes back. */
    InboundMessage visit(URI address) {
        HttpResponse<String> response = ask(address);
        if (response.statusCode() != 302) {
            throw new IllegalStateException(response.statusCode() + " " + response.body());
        }
        URI back = URI.create(response.headers().firstValue("Location").orElseThrow());
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (String pair : back.getRawQuery().split("&")) {
            String[] halves = pair.split("=", 2);
            parameters
                    .computeIfAbsent(decoded(halves[0]), name -> new ArrayList<>())
                    .add(decoded(halves[1]));
        }
        return new InboundMessage(InboundMessage.Method.GET, parameters, back.getRawQuery());
    }

    @Override
    public void close() {
        browser.close();
        server.stop(0);
    }

    private HttpResponse<String> ask(URI address) {
        try {
            return browser.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    private void start(int at) {
        try {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", at), 50);
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        serve("/.well-known/openid-configuration", exchange -> json(exchange, 200, document()));
        serve("/authorize", this::authorize);
        serve("/token", this::token);
        serve("/jwks", exchange -> json(exchange, 200, new JWKSet(published).toJSONObject(true)));
        serve("/userinfo", this::userinfo);
        server.start();
    }

    private void serve(String path, HttpHandler honest) {
        server.createContext("/op" + path, exchange -> {
            try (exchange) {
                fetched.add(path);
                overridden.getOrDefault("/op" + path, honest).handle(exchange);
            }
        });
    }

    private Map<String, Object> document() {
        Map<String, Object> document = new HashMap<>();
        document.put("issuer", issuer().toString());
        document.put("authorization_endpoint", at("/authorize").toString());
        document.put("token_endpoint", at("/token").toString());
        document.put("jwks_uri", at("/jwks").toString());
        document.put("userinfo_endpoint", at("/userinfo").toString());
        document.put("end_session_endpoint", at("/logout?tenant=a").toString());
        document.put("authorization_response_iss_parameter_supported", true);
        metadata.accept(document);
        return document;
    }

    private void authorize(HttpExchange exchange) throws IOException {
        Map<String, String> request = form(exchange.getRequestURI().getRawQuery());
        authorizationRequests.add(request);
        String code = "C0DE." + UUID.randomUUID();
        codes.put(code, new Grant(request, person, "T0KEN." + UUID.randomUUID()));
        String back = request.get("redirect_uri") + "?code=" + code + "&state=" + encoded(request.get("state"))
                + "&iss=" + encoded(issuer().toString());
        exchange.getResponseHeaders().add("Location", redirect.apply(back));
        exchange.sendResponseHeaders(302, -1);
    }

    private void token(HttpExchange exchange) throws IOException {
        Map<String, String> fields = form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        tokenRequests.add(
                new TokenRequest(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")), fields));
        Grant grant = codes.remove(fields.getOrDefault("code", ""));
        boolean good = grant != null
                && grant.request().get("redirect_uri").equals(fields.get("redirect_uri"))
                && grant.request().get("code_challenge").equals(challenge(fields.get("code_verifier")));
        if (!good) {
            json(exchange, 400, Map.of("error", "invalid_grant", "error_description", "code " + fields.get("code")));
            return;
        }
        accessTokens.put(grant.accessToken(), grant);
        Map<String, Object> answer = new HashMap<>();
        answer.put("access_token", grant.accessToken());
        answer.put("token_type", "Bearer");
        answer.put("id_token", idToken(grant));
        tokenAnswer.accept(answer);
        json(exchange, 200, answer);
    }

    private String idToken(Grant grant) {
        Instant now = Instant.now();
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(issuer().toString())
                .audience(grant.request().get("client_id"))
                .subject(grant.person())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(300)))
                .claim("nonce", grant.request().get("nonce"))
                .claim("auth_time", now.getEpochSecond());
        idToken.accept(claims);
        try {
            return signing.sign(claims.build());
        } catch (JOSEException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private void userinfo(HttpExchange exchange) throws IOException {
        String bearer = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        Grant grant = accessTokens.get(bearer.replaceFirst("^Bearer ", ""));
        if (grant == null) {
            json(exchange, 401, Map.of("error", "invalid_token"));
            return;
        }
        Map<String, Object> answer = new HashMap<>();
        answer.put("sub", grant.person());
        answer.put("preferred_username", grant.person().replaceFirst("-.*", ""));
        userinfo.accept(answer);
        json(exchange, 200, answer);
    }

    static void json(HttpExchange exchange, int status, Map<String, ?> body) throws IOException {
        byte[] bytes = JSONObjectUtils.toJSONString(body).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static String challenge(String verifier) {
        return CodeChallenge.compute(CodeChallengeMethod.S256, new CodeVerifier(verifier))
                .getValue();
    }

    private static Map<String, String> form(String encoded) {
        Map<String, String> fields = new HashMap<>();
        for (String pair : encoded.split("&")) {
            String[] halves = pair.split("=", 2);
            fields.put(decoded(halves[0]), decoded(halves[1]));
        }
        return fields;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
