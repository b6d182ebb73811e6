package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.Waiting;
import io.vestibule.identity.RealmName;
import io.vestibule.mail.DyingCarrier;
import io.vestibule.mail.Letter;
import io.vestibule.mail.Post;
import io.vestibule.outbound.ScriptedMailServer;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A letter that no server has taken waits in the database, sealed, for as long as it is worth something. */
@QuarkusTest
@TestProfile(JourneyProfile.class)
class OwedLettersJourneyTest {
    private static final RealmName HOUSE = new RealmName("house");
    private static final RealmName GUILD = new RealmName("guild");
    private static final Letter LETTER =
            new Letter("ada@house.example", "Hello", "https://login.example/reset?token=secret");

    @Inject
    Post post;

    @Inject
    DyingCarrier other;

    @Inject
    Realms realms;

    @Inject
    RealmFiles files;

    @Inject
    JourneyClock clock;

    @Inject
    MeterRegistry meters;

    @Inject
    DataSource database;

    private GreenMail server;

    @BeforeEach
    void aServerThatIsAway() throws IOException {
        other.forgetAll();
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            server = new GreenMail(new ServerSetup(socket.getLocalPort(), "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        }
    }

    @AfterEach
    void stop() {
        other.forgetAll();
        clock.backToNow();
        server.stop();
    }

    @Test
    void aServerThatIsAwayGetsTheLetterWhenItIsBack() {
        withMail("", () -> {
            assertThat(write(Post.Worth.LINK, () -> Optional.of(LETTER))).isTrue();
            Waiting.until(this::isPutOff);
            server.start();
            clock.move(Duration.ofMinutes(3));
            post.carryOwed();
            Waiting.until(() -> server.getReceivedMessages().length == 1);
            Waiting.until(() -> other.waiting() == 0);
        });
    }

    @Test
    void whatADeadNodeWroteAnotherHandsIn() {
        withMail("", () -> {
            server.start();
            other.writeAndDie(HOUSE, LETTER);
            post.carryOwed();
            Waiting.until(() -> server.getReceivedMessages().length == 1);
        });
    }

    @Test
    void whatANodeTookAndDiedWithIsHandedInWhenItsTimeIsOver() {
        withMail("", () -> {
            server.start();
            clock.stand();
            other.writeAndDie(HOUSE, LETTER);
            other.takeAndDie();
            post.carryOwed();
            write(Post.Worth.NEWS, () -> Optional.of(new Letter("ada@house.example", "Another", "Text")));
            Waiting.until(
                    () -> server.getReceivedMessages().length == 1); // and not the one in the hands of a living node
            Waiting.until(() -> other.waiting() == 1);
            clock.move(Duration.ofMinutes(3));
            post.carryOwed();
            Waiting.until(() -> server.getReceivedMessages().length == 2);
            Waiting.until(() -> other.waiting() == 0);
        });
    }

    @Test
    void whoEndsAfterAChangeHasWrittenTheLetterAboutIt() {
        withMail("", () -> {
            CountDownLatch go = new CountDownLatch(1);
            write(Post.Worth.NEWS, () -> {
                await(go);
                return Optional.of(LETTER);
            });
            Thread.ofVirtual().start(go::countDown);
            other.stopInPeace();
            assertThat(other.waiting()).isEqualTo(1);
            Waiting.until(this::isPutOff);
            server.start();
            clock.move(Duration.ofMinutes(3));
            post.carryOwed();
            Waiting.until(() -> other.waiting() == 0);
        });
    }

    @Test
    void aLinkThatIsOverIsNotHandedIn() {
        withMail("", () -> {
            double before = count("failed");
            write(Post.Worth.LINK, () -> Optional.of(LETTER));
            Waiting.until(this::isPutOff);
            clock.move(Duration.ofMinutes(21));
            server.start();
            post.carryOwed();
            Waiting.until(() -> other.waiting() == 0);
            Waiting.until(() -> count("failed") == before + 1);
            assertThat(server.getReceivedMessages()).isEmpty();
        });
    }

    @Test
    void newsAreHandedInTheNextMorning() {
        withMail("", () -> {
            write(Post.Worth.NEWS, () -> Optional.of(LETTER));
            Waiting.until(this::isPutOff);
            server.start(); // first: whoever carries letters looks at the clock at any time
            clock.move(Duration.ofHours(12));
            post.carryOwed();
            Waiting.until(() -> server.getReceivedMessages().length == 1);
        });
    }

    @Test
    void whatIsRefusedForGoodIsNotTriedAgain() {
        try (ScriptedMailServer strict = new ScriptedMailServer(Map.of("RCPT", "550 no such mailbox"))) {
            files.with("house", "passwords:", block(strict.port(), "") + "passwords:", () -> {
                double before = count("rejected");
                write(Post.Worth.NEWS, () -> Optional.of(LETTER));
                Waiting.until(() -> count("rejected") == before + 1);
                Waiting.until(() -> other.waiting() == 0);
            });
        }
    }

    @Test
    void aServerThatDoesNotLetUsInGetsTheLetterWhenItDoes() {
        withMail("\n  username: login\n  password: changed", () -> {
            server.start();
            write(Post.Worth.NEWS, () -> Optional.of(LETTER));
            Waiting.until(this::isPutOff);
            server.setUser("login@house.example", "login", "changed");
            clock.move(Duration.ofMinutes(3));
            post.carryOwed();
            Waiting.until(() -> server.getReceivedMessages().length == 1);
        });
    }

    @Test
    void aServerThatHangsHoldsNoLetterOfAnotherRealm() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
            files.with("guild", "passwords:", block(silent.getLocalPort(), "") + "passwords:", () -> {
                withMail("", () -> {
                    server.start();
                    for (int i = 0; i < 20; i++) {
                        other.writeAndDie(GUILD, LETTER);
                    }
                    post.carryOwed();
                    Waiting.until(
                            () -> !ask("select sum(attempts) from owed_letter").equals("0"));
                    write(Post.Worth.LINK, () -> Optional.of(LETTER));
                    Waiting.until(() -> server.getReceivedMessages().length == 1);
                });
            });
        }
    }

