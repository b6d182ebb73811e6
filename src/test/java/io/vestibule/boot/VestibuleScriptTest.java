package io.vestibule.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script in a checkout of cardboard: its JDKs and its Maven write down how they were called. */
class VestibuleScriptTest {
    private static final String JAR = "target/quarkus-app/quarkus-run.jar";

    @TempDir
    Path folder;

    private Path checkout;
    private Path jdks;
    private final Map<String, String> environment = new LinkedHashMap<>();

    private record Run(int status, String output) {}

    @BeforeEach
    void checkout() throws IOException {
        checkout = Files.createDirectory(folder.resolve("a checkout"));
        jdks = Files.createDirectory(folder.resolve("jdks"));
        Files.copy(Path.of("vestibule"), checkout.resolve("vestibule"));
        executable(checkout.resolve("mvnw"), """
                echo "maven $JAVA_HOME: $*" >> calls
                mkdir -p target/quarkus-app && touch %s
                """.formatted(JAR));
        write("pom.xml", "");
        write("src/main/java/Room.java", "");
        built();
        environment.put("PATH", "/usr/bin:/bin");
        environment.put("HOME", folder.toString());
        environment.put("VESTIBULE_JDK_PATH", "");
    }

    @Test
    void theTestedReleaseIsPreferredToOlderAndNewerOnes() throws Exception {
        jdk("twenty-one", "21.0.8");
        jdk("twenty-six", "26");
        jdk("twenty-five", "25.0.3");
        assertThat(run("doctor").output()).contains("java of twenty-five");
    }

    @Test
    void withoutItTheNewestServes() throws Exception {
        jdk("twenty-one", "21.0.8");
        jdk("twenty-six", "26-ea");
        jdk("seventeen", "17.0.15");
        assertThat(run("doctor").output()).contains("java of twenty-six");
    }

    @Test
    void whatThePersonChoseWins() throws Exception {
        jdk("twenty-five", "25.0.3");
        environment.put("JAVA_HOME", jdk("chosen", "21.0.8").toString());
        assertThat(run("doctor").output()).contains("java of chosen");
    }

    @Test
    void aChosenJdkThatIsTooOldIsPassedOver() throws Exception {
        jdk("twenty-five", "25.0.3");
        environment.put("JAVA_HOME", jdk("seventeen", "17.0.15").toString());
        assertThat(run("doctor").output()).contains("java of twenty-five");
    }

    @Test
    void aJdkBehindALinkOnThePathIsFound() throws Exception {
        Path home = jdk("elsewhere/twenty-two", "22.0.1");
        environment.put("VESTIBULE_JDK_PATH", folder.resolve("nothing").toString());
        Path bin = Files.createDirectory(folder.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("java"), home.resolve("bin/java"));
        environment.put("PATH", bin + ":/usr/bin:/bin");
        assertThat(run("doctor").output()).contains("java of twenty-two");
    }

    @Test
    void aRuntimeWithoutACompilerIsNotEnough() throws Exception {
        Files.delete(jdk("runtime", "25.0.3").resolve("bin/javac"));
        jdk("twenty-one", "21.0.8");
        assertThat(run("doctor").output()).contains("java of twenty-one");
    }

    @Test
    void whereThereIsNothingToCompileARuntimeWillDo() throws Exception {
        Files.delete(jdk("runtime", "25.0.3").resolve("bin/javac"));
        Files.delete(checkout.resolve("src/main/java/Room.java"));
        Files.delete(checkout.resolve("src/main/java"));
        Files.delete(checkout.resolve("src/main"));
        assertThat(run("start").output()).contains("java of runtime").doesNotContain("Building");
    }

