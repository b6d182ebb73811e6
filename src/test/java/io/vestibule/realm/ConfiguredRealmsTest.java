package io.vestibule.realm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.StartupEvent;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Secret;
import io.vestibule.realm.reading.KeptSecrets;
import io.vestibule.realm.reading.Problem;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real files, the real watch. */
class ConfiguredRealmsTest {
    private static final RealmName ONE = new RealmName("one");
    private static final RealmName TWO = new RealmName("two");

    @TempDir
    Path directory;

    private final BlockingQueue<RealmsReloaded> news = new LinkedBlockingQueue<>();
    private ConfiguredRealms realms;

    @BeforeEach
    void declareTwoRealms() throws IOException {
        Files.createDirectories(directory.resolve("realm-config"));
        Files.createDirectories(directory.resolve("connectors"));
        write("realm-config/one.yaml", "displayName: One");
        write("realm-config/two.yaml", "displayName: Two");
        realms = realms(false);
    }

    @AfterEach
    void stop() {
        realms.stop();
    }

    @Test
    void theFirstReadingIsAnnounced() throws InterruptedException {
        start();

        assertThat(realms.all()).map(Realm::displayName).containsExactly("One", "Two");
    }

    @Test
    void aBadFirstReadingIsRefusedWithEveryProblemOnALine() throws IOException {
        write("realm-config/one.yaml", "dispalyName: One");
        write("realm-config/two.yaml", "displayName: 2");

        assertThatThrownBy(realms::firstReading)
                .isInstanceOf(ConfigRefused.class)
                .hasMessage("""
                        the configuration has 3 problems:
                          %1$s/one.yaml:1: dispalyName: the key is unknown; did you mean "displayName"?
                          %1$s/one.yaml:1: the key "displayName" is missing
                          %1$s/two.yaml:1: displayName: must be a text, but is a number; put it in quotes\
                        """.formatted(directory.resolve("realm-config")));
    }

    @Test
    void aChangedFileComesIntoForceByItself() throws Exception {
        start();

        write("realm-config/one.yaml", "displayName: Another");

        assertThat(nextNews()).isEqualTo(new RealmsReloaded(Set.of(ONE), Set.of()));
        assertThat(realms.find("one").orElseThrow().displayName()).isEqualTo("Another");
    }

    @Test
    void withoutNoticesOfTheFileSystemLookingAtIntervalsFindsIt() throws Exception {
        Path secret = Files.writeString(directory.resolve("client-secret"), "first");
        write("realm-config/one.yaml", """
                displayName: One
                connectors:
                  - {id: c, type: upstream, name: C, config: {issuer: "https://a.example", clientId: me, clientSecret: "${file:%s}"}}
                """.formatted(secret));
        start();

        Files.writeString(secret, "second one"); // lies outside the watched folders

        assertThat(nextNews().changed()).containsExactly(ONE);
        assertThat(realms.find(ONE)
                        .orElseThrow()
                        .connectors()
                        .get(new ConnectorId("c"))
                        .config())
                .isEqualTo(new TestBlocks.Upstream(
                        URI.create("https://a.example"),
                        "me",
                        Optional.of(new Secret("second one")),
                        List.of("openid", "profile"),
                        Map.of()));
    }

    @Test
    void aBadFileLeavesTheRunningConfigurationInForceUntilItIsMended() throws Exception {
        start();

        write("realm-config/one.yaml", "displayName: [broken");
        write("realm-config/two.yaml", "displayName: Changed too");
        assertThat(news.poll(1500, TimeUnit.MILLISECONDS))
                .as("nothing came into force")
                .isNull();
        assertThat(realms.all()).map(Realm::displayName).containsExactly("One", "Two");

        write("realm-config/one.yaml", "displayName: Mended");
        assertThat(nextNews()).isEqualTo(new RealmsReloaded(Set.of(ONE, TWO), Set.of()));
        assertThat(realms.all()).map(Realm::displayName).containsExactly("Mended", "Changed too");
    }