    @Test
    void oneLetterFindsOutForAllOfTheRealmThatItsServerIsAway() {
        withMail("", () -> {
            for (int i = 0; i < 20; i++) {
                other.writeAndDie(HOUSE, LETTER);
            }
            post.carryOwed();
            Waiting.until(() -> ask("select count(*) from owed_letter where attempts = 0 and next_attempt_at"
                                    + " > now() + interval '10 seconds'")
                            .compareTo("0")
                    > 0);
            assertThat(Integer.parseInt(ask("select sum(attempts) from owed_letter")))
                    .isLessThanOrEqualTo(12);
        });
    }

    @Test
    void whereNewsAreManyALinkFindsRoom() {
        withMail("", () -> {
            double before = count("not-taken");
            ask(
                    "with made as (insert into owed_letter select gen_random_uuid(), 'house', '', 0, now() + interval '1 day',"
                            + " now() + interval '1 hour' from generate_series(1, 4000) returning 1) select count(*) from made");
            write(Post.Worth.NEWS, () -> Optional.of(LETTER));
            Waiting.until(() -> count("not-taken") == before + 1);
            write(Post.Worth.LINK, () -> Optional.of(LETTER));
            Waiting.until(() -> other.waiting() == 4001);
        });
    }

    /** A server may hang up at a letter, and at none of the others. */
    @Test
    void aLetterThatFindsNobodyTimeAfterTimeSpeaksForItselfAlone() {
        withMail("", () -> {
            other.writeAndDie(HOUSE, LETTER);
            ask(
                    "with changed as (update owed_letter set attempts = 5, worth_until = now() + interval '1 day' returning 1)"
                            + " select count(*) from changed");
            ask(
                    "with made as (insert into owed_letter values (gen_random_uuid(), 'house', '', 0, now() + interval '1 day',"
                            + " now() + interval '20 seconds') returning 1) select count(*) from made");
            post.carryOwed();
            Waiting.until(() -> ask("select count(*) from owed_letter where attempts = 6"
                            + " and next_attempt_at > now() + interval '10 minutes'")
                    .equals("1"));
            assertThat(ask("select count(*) from owed_letter where attempts = 0"
                            + " and next_attempt_at < now() + interval '21 seconds'"))
                    .isEqualTo("1");
        });
    }

    @Test
    void whoReadsTheDatabaseReadsNoLetter() {
        withMail("", () -> {
            write(Post.Worth.LINK, () -> Optional.of(LETTER));
            Waiting.until(this::isPutOff);
            assertThat(row())
                    .isNotEmpty()
                    .doesNotContain("secret")
                    .doesNotContain("ada@")
                    .doesNotContain("Hello");
            server.start();
            clock.move(Duration.ofMinutes(3));
            post.carryOwed();
            Waiting.until(() -> other.waiting() == 0);
        });
    }

    @Test
    void aLetterThatCannotBeWrittenKeepsNoOtherBack() {
        withMail("", () -> {
            server.start();
            for (int i = 0; i < 5; i++) {
                write(Post.Worth.NEWS, () -> {
                    throw new IllegalStateException("no words");
                });
            }
            write(Post.Worth.NEWS, () -> Optional.of(LETTER));
            Waiting.until(() -> server.getReceivedMessages().length == 1);
        });
    }

    @Test
    void whatIsYetToBeWrittenIsBoundedAndWhoeverPostsNeverWaits() {
        withMail("", () -> {
            server.start();
            CountDownLatch go = new CountDownLatch(1);
            for (int i = 0; i < 1000; i++) {
                assertThat(write(Post.Worth.NEWS, () -> {
                            await(go);
                            return Optional.empty();
                        }))
                        .isTrue();
            }
            assertThat(write(Post.Worth.NEWS, () -> Optional.of(LETTER))).isFalse();
            go.countDown();
            Waiting.until(() -> write(Post.Worth.NEWS, () -> Optional.of(LETTER)));
            Waiting.until(() -> server.getReceivedMessages().length == 1);
        });
    }

    private boolean write(Post.Worth worth, Supplier<Optional<Letter>> writing) {
        return post.post(house(), worth, writing);
    }

    private Realm house() {
        return realms.find(HOUSE).orElseThrow();
    }

    private double count(String outcome) {
        return meters.counter("vestibule.letters", "realm", "house", "outcome", outcome)
                .count();
    }

    private void withMail(String more, Runnable meanwhile) {
        files.with(
                "house",
                "passwords:",
                block(server.getSmtp().getServerSetup().getPort(), more) + "passwords:",
                meanwhile);
    }

    private static String block(int port, String more) {
        return "mail:\n  host: 127.0.0.1\n  tls: none\n  from: login@house.example\n  port: " + port + more + "\n";
    }

    /** The first attempt has failed, and is not under way any more. */
    private boolean isPutOff() {
        return ask("select count(*) from owed_letter where attempts in (1, 2)"
                        + " and next_attempt_at < now() + interval '60 seconds'")
                .equals("1");
    }

    private String row() {
        return ask("select encode(sealed_letter, 'escape') from owed_letter");
    }

    private String ask(String sql) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        } catch (SQLException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
