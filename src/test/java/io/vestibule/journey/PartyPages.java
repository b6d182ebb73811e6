package io.vestibule.journey;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * The web pages of the relying parties, on a port of their own: {@code /CLIENT/login} sends the browser away with its query
 * added to the request, {@code /CLIENT/callback} shows as JSON what came of it. The state belongs to one browser by a cookie.
 */
@ApplicationScoped
public class PartyPages {
    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, Away> away = new ConcurrentHashMap<>();
    private final RelyingParties parties;
    private @Nullable HttpServer server;
    private @Nullable ExecutorService threads;

    PartyPages(RelyingParties parties) {
        this.parties = parties;
    }

    private record Away(String client, CodeVerifier verifier, Nonce nonce) {
        String challenge() {
            return CodeChallenge.compute(CodeChallengeMethod.S256, verifier).getValue();
        }
    }

    void open(@Observes StartupEvent started) throws IOException {
        int port = parties.base().getPort();
        if (port == 0) {
            return; // not the profile of the journeys
        }
        threads = Executors.newVirtualThreadPerTaskExecutor();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    @PreDestroy
    void close() {
        if (server != null) {
            server.stop(0);
        }
        if (threads != null) {
            threads.close();
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String[] path = exchange.getRequestURI().getPath().split("/");
            String client = path.length > 1 ? path[1] : "";
            switch (path.length > 2 ? path[2] : "") {
                case "login" -> leave(exchange, client);
                case "callback" -> show(exchange, 200, arrived(exchange, client));
                default ->
                    show(exchange, 200, Map.of("page", exchange.getRequestURI().toString()));
            }
        } catch (RuntimeException broken) {
            StringWriter trace = new StringWriter();
            broken.printStackTrace(new PrintWriter(trace));
            show(exchange, 500, Map.of("broken", trace.toString()));
        }
    }

    private void leave(HttpExchange exchange, String client) throws IOException {
        Away going = new Away(client, new CodeVerifier(), new Nonce());
        State state = new State();
        away.put(state.getValue(), going);
        OIDCProviderMetadata metadata = parties.metadata();
        Map<String, String> asked = new LinkedHashMap<>(Map.of(
                "response_type",
                "code",
                "client_id",
                client,
                "redirect_uri",
                parties.callback(client).toString(),
                "scope",
                "openid profile email groups",
                "state",
                state.getValue(),
                "nonce",
                going.nonce().getValue(),
                "code_challenge",
                going.challenge(),
                "code_challenge_method",
                "S256"));
        asked.putAll(Query.read(exchange.getRequestURI()));
        exchange.getResponseHeaders()
                .add("Set-Cookie", "party-" + state.getValue() + "=1; Path=/" + client + "; HttpOnly; SameSite=Lax");
        exchange.getResponseHeaders()
                .add("Location", metadata.getAuthorizationEndpointURI() + "?" + Query.write(asked));
        exchange.sendResponseHeaders(303, -1);
    }

    private Map<String, Object> arrived(HttpExchange exchange, String client) {
        Map<String, String> query = Query.read(exchange.getRequestURI());
        String state = query.getOrDefault("state", "");
        Away began = away.remove(state);
        boolean ours = String.join(";", exchange.getRequestHeaders().getOrDefault("Cookie", List.of()))
                .contains("party-" + state + "=1");
        if (began == null || !ours || !began.client().equals(client)) {
            return Map.of("refused", "state", "query", query);
        }
        if (!parties.issuer().getValue().equals(query.get("iss"))) { // RFC 9207 §2.4
            return Map.of("refused", "iss", "query", query);
        }
        return query.containsKey("code")
                ? parties.redeem(client, query.get("code"), began.verifier(), began.nonce())
                : new LinkedHashMap<>(query);
    }

    private void show(HttpExchange exchange, int status, Map<String, ?> seen) throws IOException {
        byte[] body = json.writeValueAsBytes(seen);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
