package io.vestibule.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An Identity API that issues {@code token-1}, {@code token-2} … and counts what it is asked. */
final class FakeIdentity implements AutoCloseable {
    final List<String> asked = new CopyOnWriteArrayList<>();
    final List<String> bodies = new CopyOnWriteArrayList<>();
    final Set<String> revoked = ConcurrentHashMap.newKeySet();
    volatile Duration lifetime = Duration.ofHours(1);
    volatile boolean down;
    volatile boolean locked;

    private final AtomicInteger issued = new AtomicInteger();
    private final SettableTime time;
    private final HttpServer server;

    FakeIdentity(SettableTime time) {
        this.time = time;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v3/auth/tokens", this::answer);
        server.start();
    }

    URI address() {
        return URI.create("http://localhost:" + server.getAddress().getPort() + "/v3");
    }

    private void answer(HttpExchange exchange) throws IOException {
        String subject = String.valueOf(exchange.getRequestHeaders().getFirst("X-Subject-Token"));
        String own = String.valueOf(exchange.getRequestHeaders().getFirst("X-Auth-Token"));
        asked.add(exchange.getRequestMethod() + " " + subject);
        bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        if (down) {
            send(exchange, 503, "{}");
        } else if (exchange.getRequestMethod().equals("POST")) {
            issue(exchange);
        } else if (revoked.contains(own)) {
            send(exchange, 401, "{\"error\": {\"message\": \"The request you have made requires authentication.\"}}");
        } else if (!subject.startsWith("token-") || revoked.contains(subject)) {
            send(exchange, 404, "{\"error\": {\"message\": \"Could not find token\"}}");
        } else {
            send(exchange, 200, body());
        }
    }

    private void issue(HttpExchange exchange) throws IOException {
        if (locked) {
            send(exchange, 401, "{\"error\": {\"message\": \"The request you have made requires authentication.\"}}");
        } else {
            exchange.getResponseHeaders().add("X-Subject-Token", "token-" + issued.incrementAndGet());
            send(exchange, 201, body());
        }
    }

    private String body() {
        Instant now = time.instant();
        return """
                {"token": {"issued_at": "%s", "expires_at": "%s",
                 "user": {"id": "u1", "name": "ada", "domain": {"id": "default", "name": "Default"}},
                 "project": {"id": "p1", "name": "engine", "domain": {"id": "default", "name": "Default"}},
                 "roles": [{"id": "r1", "name": "member"}],
                 "application_credential": {"access_rules": [{"service": "compute", "method": "GET", "path": "/v2.1/servers/*"}]},
                 "catalog": [{"type": "compute", "name": "nova", "endpoints": [
                   {"interface": "public", "region": "one", "url": "http://nova.example/one"},
                   {"interface": "public", "region": "two", "url": "http://nova.example/two"}]}]}}
                """.formatted(now, now.plus(lifetime));
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    long askedFor(String what) {
        return new ArrayList<>(asked).stream().filter(what::equals).count();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
