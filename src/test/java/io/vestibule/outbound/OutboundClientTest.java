package io.vestibule.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.vertx.core.Vertx;
import io.vestibule.MovableClock;
import io.vestibule.outbound.OutboundOutcome.Answered;
import io.vestibule.outbound.OutboundOutcome.Failed;
import io.vestibule.outbound.OutboundOutcome.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls over real sockets: what is answered, and what a bad host cannot do to us. */
class OutboundClientTest {
    private static final Duration SHORT = Duration.ofMillis(700);
    private static Vertx vertx;

    private final MovableClock clock = new MovableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final List<AutoCloseable> toClose = new ArrayList<>();

    @TempDir
    private Path folder;

    private Path file;
    private HttpServer server;
    private URI base;

    @BeforeAll
    static void startVertx() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stopVertx() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @BeforeEach
    void startServer() throws IOException {
        file = folder.resolve("download");
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 50);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @AfterEach
    void stopAll() throws Exception {
        server.stop(0);
        for (AutoCloseable closeable : toClose) {
            closeable.close();
        }
    }

    @Test
    void givesStatusHeadersAndBodyOfAnAnswer() {
        answer("/thing", 404, "not here", Map.of("X-Why", "because"));

        OutboundResponse response = answered(client().get(base.resolve("/thing"), Map.of(), Reach.trusting(base)));

        assertThat(response.status()).isEqualTo(404);
        assertThat(response.header("x-why")).contains("because");
        assertThat(response.text()).isEqualTo("not here");
        assertThat(response.mediaType()).isEqualTo("text/plain");
    }

    @Test
    void postsFieldsAsAFormWithTheGivenHeaders() {
        List<String> seen = new ArrayList<>();
        server.createContext("/token", exchange -> {
            seen.add(exchange.getRequestHeaders().getFirst("Content-Type"));
            seen.add(exchange.getRequestHeaders().getFirst("Authorization"));
            seen.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
        });

        OutboundResponse response = answered(client().postForm(
                        base.resolve("/token"),
                        Map.of("Authorization", "Basic eA=="),
                        Map.of("code", "a b&c=ü"),
                        Reach.trusting(base)));

        assertThat(response.status()).isEqualTo(204);
        assertThat(response.body()).isEmpty();
        assertThat(seen).containsExactly("application/x-www-form-urlencoded", "Basic eA==", "code=a+b%26c%3D%C3%BC");
    }

    @Test
    void postsATextAsWhatItIs() {
        List<String> seen = new ArrayList<>();
        server.createContext("/soap", exchange -> {
            seen.add(exchange.getRequestHeaders().getFirst("Content-Type"));
            seen.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
        });

        client().post(base.resolve("/soap"), Map.of(), "text/xml; charset=utf-8", "<é/>", Reach.trusting(base));

        assertThat(seen).containsExactly("text/xml; charset=utf-8", "<é/>");
    }

    @Test
    void downloadsWhatIsLargerThanMemoryShouldHold() throws Exception {
        String large = "0123456789abcdef".repeat(512 * 1024);
        answer("/large", 200, large, Map.of("ETag", "\"1\""));
        answer("/unchanged", 304, "", Map.of());

        OutboundResponse response = answered(client().download(
                        base.resolve("/large"), Map.of(), file, SHORT.multipliedBy(10), reachOf(large.length())));

        assertThat(response.header("etag")).contains("\"1\"");
        assertThat(response.body()).isEmpty();
        assertThat(Files.readString(file)).isEqualTo(large);
        assertThat(answered(client().download(
                                        base.resolve("/unchanged"),
                                        Map.of(),
                                        file,
                                        SHORT.multipliedBy(10),
                                        reachOf(10)))
                        .status())
                .isEqualTo(304);
        assertThat(file).as("only a 200 brings a new one").hasSize(large.length());
    }

    @Test
    void stopsADownloadThatGoesOverTheCap() throws Exception {
        CountDownLatch hungUp = new CountDownLatch(1);
        ServerSocket endless = listen(socket -> {
            OutputStream out = socket.getOutputStream();
            out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            writeUntilBroken(out, new byte[64 * 1024], 0);
            hungUp.countDown();
        });

        Failed failed = failed(client().download(
                        at(endless),
                        Map.of(),
                        file,
                        SHORT.multipliedBy(10),
                        Reach.trusting(at(endless)).upTo(1_000_000)));

        assertThat(failed.kind()).isEqualTo(Kind.TOO_LARGE);
        assertThat(hungUp.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.size(file)).isLessThanOrEqualTo(1_000_000);
    }

