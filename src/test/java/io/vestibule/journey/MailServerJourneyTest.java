package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.Waiting;
import io.vestibule.directory.TestFactors;
import io.vestibule.identity.RealmName;
import io.vestibule.mail.Letter;
import io.vestibule.mail.Post;
import io.vestibule.peer.EximPeer;
import io.vestibule.peer.EximPeer.Encryption;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Letters through a mail server as operators have one: encrypted, to who proves to be it, by whom it knows, or not at all. */
@QuarkusTest
@Tag("peer")
@TestProfile(MailServerProfile.class)
class MailServerJourneyTest {
    private static final String PASSWORD = "the-password-of-the-house-there";
    private static final EximPeer.Account ACCOUNT = new EximPeer.Account("login", PASSWORD);
    private static final String SECRET = "the-secret-of-a-link";
    private static final Letter LETTER =
            new Letter("ada@house.example", "Hello", "https://login.example/reset?token=" + SECRET);

    @Inject
    House house;

    @Inject
    RealmFiles files;

    @Inject
    TestFactors factors;

    @Inject
    Realms realms;

    @Inject
    Post post;

    @Inject
    JourneyClock clock;

    @ConfigProperty(name = "journey.mail-keys", defaultValue = "none")
    Path keys;

    private final Queue<String> log = new ConcurrentLinkedQueue<>();
    private final Logger ofLetters = Logger.getLogger(Post.class.getName());
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            log.add(ExtLogRecord.wrap(line).getFormattedMessage());
        }

        @Override
        public void flush() {
            // nothing is held back
        }

        @Override
        public void close() {
            // nothing is held open
        }
    };

    /** What keeps a letter here, and how the operator reads of it. */
    enum Hindrance {
        A_CERTIFICATE_OF_NOBODY_KNOWN("stranger", Encryption.OFFERED, PASSWORD, "(?i).*(certif|PKIX|handshake).*"),
        A_CERTIFICATE_OF_ANOTHER_HOST("elsewhere", Encryption.OFFERED, PASSWORD, "(?i).*(certif|name|handshake).*"),
        NO_ENCRYPTION("ours", Encryption.NOT_OFFERED, PASSWORD, "(?i).*STARTTLS.*"),
        A_WRONG_PASSWORD("ours", Encryption.OFFERED, "the-password-of-last-year", "(?i).*(AUTH|535).*");

        private final String key;
        private final Encryption encryption;
        private final String password;
        private final String told;

        Hindrance(String key, Encryption encryption, String password, String told) {
            this.key = key;
            this.encryption = encryption;
            this.password = password;
            this.told = told;
        }
    }

    @BeforeEach
    void listen() {
        ofLetters.addHandler(handler);
    }

    @AfterEach
    void leave() {
        ofLetters.removeHandler(handler);
        clock.backToNow();
    }

    @Test
    void theProofOfAnAddressAndALinkForANewPasswordComeEncryptedAndByWhomTheServerKnows() {
        factors.made(realm(), "hildegard", "hildegard@house.example");
        try (EximPeer server = EximPeer.start(identity("ours"), ACCOUNT, Encryption.OFFERED)) {
            withMail(server, PASSWORD, () -> {
                try (PlainBrowser browser = new PlainBrowser()) {
                    house.arrive(browser, Way.LOCAL, "hildegard", "desk");
                    Visit page = browser.carryOn(browser.open(house.at("/account/email")));
                    browser.carryOn(browser.submit(
                            page, "form:has([type=email])", Map.of("address", "hildegard@house.example")));
                    Visit question = browser.open(link(server, 1));
                    Visit done = browser.carryOn(browser.submit(question, "form:has([name=token])", Map.of()));
                    assertThat(done.html().select("[role=status]").text()).contains("is proven");
                }
                try (PlainBrowser browser = new PlainBrowser()) {
                    Visit ask = browser.click(house.enter(browser, "desk"), "Forgotten your password?");
                    browser.carryOn(browser.submit(
                            ask,
                            "form:has([name=username]):not(:has([name=password]))",
                            Map.of("username", "hildegard")));
                    Visit choose = browser.open(link(server, 2));
                    Visit changed = browser.carryOn(browser.submit(
                            choose,
                            "form:has([name=wanted])",
                            Map.of("wanted", "hildegard-password-2", "repeated", "hildegard-password-2")));
                    assertThat(changed.html().select("h1").text()).isEqualTo("The password was changed");
                }
                assertThat(server.box())
                        .hasSizeGreaterThanOrEqualTo(2)
                        .allSatisfy(letter -> assertThat(letter)
                                .contains("esmtpsa", "TLS1.", "Auto-Submitted: auto-generated", "login@house.example"));
                assertThat(server.log()).contains("A=plain:login").doesNotContain(PASSWORD);
            });
        }
    }

    /** It waits, and goes when the operator has put right what hindered it. */
    @ParameterizedTest
    @EnumSource
    void aLetterIsHandedToNobodyElseAndGoesLater(Hindrance hindrance) {
        try (EximPeer server = EximPeer.start(identity(hindrance.key), ACCOUNT, hindrance.encryption)) {
            withMail(server, hindrance.password, () -> {
                post.post(realm(), Post.Worth.LINK, () -> Optional.of(LETTER));
                Waiting.until(() -> log.stream().anyMatch(line -> line.contains("a letter is tried again")));
            });
            assertThat(log).anySatisfy(line -> assertThat(line).matches(hindrance.told));
            assertThat(log)
                    .noneMatch(line ->
                            line.contains(SECRET) || line.contains(hindrance.password) || line.contains(LETTER.to()));
            assertThat(server.box()).isEmpty();
            assertThat(server.log()).doesNotContain(" <= ", SECRET, hindrance.password);
        }
        try (EximPeer server = EximPeer.start(identity("ours"), ACCOUNT, Encryption.OFFERED)) {
            withMail(server, PASSWORD, () -> {
                clock.move(Duration.ofMinutes(3));
                post.carryOwed();
                Waiting.until(() -> server.box().size() == 1);
                assertThat(server.box().getFirst()).contains(SECRET);
            });
        }
    }

    private static URI link(EximPeer server, int count) {
        Waiting.until(() -> links(server).size() >= count);
        return links(server).get(count - 1);
    }

    private static List<URI> links(EximPeer server) {
        return server.box().stream()
                .map(Letters::read)
                .filter(Letters.Got::hasLink)
                .map(Letters.Got::link)
                .toList();
    }

    private void withMail(EximPeer server, String password, Runnable meanwhile) {
        String block = "mail:\n  host: localhost\n  port: " + server.port() + "\n  username: login\n  password: "
                + password + "\n  from: login@house.example\n  newDevices: false\n\n";
        files.with("house", "passwords:", block + "passwords:", meanwhile);
    }

    private EximPeer.Identity identity(String name) {
        try {
            return new EximPeer.Identity(
                    Files.readString(keys.resolve(name + ".key")), Files.readString(keys.resolve(name + ".crt")));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private Realm realm() {
        return realms.find(new RealmName("house")).orElseThrow();
    }
}
