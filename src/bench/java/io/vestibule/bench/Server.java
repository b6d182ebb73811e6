package io.vestibule.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The real server, started the way a person starts it, on a directory, a port and a realm of its own. */
final class Server implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String REALM = "bench";

    private static final String GUILD = Guild.publish();

    private final Process process;
    private final Path data;
    private final int port;

    /** How long a start took to its first answer, and what it cost. */
    record Start(double seconds, double cpuSeconds) {}

    private Server(Process process, Path data, int port) {
        this.process = process;
        this.data = data;
        this.port = port;
    }

    /** By the command line, while no server runs. */
    static void importKeys(Path data, Path log, String realm, Path keys) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder("./vestibule", "keystone-keys", "import", "--realm", realm, keys.toString());
        builder.environment().put("VESTIBULE_DATA_DIR", data.toString());
        builder.environment()
                .put(
                        "VESTIBULE_REALM_CONFIG",
                        Path.of("src/bench/realm-config").toAbsolutePath().toString());
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        if (builder.start().waitFor() != 0) {
            throw new IOException("the keys of tokens could not be imported");
        }
    }

    static Server on(Path data, Path log, List<String> jvm) throws IOException {
        int port = freePort();
        ProcessBuilder builder = new ProcessBuilder("./vestibule", "start");
        var environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("QUARKUS_") || name.startsWith("VESTIBULE_DATABASE_"));
        List<String> options = new ArrayList<>(jvm);
        Optional.ofNullable(environment.get("VESTIBULE_JAVA_OPTS")).ifPresent(options::addFirst);
        environment.put("VESTIBULE_JAVA_OPTS", String.join(" ", options));
        environment.put("VESTIBULE_DATA_DIR", data.toString());
        environment.put(
                "VESTIBULE_REALM_CONFIG",
                Path.of("src/bench/realm-config").toAbsolutePath().toString());
        environment.put("VESTIBULE_BENCH_GUILD", GUILD);
        environment.put("VESTIBULE_BASE_URL", "http://127.0.0.1:" + port);
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        return new Server(builder.start(), data, port);
    }

    int port() {
        return port;
    }

    String issuer() {
        return "http://127.0.0.1:" + port + "/realms/" + REALM;
    }

    /** Waits for the first right answer to what an application asks first. */
    Start awaitFirstAnswer() throws IOException, InterruptedException {
        long begun = System.nanoTime();
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() - begun > PATIENCE.toNanos()) {
                throw new IOException("the server did not come up");
            }
            Thread.sleep(10);
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        ProcessTree.Both use = use(false);
        return new Start(seconds, (use.server().cpuMillis() + use.database().cpuMillis()) / 1000);
    }

    ProcessTree.Both use(boolean withMemory) {
        return ProcessTree.of(process.pid(), postmaster(), withMemory);
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IOException("the server did not end within a minute");
            }
        } catch (InterruptedException stopped) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private boolean answers() {
        try (Connection connection = new Connection(port)) {
            return connection
                            .get("/realms/" + REALM + "/.well-known/openid-configuration")
                            .status()
                    == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** The embedded database, as the server itself comes to it. */
    java.sql.Connection database() throws IOException, SQLException {
        String password = Files.readString(data.resolve("postgres/password")).strip();
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + postmaster(3) + "/vestibule", "vestibule", password);
    }

    private long postmaster() {
        return postmaster(0);
    }

    /** A line of the embedded database's own file: the first is its process, the fourth its port. */
    private long postmaster(int line) {
        try (Stream<Path> files = Files.walk(data, 3)) {
            Optional<Path> file =
                    files.filter(path -> path.endsWith("postmaster.pid")).findFirst();
            return file.isEmpty()
                    ? -1
                    : Long.parseLong(Files.readAllLines(file.get()).get(line).strip());
        } catch (IOException | UncheckedIOException gone) {
            return -1;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