    @Test
    void doesNotFollowARedirect() {
        AtomicInteger followed = new AtomicInteger();
        server.createContext("/elsewhere", exchange -> followed.incrementAndGet());
        answer("/start", 302, "", Map.of("Location", "/elsewhere"));

        OutboundResponse response = answered(client().get(base.resolve("/start"), Map.of(), Reach.trusting(base)));

        assertThat(response.status()).isEqualTo(302);
        assertThat(followed).hasValue(0);
    }

    @Test
    void givesUpOnASilentHostAtTheDeadline() throws Exception {
        ServerSocket silent = listen(socket -> pause(5_000));

        long start = System.nanoTime();
        Failed failed = failed(client().get(at(silent), Map.of(), Reach.trusting(at(silent))));

        assertThat(failed.kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SHORT.multipliedBy(3));
    }

    @Test
    void givesUpOnAHostThatDripsAndHangsUp() throws Exception {
        CountDownLatch hungUp = new CountDownLatch(1);
        ServerSocket dripping = listen(socket -> {
            OutputStream out = socket.getOutputStream();
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            writeUntilBroken(out, new byte[1], 100);
            hungUp.countDown();
        });

        Failed failed = failed(client().get(at(dripping), Map.of(), Reach.trusting(at(dripping))));

        assertThat(failed.kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(hungUp.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void takesAnAnswerOfExactlyTheCap() {
        answer("/big", 200, "x".repeat(5_000), Map.of());

        assertThat(answered(client().get(
                                        base.resolve("/big"),
                                        Map.of(),
                                        Reach.trusting(base).upTo(5_000)))
                        .body())
                .hasSize(5_000);
        assertThat(failed(client().get(
                                        base.resolve("/big"),
                                        Map.of(),
                                        Reach.trusting(base).upTo(4_999)))
                        .kind())
                .isEqualTo(Kind.TOO_LARGE);
    }

    @Test
    void hangsUpOnAnAnswerWithoutEnd() throws Exception {
        CountDownLatch hungUp = new CountDownLatch(1);
        ServerSocket endless = listen(socket -> {
            OutputStream out = socket.getOutputStream();
            out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            writeUntilBroken(out, new byte[64 * 1024], 0);
            hungUp.countDown();
        });

        Failed failed = failed(client().get(at(endless), Map.of(), Reach.trusting(at(endless))));

        assertThat(failed.kind()).isEqualTo(Kind.TOO_LARGE);
        assertThat(hungUp.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void saysUnreachableWhenNobodyListens() {
        server.stop(0);

        assertThat(failed(client().get(base, Map.of(), Reach.trusting(base))).kind())
                .isEqualTo(Kind.UNREACHABLE);
    }

    @Test
    void saysBrokenWhenWhatComesIsNotHttp() throws Exception {
        ServerSocket noise = listen(socket -> {
            socket.getOutputStream().write("SSH-2.0-OpenSSH\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            pause(200);
        });

        assertThat(failed(client().get(at(noise), Map.of(), Reach.trusting(at(noise))))
                        .kind())
                .isEqualTo(Kind.BROKEN);
    }

    @Test
    void survivesAHostThatClosesEachConnectionItPromisedToKeep() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        ServerSocket closing = listen(socket -> {
            asked.incrementAndGet();
            socket.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(StandardCharsets.US_ASCII));
        });
        OutboundClient client = client();

        for (int i = 0; i < 40; i++) {
            assertThat(answered(client.get(at(closing), Map.of(), Reach.trusting(at(closing))))
                            .text())
                    .isEqualTo("ok");
            assertThat(answered(client.postForm(at(closing), Map.of(), Map.of("n", "1"), Reach.trusting(at(closing))))
                            .text())
                    .isEqualTo("ok");
        }
        assertThat(asked).as("each exactly once").hasValue(80);
    }

    @Test
    void connectsToTheAddressThatWasCheckedThoughTheNameMovesOn() throws Exception {
        answer("/", 200, "first", Map.of());
        AtomicInteger lookups = new AtomicInteger();
        NameResolver rebinding = host -> List.of(address(lookups.getAndIncrement() == 0 ? "127.0.0.1" : "10.0.0.1"));
        URI url = URI.create("http://rebinding.test:" + base.getPort() + "/");
        OutboundClient client = client(settings(List.of("127.0.0.1")), rebinding);

        assertThat(answered(client.get(url, Map.of(), Reach.ofPublicAddresses()))
                        .text())
                .isEqualTo("first");
        assertThat(lookups).hasValue(1);
        Failed second = failed(client.get(url, Map.of(), Reach.ofPublicAddresses()));
        assertThat(second.kind()).isEqualTo(Kind.FORBIDDEN);
    }

    @Test
    void keepsTheNameInTheHostHeader() throws Exception {
        List<String> hosts = new ArrayList<>();
        server.createContext("/", exchange -> {
            hosts.add(exchange.getRequestHeaders().getFirst("Host"));
            exchange.sendResponseHeaders(204, -1);
        });
        OutboundClient client = client(settings(List.of("idp.test")), host -> List.of(address("127.0.0.1")));

        client.get(URI.create("http://idp.test:" + base.getPort() + "/"), Map.of(), Reach.ofPublicAddresses());

        assertThat(hosts).containsExactly("idp.test:" + base.getPort());
    }

    @Test
    void triesTheNextAddressWhenTheFirstRefusesTheConnection() {
        answer("/", 200, "second", Map.of());
        OutboundClient client =
                client(settings(List.of("idp.test")), host -> List.of(address("127.0.0.99"), address("127.0.0.1")));

        OutboundResponse response = answered(
                client.get(URI.create("http://idp.test:" + base.getPort() + "/"), Map.of(), Reach.ofPublicAddresses()));

        assertThat(response.text()).isEqualTo("second");
    }

    @Test
    void saysUnresolvedForAnUnknownName() {
        OutboundClient client = client(settings(List.of()), host -> {
            throw new UnknownHostException(host);
        });

        assertThat(failed(client.get(URI.create("https://nowhere.test/"), Map.of(), Reach.ofPublicAddresses()))
                        .kind())
                .isEqualTo(Kind.UNRESOLVED);
    }

    /** Who signs out where an address hangs must not keep others from signing in at the same host. */
    @Test
    void aLookThatFailsIsNoFailureOfTheHost() throws Exception {
        URI dead = URI.create("http://127.0.0.1:" + freePort());
        OutboundClient client = client();
        for (int i = 0; i < 6; i++) {
            assertThat(failed(client.get(dead, Map.of(), Reach.trusting(dead).forALook()))
                            .kind())
                    .isEqualTo(Kind.UNREACHABLE);
        }
        for (int i = 0; i < 5; i++) {
            assertThat(failed(client.get(dead, Map.of(), Reach.trusting(dead))).kind())
                    .isEqualTo(Kind.UNREACHABLE);
        }
        assertThat(failed(client.get(dead, Map.of(), Reach.trusting(dead).forALook()))
                        .kind())
                .as("it asks nothing of a host that rests")
                .isEqualTo(Kind.RESTING);
    }

    @Test
    void leavesAHostAloneAfterFiveFailuresAndTriesAgainAfterARest() throws Exception {
        URI dead = URI.create("http://127.0.0.1:" + freePort());
        OutboundClient client = client();
        for (int i = 0; i < 5; i++) {
            assertThat(failed(client.get(dead, Map.of(), Reach.trusting(dead))).kind())
                    .isEqualTo(Kind.UNREACHABLE);
        }

        assertThat(failed(client.get(dead, Map.of(), Reach.trusting(dead))).kind())
                .isEqualTo(Kind.RESTING);
        answer("/", 200, "alive", Map.of());
        assertThat(answered(client.get(base, Map.of(), Reach.trusting(base))).text())
                .as("another host is not affected")
                .isEqualTo("alive");

        clock.advance(Duration.ofSeconds(11));
        assertThat(failed(client.get(dead, Map.of(), Reach.trusting(dead))).kind())
                .as("one try after the rest")
                .isEqualTo(Kind.UNREACHABLE);
        assertThat(failed(client.get(dead, Map.of(), Reach.trusting(dead))).kind())
                .isEqualTo(Kind.RESTING);

        HttpServer back = HttpServer.create(new InetSocketAddress("127.0.0.1", dead.getPort()), 5);
        toClose.add(() -> back.stop(0));
        back.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        back.start();
        clock.advance(Duration.ofSeconds(11));
        for (int i = 0; i < 3; i++) {
            assertThat(answered(client.get(dead, Map.of(), Reach.trusting(dead)))
                            .status())
                    .isEqualTo(204);
        }
    }

    @Test
    void letsOneCallTryWhileTheOthersDoNotWait() throws Exception {
        ServerSocket silent = listen(socket -> pause(5_000));
        OutboundClient client = client();
        for (int i = 0; i < 5; i++) {
            client.get(at(silent), Map.of(), Reach.trusting(at(silent)));
        }
        clock.advance(Duration.ofSeconds(11));

        CompletableFuture<OutboundOutcome> trying =
                CompletableFuture.supplyAsync(() -> client.get(at(silent), Map.of(), Reach.trusting(at(silent))));
        pause(150);
        assertThat(failed(client.get(at(silent), Map.of(), Reach.trusting(at(silent))))
                        .kind())
                .isEqualTo(Kind.RESTING);
        assertThat(failed(trying.join()).kind()).isEqualTo(Kind.TIMEOUT);
    }

    @Test
    void doesNotOverrunAHostWithCalls() throws Exception {
        AtomicInteger together = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        server.createContext("/slow", exchange -> {
            most.accumulateAndGet(together.incrementAndGet(), Math::max);
            pause(50);
            together.decrementAndGet();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        OutboundClient client = client(
                new OutboundSettings(
                        SHORT, Duration.ofSeconds(5), List.of(), Optional.empty(), 3, 5, Duration.ofSeconds(10)),
                OutboundClientTest::system);

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 12; i++) {
                threads.submit(() -> client.get(base.resolve("/slow"), Map.of(), Reach.trusting(base)));
            }
        }

        assertThat(most).hasValue(3);
    }

    private void answer(String path, int status, String body, Map<String, String> headers) {
        server.createContext(path, exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "text/plain; charset=utf-8");
            headers.forEach(exchange.getResponseHeaders()::add);
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        });
    }

    private Reach reachOf(int bytes) {
        return Reach.trusting(base).upTo(bytes);
    }

    private OutboundClient client() {
        return client(settings(List.of()), OutboundClientTest::system);
    }

    private OutboundClient client(OutboundSettings settings, NameResolver resolver) {
        OutboundClient client = new OutboundClient(vertx, settings, resolver, clock);
        toClose.add(client::close);
        return client;
    }

    private static OutboundSettings settings(List<String> allow) {
        return new OutboundSettings(SHORT, SHORT, allow, Optional.empty(), 32, 5, Duration.ofSeconds(10));
    }

    private static List<InetAddress> system(String host) throws UnknownHostException {
        return List.of(InetAddress.getAllByName(host));
    }

    static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException impossible) {
            throw new IllegalArgumentException(impossible);
        }
    }

