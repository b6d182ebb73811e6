package io.vestibule.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.vertx.core.Vertx;
import io.vestibule.outbound.SmtpServer.Tls;
import java.io.IOException;
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
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Letters are handed in as the file says, or not at all. */
class SmtpClientTest {
    private static final String TEXT = "Hello";

    @TempDir
    static Path folder;

    private final Vertx vertx = Vertx.vertx();
    private GreenMail server;

    /** Once: the server reads its key when the first of its kind starts. */
    @BeforeAll
    static void makeAKey() throws Exception {
        Path store = MailServerKeys.make(folder, "server", "localhost");
        System.setProperty("greenmail.tls.keystore.file", store.toString());
        System.setProperty("greenmail.tls.keystore.password", MailServerKeys.PASSWORD);
        Files.writeString(
                folder.resolve("authority.pem"),
                MailServerKeys.pem(store) + MailServerKeys.pem(MailServerKeys.make(folder, "other", "elsewhere.test")));
    }

    @AfterAll
    static void forgetTheKey() {
        System.clearProperty("greenmail.tls.keystore.file");
        System.clearProperty("greenmail.tls.keystore.password");
    }

    @BeforeEach
    void start() {
        server = new GreenMail(new ServerSetup[] {
            new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP),
            new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS)
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aServerOnThisMachineMayDoWithoutTls() throws Exception {
        SmtpOutcome outcome = send(server("localhost", plain(), Tls.NONE), Optional.empty());
        assertThat(outcome).isEqualTo(new SmtpOutcome.Accepted());
        assertThat(server.getReceivedMessages()).hasSize(1);
        assertThat(server.getReceivedMessages()[0].getSubject()).isEqualTo("Grüße");
    }

    @Test
    void whereTlsIsWantedAndNotOfferedNothingIsSent() {
        assertThat(send(server("localhost", plain(), Tls.STARTTLS), Optional.empty()))
                .isInstanceOf(SmtpOutcome.Unavailable.class);
        assertThat(server.getReceivedMessages()).isEmpty();
        assertThat(SmtpProbe.objection("localhost", plain(), Tls.STARTTLS, Optional.empty()))
                .contains("offers no STARTTLS");
        assertThat(SmtpProbe.objection("localhost", plain(), Tls.NONE, Optional.empty()))
                .isEmpty();
    }

    @Test
    void aCertificateOfNobodyKnownIsNotTaken() {
        assertThat(send(server("localhost", secured(), Tls.IMMEDIATE), Optional.empty()))
                .isInstanceOf(SmtpOutcome.Unavailable.class);
        assertThat(server.getReceivedMessages()).isEmpty();
        assertThat(SmtpProbe.objection("localhost", secured(), Tls.IMMEDIATE, Optional.empty()))
                .isPresent();
    }

    @Test
    void aCertificateThatTheOperatorTrustsIsTaken() {
        Optional<Path> trusted = Optional.of(folder.resolve("authority.pem"));
        assertThat(send(server("localhost", secured(), Tls.IMMEDIATE), trusted)).isEqualTo(new SmtpOutcome.Accepted());
        assertThat(SmtpProbe.objection("localhost", secured(), Tls.IMMEDIATE, trusted))
                .isEmpty();
        assertThat(server.getReceivedMessages()).hasSize(1);
    }

    @Test
    void aTrustedCertificateOfAnotherHostIsNot() throws Exception {
        SSLContext context = MailServerKeys.context(folder.resolve("other.p12"));
        AtomicInteger shaken = new AtomicInteger();
        try (ServerSocket other =
                context.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
            Thread thread = Thread.ofVirtual().start(() -> greet(other, shaken));
            Optional<Path> trusted = Optional.of(folder.resolve("authority.pem"));
            SmtpOutcome outcome = send(server("localhost", other.getLocalPort(), Tls.IMMEDIATE), trusted);
            assertThat(outcome).isInstanceOf(SmtpOutcome.Unavailable.class);
            assertThat(SmtpProbe.objection("localhost", other.getLocalPort(), Tls.IMMEDIATE, trusted))
                    .isPresent();
            other.close();
            thread.join();
        }
        assertThat(shaken).hasValue(0);
    }

    /** Says what a mail server says first, and counts who asks on. */
    private static void greet(ServerSocket server, AtomicInteger shaken) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                socket.getOutputStream().write("220 other ESMTP\r\n".getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().flush();
                if (socket.getInputStream().read() >= 0) {
                    shaken.incrementAndGet();
                }
            } catch (IOException refused) {
                // the handshake failed, or the test is over
            }
        }
    }

    @Test
    void aServerThatIsNotThereMayComeBack() {
        int port = plain();
        server.stop();
        assertThat(send(server("localhost", port, Tls.NONE), Optional.empty()))
                .isInstanceOf(SmtpOutcome.Unavailable.class);
        assertThat(SmtpProbe.objection("localhost", port, Tls.NONE, Optional.empty()))
                .isPresent();
    }

    /** RFC 5321 §4.2.1: permanent is what is refused as it is, and what that is the command says. */
    @ParameterizedTest
    @CsvSource({
        "RCPT, 550 no such mailbox, Rejected",
        "RCPT, 450 greylisted, Failed",
        "RCPT, 421 closing, Unavailable",
        "., 554 looks like spam, Rejected",
        "., 451 try again, Failed",
        "MAIL, 553 not your address, Unavailable",
        "AUTH, 535 wrong password, Unavailable",
        "EHLO, 554 not to you, Unavailable",
        "'', 554 no service here, Unavailable",
        "'', 421 too busy, Unavailable"
    })
    void onlyWhatIsSaidOfALetterIsSaidOfIt(String command, String answer, String outcome) {
        try (ScriptedMailServer scripted = new ScriptedMailServer(Map.of(command, answer, "HELO", "554 not to you"))) {
            SmtpServer to = new SmtpServer(
                    "localhost",
                    scripted.port(),
                    Tls.NONE,
                    Optional.of(new SmtpServer.Login("login", "secret")),
                    "login@house.example",
                    "localhost");
            assertThat(send(to, Optional.empty()).getClass().getSimpleName()).isEqualTo(outcome);
        }
    }

    private SmtpOutcome send(SmtpServer to, Optional<Path> trusted) {
        OutboundSettings settings = new OutboundSettings(
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                List.of(),
                trusted,
                32,
                Integer.MAX_VALUE,
                Duration.ofSeconds(10));
        return new SmtpClient(vertx, settings).send(to, "ada@house.example", "Grüße", TEXT);
    }

    private static SmtpServer server(String host, int port, Tls tls) {
        return new SmtpServer(host, port, tls, Optional.empty(), "login@house.example", "localhost");
    }

    private int plain() {
        return server.getSmtp().getPort();
    }

    private int secured() {
        return server.getSmtps().getPort();
    }
}
