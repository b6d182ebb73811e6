package io.vestibule.journey;

import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Where the desk hears of logouts, and how it takes them. */
final class BackChannelOfDesk {
    /** How it takes them. */
    enum Mood {
        WILLING,
        REFUSING,
        /** Says nothing for longer than anybody waits. */
        SLOW,
        /** Nobody listens. */
        DEAD
    }

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private volatile Mood mood = Mood.WILLING;
    private volatile CountDownLatch patience = new CountDownLatch(1);
    private HttpServer server;
    private int port;

    void open() {
        mood = Mood.WILLING;
        listen(0);
    }

    void close() {
        patience.countDown();
        server.stop(0);
    }

    String address() {
        return "http://localhost:" + port + "/out";
    }

    void mood(Mood next) {
        if (mood == Mood.DEAD && next != Mood.DEAD) {
            listen(port);
        }
        if (next == Mood.DEAD) {
            server.stop(0);
        }
        patience.countDown();
        patience = new CountDownLatch(1);
        mood = next;
    }

    /** How often it was told, and believed, that this session is over. */
    int told(String sid) {
        return (int) heard.stream().filter(sid::equals).count();
    }

    private void listen(int at) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), at), 0);
            port = server.getAddress().getPort();
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", exchange -> {
                try (exchange) {
                    String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                    Mood now = mood;
                    if (now == Mood.SLOW) {
                        patience.await(30, TimeUnit.SECONDS);
                    }
                    if (now == Mood.WILLING) {
                        heard.add(sid(form));
                    }
                    int answer = switch (now) {
                        case WILLING -> 200;
                        case REFUSING -> 400; // OpenID Connect Back-Channel Logout §2.8
                        default -> 503;
                    };
                    exchange.sendResponseHeaders(answer, -1);
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                }
            });
            server.start();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static String sid(String form) {
        String token = URLDecoder.decode(form.substring("logout_token=".length()), StandardCharsets.UTF_8);
        try {
            return SignedJWT.parse(token).getJWTClaimsSet().getStringClaim("sid");
        } catch (ParseException broken) {
            throw new AssertionError(broken);
        }
    }
}