    @Test
    void aReloadByHandTellsTheProblems() throws Exception {
        start();
        realms.stop();

        write("realm-config/two.yaml", "displayName: ''");

        assertThat(realms.reload())
                .map(Problem::toString)
                .containsExactly(directory.resolve("realm-config/two.yaml")
                        + ":1: displayName: displayName must have 1 to 200 characters");
        assertThat(realms.find(TWO).orElseThrow().displayName()).isEqualTo("Two");
    }

    @Test
    void aRemovedAndASwitchedOffRealmAreGone() throws Exception {
        write("realm-config/three.yaml", "displayName: Three");
        start();
        realms.stop();

        Files.delete(directory.resolve("realm-config/one.yaml"));
        write("realm-config/two.yaml", "displayName: Two\nenabled: false");

        assertThat(realms.reload()).isEmpty();
        assertThat(nextNews()).isEqualTo(new RealmsReloaded(Set.of(), Set.of(ONE, TWO)));
        assertThat(realms.all()).map(Realm::displayName).containsExactly("Three");
        assertThat(realms.find(ONE)).isEmpty();
        assertThat(realms.find(TWO)).isEmpty();
        assertThat(realms.find("no such name!")).isEmpty();
    }

    @Test
    void losingTheWholeFolderChangesNothing() throws Exception {
        start();
        realms.stop();

        for (String name : List.of("one", "two")) {
            Files.delete(directory.resolve("realm-config/" + name + ".yaml"));
        }

        assertThat(realms.reload()).isNotEmpty();
        assertThat(realms.all()).hasSize(2);
    }

    @Test
    void aFolderThatIsNamedMustBeThere() throws Exception {
        Files.delete(directory.resolve("connectors"));

        assertThatThrownBy(realms::firstReading)
                .hasMessageContaining(directory.resolve("connectors") + ":1: there is no such folder");
    }

    @Test
    void aCheckEndsTheStartBeforeAnybodyHearsOfIt() {
        ConfiguredRealms checked = realms(true);
        checked.firstReading();

        assertThatThrownBy(() -> checked.announce(new StartupEvent()))
                .isInstanceOf(ConfigChecked.class)
                .hasMessageStartingWith("+ realm one ");
        assertThat(news).isEmpty();
    }

    @Test
    void aReloadWithoutAChangeIsNoNews() throws Exception {
        start();

        write("realm-config/one.yaml", "# only a remark\ndisplayName: One");

        assertThat(news.poll(1500, TimeUnit.MILLISECONDS)).isNull();
    }

    private void start() throws InterruptedException {
        realms.firstReading();
        realms.announce(new StartupEvent());
        Set<RealmName> all = Set.copyOf(realms.all().stream().map(Realm::name).toList());
        assertThat(nextNews()).isEqualTo(new RealmsReloaded(all, Set.of()));
    }

    private RealmsReloaded nextNews() throws InterruptedException {
        RealmsReloaded next = news.poll(20, TimeUnit.SECONDS);
        assertThat(next).as("news of a reload").isNotNull();
        return next;
    }

    private ConfiguredRealms realms(boolean checkOnly) {
        return new ConfiguredRealms(
                new ConfigFiles(
                        ConfigFolder.of(Optional.of(directory.resolve("realm-config")), "no-such-resource"),
                        ConfigFolder.of(Optional.of(directory.resolve("connectors")), "no-such-resource"),
                        TestBlocks.all(),
                        new BaseUrl(URI.create("http://localhost:8080")),
                        new KeptSecrets(directory.resolve("data/secrets"), new SecureRandom())),
                checkOnly,
                Duration.ofMillis(100),
                news::add);
    }

    /** As careful tools write: beside, then moved into place. */
    private void write(String file, String yaml) throws IOException {
        Path beside = Files.writeString(directory.resolve("written"), yaml + "\n");
        Files.move(beside, directory.resolve(file), StandardCopyOption.ATOMIC_MOVE);
    }
}