    @Test
    void withoutAnySuitableJdkOneLineSaysWhatToInstall() throws Exception {
        jdk("seventeen", "17.0.15");
        environment.put("VESTIBULE_JDK_PATH", jdks.resolve("seventeen").toString());
        Run run = run("start");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.output().strip().lines()).hasSize(1);
        assertThat(run.output()).contains("JDK 21 or later", "install", "JAVA_HOME");
    }

    @Test
    void startBuildsOnceAndAgainOnlyWhenASourceIsNewer() throws Exception {
        jdk("twenty-one", "21.0.8");
        Files.delete(checkout.resolve(JAR));
        assertThat(run("start").output()).contains("Building").contains("-jar " + JAR + " start");
        assertThat(run("start").output()).doesNotContain("Building");
        later("src/main/java/Room.java");
        assertThat(run("start").output()).contains("Building");
        assertThat(calls()).hasSize(2).allMatch(call -> call.contains("-Dmaven.test.skip=true package"));
    }

    @Test
    void whatAnOperatorEditsNeedsNoBuild() throws Exception {
        jdk("twenty-one", "21.0.8");
        write("realm-config/demo.yaml", "");
        later("realm-config/demo.yaml");
        assertThat(run("start").output()).doesNotContain("Building");
    }

    @Test
    void aFailedBuildShowsItsLogAndStartsNothing() throws Exception {
        jdk("twenty-one", "21.0.8");
        Files.delete(checkout.resolve(JAR));
        executable(checkout.resolve("mvnw"), "echo 'cannot find symbol'; exit 1\n");
        Run run = run("start");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.output())
                .contains("cannot find symbol", "target/build.log")
                .doesNotContain("java of");
    }

    @Test
    void testPassesItsArgumentsOn() throws Exception {
        Path home = jdk("twenty-one", "21.0.8");
        run("test", "-Dtest=Some Test");
        assertThat(calls()).singleElement().asString().contains(home.toString()).endsWith("verify -Dtest=Some Test");
    }

    @Test
    void hostileMessagesAreSentByAProgramOfTheirOwn() throws Exception {
        jdk("twenty-one", "21.0.8");
        environment.put("FAKE_STATUS", "1");
        Run run = run("saml-attacks", "--only", "1,7");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.output())
                .contains("attack.SamlAttacks --only 1,7", "-Dvestibule.attacks.caller=" + folder)
                .doesNotContain("-jar");
    }

    @Test
    void argumentsAndTheStatusOfTheArtifactPassThrough() throws Exception {
        jdk("twenty-one", "21.0.8");
        environment.put("FAKE_STATUS", "3");
        Run run = run("explain", "a reference", "--json");
        assertThat(run.status()).isEqualTo(3);
        assertThat(run.output()).contains("<explain><a reference><--json>");
    }

    @Test
    void theArtifactLearnsWhereItsCallerStands() throws Exception {
        jdk("twenty-one", "21.0.8");
        assertThat(run("mapping", "lint").output()).contains("<-Dvestibule.caller=" + folder + "><-jar>");
    }

    @Test
    void theDataDirectoryLiesBesideTheScriptUnlessTheCallerNamesOne() throws Exception {
        jdk("twenty-one", "21.0.8");
        assertThat(run("doctor").output()).contains("data in " + checkout + "/data");
        environment.put("VESTIBULE_DATA_DIR", "mine");
        assertThat(run("doctor").output()).contains("data in " + folder + "/mine");
        environment.put("VESTIBULE_DATA_DIR", "/srv/vestibule");
        assertThat(run("doctor").output()).contains("data in /srv/vestibule");
    }

    @Test
    void theStartIsRehearsedOnceOnAJvmThatCanRemember() throws Exception {
        jdk("twenty-five", "25.0.3");
        String first = run("start").output();
        assertThat(first).contains("Rehearsing").containsPattern("-XX:AOTCache=target/\\S+\\.aot .*-jar");
        String second = run("start").output();
        assertThat(second).doesNotContain("Rehearsing").contains("-XX:AOTCache=");
        assertThat(run("doctor").output()).contains("-XX:AOTCache=");
    }

    @Test
    void aRehearsalThatFailsHindersNobody() throws Exception {
        jdk("twenty-five", "25.0.3");
        environment.put("FAKE_STATUS", "1");
        assertThat(run("start").output())
                .contains("Rehearsing")
                .contains("start>")
                .doesNotContain("AOTCache=");
        assertThat(run("start").output()).doesNotContain("Rehearsing");
    }

    @Test
    void anArtifactThatCannotBeWrittenStartsWithoutRehearsal() throws Exception {
        assumeThat(System.getProperty("user.name"))
                .as("root may write everywhere")
                .isNotEqualTo("root");
        jdk("twenty-five", "25.0.3");
        Files.setPosixFilePermissions(
                checkout.resolve("target/quarkus-app"), PosixFilePermissions.fromString("r-xr-xr-x"));
        assertThat(run("start").output()).contains("start>").doesNotContain("Rehearsing");
    }

    @Test
    void aNamedTemporaryFolderIsMadeAndUsed() throws Exception {
        jdk("twenty-five", "25.0.3");
        environment.put("TMPDIR", folder.resolve("new/tmp").toString());
        assertThat(run("doctor").output()).contains("-Djava.io.tmpdir=" + folder.resolve("new/tmp"));
        assertThat(folder.resolve("new/tmp")).isDirectory();
    }

    private Path jdk(String name, String version) throws IOException {
        Path home = jdks.resolve(name);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"Cardboard\"\nJAVA_VERSION=\"" + version + "\"\n");
        executable(home.resolve("bin/java"), """
                echo "java of %s: $*"
                echo "data in $VESTIBULE_DATA_DIR"
                record=
                for word in "$@"; do
                  printf '<%%s>' "$word"
                  case $word in -XX:AOTCacheOutput=*) record=${word#*=} ;; esac
                done
                status=${FAKE_STATUS:-0}
                if [ -n "$record" ] && [ "$status" = 0 ]; then echo recorded > "$record"; fi
                exit "$status"
                """.formatted(home.getFileName()));
        executable(home.resolve("bin/javac"), "");
        String known = environment.getOrDefault("VESTIBULE_JDK_PATH", "");
        environment.put("VESTIBULE_JDK_PATH", known.isEmpty() ? home.toString() : known + ":" + home);
        return home;
    }

    private Run run(String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(checkout.resolve("vestibule").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), output);
    }

    private List<String> calls() throws IOException {
        return Files.readAllLines(checkout.resolve("calls"));
    }

    private void built() throws IOException {
        for (String source : List.of("pom.xml", "src/main", "src/main/java", "src/main/java/Room.java")) {
            Files.setLastModifiedTime(checkout.resolve(source), FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
        }
        write(JAR, "");
    }

    private void later(String path) throws IOException {
        Files.setLastModifiedTime(
                checkout.resolve(path),
                FileTime.from(Files.getLastModifiedTime(checkout.resolve(JAR))
                        .toInstant()
                        .plusSeconds(5)));
    }

    private void write(String path, String text) throws IOException {
        Path file = checkout.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text, StandardOpenOption.CREATE);
    }

    private static void executable(Path file, String script) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