    private interface Conversation {
        void with(Socket socket) throws IOException;
    }

    /** A server below HTTP: reads the request's head, then does what the test says. */
    private ServerSocket listen(Conversation conversation) throws IOException {
        ServerSocket listening = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        toClose.add(listening);
        Thread.ofVirtual().start(() -> {
            while (!listening.isClosed()) {
                try {
                    Socket socket = listening.accept();
                    Thread.ofVirtual().start(() -> converse(socket, conversation));
                } catch (IOException closed) {
                    return;
                }
            }
        });
        return listening;
    }

    private static void converse(Socket socket, Conversation conversation) {
        try (socket) {
            InputStream in = socket.getInputStream();
            byte[] head = new byte[4096];
            assertThat(in.read(head)).isPositive();
            conversation.with(socket);
        } catch (IOException clientLeft) {
            Thread.yield(); // the client hung up, which some tests are about
        }
    }

    private static void writeUntilBroken(OutputStream out, byte[] chunk, long pauseMillis) {
        try {
            while (true) {
                out.write(chunk);
                out.flush();
                pause(pauseMillis);
            }
        } catch (IOException broken) {
            return;
        }
    }

    private static URI at(ServerSocket socket) {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    static OutboundResponse answered(OutboundOutcome outcome) {
        assertThat(outcome).isInstanceOf(Answered.class);
        return ((Answered) outcome).response();
    }

    static Failed failed(OutboundOutcome outcome) {
        assertThat(outcome).isInstanceOf(Failed.class);
        return (Failed) outcome;
    }
}
