package io.vestibule.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vestibule.outbound.SmtpServer.Tls;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.server.SMTPServer;

/** From plain text into TLS, or not one word of a letter or a password (RFC 3207): against a server that does it. */
class SmtpStartTlsTest {
    private static final String TEXT = "https://login.example/reset?token=secret";
    private static final String PASSWORD = "the-password-of-the-server";

    @TempDir
    static Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final List<String> delivered = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void makeKeys() throws Exception {
        Path store = MailServerKeys.make(folder, "server", "localhost");
        Path other = MailServerKeys.make(folder, "other", "elsewhere.test");
        Files.writeString(folder.resolve("authority.pem"), MailServerKeys.pem(store) + MailServerKeys.pem(other));
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aLetterAndThePasswordGoEncrypted() throws Exception {
        SMTPServer server = server("server", true);
        try {
            assertThat(send(server.getPortAllocated(), trusted())).isEqualTo(new SmtpOutcome.Accepted());
            assertThat(delivered).singleElement().asString().contains(TEXT);
            assertThat(SmtpProbe.objection("localhost", server.getPortAllocated(), Tls.STARTTLS, trusted()))
                    .isEmpty();
        } finally {
            server.stop();
        }
    }

    /** Somebody in between takes the word away, and the server would take the letter in the clear. */
    @Test
    void whereItIsNotOfferedNothingIsHandedIn() throws Exception {
        SMTPServer server = server("server", false);
        try {
            assertThat(send(server.getPortAllocated(), trusted()))
                    .isInstanceOfSatisfying(
                            SmtpOutcome.Unavailable.class,
                            no -> assertThat(no.detail()).containsIgnoringCase("STARTTLS"));
            assertThat(delivered).isEmpty();
            assertThat(SmtpProbe.objection("localhost", server.getPortAllocated(), Tls.STARTTLS, trusted()))
                    .contains("offers no STARTTLS");
        } finally {
            server.stop();
        }
    }

    @ParameterizedTest
    @CsvSource({"server, false", "other, true"}) // of nobody known; of another host
    void aCertificateThatProvesNothingIsNotTaken(String key, boolean known) throws Exception {
        SMTPServer server = server(key, true);
        Optional<Path> trusted = trusted().filter(file -> known);
        try {
            assertThat(send(server.getPortAllocated(), trusted)).isInstanceOf(SmtpOutcome.Unavailable.class);
            assertThat(delivered).isEmpty();
            assertThat(SmtpProbe.objection("localhost", server.getPortAllocated(), Tls.STARTTLS, trusted))
                    .isPresent();
        } finally {
            server.stop();
        }
    }

    /** Whoever sits in between answers in the server's place: the last one puts answers in before the handshake. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "454 TLS not available",
                "502 not implemented",
                "250 why not in the clear",
                "220 ready\r\n250-localhost\r\n250 AUTH PLAIN LOGIN"
            })
    void noWordOfItIsSaidWhereTheHandshakeDoesNotCome(String answer) throws Exception {
        List<String> heard = new CopyOnWriteArrayList<>();
        try (ServerSocket between = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
            Thread thread = Thread.ofVirtual().start(() -> inBetween(between, answer, heard));
            assertThat(send(between.getLocalPort(), trusted())).isInstanceOf(SmtpOutcome.Unavailable.class);
            between.close();
            thread.join();
        }
        assertThat(heard).anyMatch(line -> line.startsWith("STARTTLS"));
        assertThat(heard)
                .noneMatch(line -> line.startsWith("AUTH") || line.startsWith("MAIL") || line.startsWith("DATA"))
                .noneMatch(line -> line.contains(PASSWORD) || line.contains(TEXT));
    }

    private static void inBetween(ServerSocket server, String answer, List<String> heard) {
        Map<String, String> answers = Map.of(
                "EHLO", "250-localhost\r\n250-AUTH PLAIN LOGIN\r\n250 STARTTLS", "STAR", answer, "QUIT", "221 bye");
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                socket.setSoTimeout(2000);
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
                say(socket, "220 localhost ESMTP");
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    heard.add(line);
                    say(socket, answers.getOrDefault(line.substring(0, Math.min(4, line.length())), "250 ok"));
                }
            } catch (IOException over) {
                // it hung up, or the test is over
            }
        }
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    /** @param encrypted whether it offers TLS, and takes nothing without */
    private SMTPServer server(String key, boolean encrypted) throws Exception {
        SMTPServer.Builder builder = SMTPServer.port(0)
                .bindAddress(InetAddress.getByName("127.0.0.1"))
                .requireAuth(encrypted)
                .authenticationHandlerFactory(new EasyAuthenticationHandlerFactory((username, password, context) -> {
                    if (!username.equals("login") || !password.equals(PASSWORD)) {
                        throw new LoginFailedException();
                    }
                }))
                .messageHandler((context, from, to, content) ->
                        delivered.add(new String(content, StandardCharsets.UTF_8).replace("=\r\n", "")));
        if (encrypted) {
            builder = builder.requireTLS().startTlsSocketFactory(MailServerKeys.context(folder.resolve(key + ".p12")));
        }
        SMTPServer server = builder.build();
        server.start();
        return server;
    }

    private SmtpOutcome send(int port, Optional<Path> trusted) {
        OutboundSettings settings = new OutboundSettings(
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                List.of(),
                trusted,
                32,
                Integer.MAX_VALUE,
                Duration.ofSeconds(10));
        SmtpServer to = new SmtpServer(
                "localhost",
                port,
                Tls.STARTTLS,
                Optional.of(new SmtpServer.Login("login", PASSWORD)),
                "login@house.example",
                "localhost");
        return new SmtpClient(vertx, settings).send(to, "ada@house.example", "Hello", TEXT);
    }

    private static Optional<Path> trusted() {
        return Optional.of(folder.resolve("authority.pem"));
    }
}
