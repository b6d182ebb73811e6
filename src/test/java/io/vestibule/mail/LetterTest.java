package io.vestibule.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Secret;
import io.vestibule.outbound.SmtpServer;
import io.vestibule.outbound.TestOutbound;
import io.vestibule.realm.BaseUrl;
import io.vestibule.realm.Blocks;
import io.vestibule.realm.PasswordPolicy;
import io.vestibule.realm.Realm;
import io.vestibule.realm.SessionPolicy;
import io.vestibule.realm.Theme;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Letters wait, bounded, without anybody waiting for them. */
class PostTest {
    private static final Letter LETTER = new Letter("ada@house.example", "Hello", "Text");

    private final TestOutbound outbound = new TestOutbound(Duration.ofSeconds(10));
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Post post = new Post(
            outbound.smtp(),
            new BaseUrl(URI.create("http://localhost:8080")),
            meters,
            Collections.nCopies(100, Duration.ofMillis(100)));
    private GreenMail server;

    @BeforeEach
    void start() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            server = new GreenMail(new ServerSetup(socket.getLocalPort(), "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        }
    }

    @AfterEach
    void stop() {
        post.stop();
        outbound.close();
        server.stop();
    }

    @Test
    void aServerThatIsAwayGetsTheLetterWhenItIsBack() {
        assertThat(post.post(realm(Optional.empty()), () -> Optional.of(LETTER)))
                .isTrue();
        server.start();
        until(() -> server.getReceivedMessages().length == 1);
        until(() -> count("accepted") == 1);
    }

    @Test
    void whatIsRefusedForGoodIsNotTriedAgain() {
        server.start();
        post.post(realm(Optional.of("wrong")), () -> Optional.of(LETTER)); // the server knows no such login
        until(() -> count("rejected") == 1);
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void whatWaitsIsBoundedAndWhoeverPostsNeverWaits() throws InterruptedException {
        server.start();
        CountDownLatch go = new CountDownLatch(1);
        Realm realm = realm(Optional.empty());
        for (int i = 0; i < 1000; i++) {
            assertThat(post.post(realm, () -> {
                        await(go);
                        return Optional.empty();
                    }))
                    .isTrue();
        }
        assertThat(post.post(realm, () -> Optional.of(LETTER))).isFalse();
        assertThat(count("not-taken")).isEqualTo(1);
        go.countDown();
        until(() -> post.post(realm, () -> Optional.of(LETTER)));
        until(() -> server.getReceivedMessages().length == 1);
    }

    @Test
    void aLetterThatCannotBeWrittenKeepsNoOtherBack() {
        server.start();
        for (int i = 0; i < 5; i++) {
            post.post(realm(Optional.empty()), () -> {
                throw new IllegalStateException("no words");
            });
        }
        post.post(realm(Optional.empty()), () -> Optional.of(LETTER));
        until(() -> server.getReceivedMessages().length == 1);
        until(() -> count("failed") == 5);
    }

    @Test
    void aSubjectIsOneLine() {
        assertThat(new Letter("ada@house.example", "Hello\r\nBcc: eve@evil.example", "Text").subject())
                .isEqualTo("Hello Bcc: eve@evil.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@b.example, eve@evil.example",
                "a@b.example\r\nBcc: eve@evil.example",
                "Eve <eve@evil.example>",
                "a@b@c.example",
                "\"a b\"@c.example",
                "nobody",
                ""
            })
    void aLetterGoesToOneAddress(String address) {
        assertThatThrownBy(() -> new Letter(address, "Hello", "Text")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void withoutTlsOnlyOnThisMachine() {
        assertThatThrownBy(() -> policy("smtp.house.example", 25, Optional.empty()))
                .hasMessageContaining("this machine only");
    }

    private static MailPolicy policy(String host, int port, Optional<String> username) {
        return new MailPolicy(
                host,
                port,
                SmtpServer.Tls.NONE,
                username,
                username.map(Secret::new),
                "login@house.example",
                Duration.ofMinutes(20),
                true,
                true);
    }

    private Realm realm(Optional<String> username) {
        int port = server.getSmtp().getServerSetup().getPort();
        return new Realm(
                new RealmName("house"),
                "House",
                true,
                false,
                List.of("en"),
                Theme.standard(),
                SessionPolicy.standard(),
                PasswordPolicy.standard(),
                Map.of(),
                Map.of(),
                List.of(),
                new Blocks(List.of(policy("127.0.0.1", port, username))));
    }

    private double count(String outcome) {
        return meters.counter("vestibule.letters", "realm", "house", "outcome", outcome)
                .count();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static void until(BooleanSupplier happened) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!happened.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("did not happen");
            }
            Thread.onSpinWait();
        }
    }
}
