package io.vestibule.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The application as it was built, in a process of its own: one node of several. */
public final class BuiltNode implements AutoCloseable {
    private static final Path JAR =
            Path.of("target", "quarkus-app", "quarkus-run.jar").toAbsolutePath();
    private static final Duration LONGEST_START = Duration.ofMinutes(2);

    private final PeerProcess process;
    private final int port;

    private BuiltNode(PeerProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Why there is none to start. */
    public static Optional<String> missing() {
        if (!Files.exists(JAR)) {
            return Optional.of("the application is not built (./vestibule rehearse)");
        }
        return isOlderThan(Path.of("src", "main"), modified(JAR))
                ? Optional.of("the application was built from older sources (./vestibule rehearse)")
                : Optional.empty();
    }

    /** @param settings in its environment, besides where it listens and what it keeps for itself */
    public static BuiltNode start(Map<String, String> settings) {
        Path folder = PeerProcess.newFolder("node");
        int port = PeerProcess.freePort();
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", // it does not live to see more
                "--enable-native-access=ALL-UNNAMED",
                "-jar",
                JAR.toString(),
                "start");
        PeerProcess process = PeerProcess.start(
                folder,
                command,
                Stream.concat(
                                settings.entrySet().stream(),
                                Map.of(
                                        "VESTIBULE_DATA_DIR",
                                        folder.resolve("data").toString(),
                                        "QUARKUS_HTTP_HOST",
                                        "127.0.0.1",
                                        "QUARKUS_HTTP_PORT",
                                        Integer.toString(port))
                                        .entrySet()
                                        .stream())
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
        return new BuiltNode(process, port);
    }

    public void awaitReady() {
        process.awaitOk(URI.create("http://127.0.0.1:" + port + "/q/health/ready"), LONGEST_START);
    }

    public int port() {
        return port;
    }

    /** What it has printed, its audit log among it. */
    public List<String> lines() {
        return process.lines();
    }

    public String lastLines() {
        return process.lastLines();
    }

    /** At once, with whatever it was doing. */
    public void kill() {
        process.kill();
    }

    @Override
    public void close() {
        process.close();
    }

    private static boolean isOlderThan(Path sources, FileTime built) {
        try (Stream<Path> all = Files.walk(sources)) {
            return all.filter(Files::isRegularFile)
                    .anyMatch(source -> modified(source).compareTo(built) > 0);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
