package io.vestibule.boot;

import io.vestibule.records.RandomTokens;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A PostgreSQL of our own, for whoever configured none: unpacked and initialised on the first start, kept over restarts,
 * reachable from this machine only, stopped with this process however this process ends.
 */
public final class EmbeddedDatabase implements AutoCloseable {
    private static final int PASSWORD_BYTES = 32;
    private static final int ATTEMPTS = 5;
    private static final long STOPPED_WITHIN_SECONDS = 30;
    private static final long GLANCE_MILLIS = 4;
    private static final long BETWEEN_ATTEMPTS_MILLIS = 300;
    private static final long LOG_LIMIT = 10L << 20;

    /**
     * Starts the server and stays at its side. Its standard input is a pipe that only the Java process holds: when that
     * process ends, even by kill -9, the pipe closes and the database is stopped in order. An interrupt typed at the
     * terminal reaches the whole group and is left to the Java process, which first finishes what it was doing.
     */
    private static final String COMPANION = """
            trap '' INT HUP TERM
            "$1" start --silent --wait --timeout=60 --pgdata="$2" --log="$3" --options="-p $4" || exit 1
            read -r end
            "$1" stop --silent --mode=fast --wait --timeout=20 --pgdata="$2" ||
            "$1" stop --silent --mode=immediate --wait --timeout=5 --pgdata="$2"
            """;

    private final DirectoryLock lock;
    private final Process companion;
    private final int port;
    private final String password;

    private EmbeddedDatabase(DirectoryLock lock, Process companion, int port, String password) {
        this.lock = lock;
        this.companion = companion;
        this.port = port;
        this.password = password;
    }

    /**
     * Starts the database of {@code dataDirectory}, making it first where there is none.
     *
     * @param programs where PostgreSQL is unpacked unless it is there already; several directories may share it
     */
    public static EmbeddedDatabase start(Path dataDirectory, Path programs, Progress progress, SecureRandom random) {
        return start(new DataDirectory(dataDirectory), programs, progress, random);
    }

    static EmbeddedDatabase start(DataDirectory directory, Path programs, Progress progress, SecureRandom random) {
        directory.create();
        try {
            DirectoryLock lock = DirectoryLock.take(directory.lock());
            try {
                return startLocked(directory, programs, progress, random, lock);
            } catch (StartRefusal | IOException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new StartRefusal("The database in " + directory.postgres() + " cannot be opened: " + e, e);
        }
    }

    private static EmbeddedDatabase startLocked(
            DataDirectory directory, Path programs, Progress progress, SecureRandom random, DirectoryLock lock)
            throws IOException {
        PostgresBinaries binaries = PostgresBinaries.unpackedIn(programs, progress);
        DatabaseAccount account = DatabaseAccount.forFolder(directory.postgres(), directory.cluster(), binaries);
        PostgresCluster cluster = new PostgresCluster(directory.cluster(), account, binaries);
        String password = prepare(cluster, directory, progress, random);
        prepareLog(directory.log(), account);
        Launch launch = progress.during("Starting database", () -> launch(cluster, directory, progress));
        if (programs.equals(directory.postgres())) {
            binaries.forgetOtherReleases();
        }
        return new EmbeddedDatabase(lock, launch.companion(), launch.port(), password);
    }

    /** Leaves a stopped, configured cluster whose password we know, and returns it. */
    private static String prepare(
            PostgresCluster cluster, DataDirectory directory, Progress progress, SecureRandom random)
            throws IOException {
        SecretFile file = new SecretFile(directory.password());
        Optional<String> known = file.read().filter(text -> !text.isEmpty());
        String password = known.orElseGet(() -> new RandomTokens(random).hex(PASSWORD_BYTES));
        if (known.isEmpty()) {
            file.write(password);
        }
        if (!cluster.exists()) {
            progress.during("Preparing database (first start)", () -> {
                cluster.make(password);
                return cluster;
            });
        } else {
            cluster.refuseOtherMajorVersion();
            cluster.account().own(cluster.folder());
            cluster.stopLeftover(progress);
            if (known.isEmpty()) {
                cluster.changePassword(password);
            }
        }
        cluster.configure();
        return password;
    }

    private static void prepareLog(Path log, DatabaseAccount account) throws IOException {
        if (Files.exists(log) && Files.size(log) > LOG_LIMIT) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
        if (!Files.exists(log)) {
            Files.createFile(log);
            Files.setPosixFilePermissions(log, SecretFile.OWNER_ONLY);
        }
        account.own(log);
    }

    private record Launch(Process companion, int port) {}

    /** More than once, because a free port can be taken and a dying server can still hold on for a moment. */
    private static Launch launch(PostgresCluster cluster, DataDirectory directory, Progress progress)
            throws IOException, InterruptedException {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            int port = freePort();
            Process companion = Commands.prepared(companionCommand(cluster, directory, port), directory.postgres())
                    .redirectErrorStream(true)
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(directory.log().toFile()))
                    .start();
            if (becomesReady(companion, cluster, port)) {
                return new Launch(companion, port);
            }
            Thread.sleep(BETWEEN_ATTEMPTS_MILLIS);
            cluster.stopLeftover(progress);
        }
        throw new StartRefusal(
                "PostgreSQL does not start: " + lastComplaint(directory.log()) + " (more in " + directory.log() + ").");
    }

    private static List<String> companionCommand(PostgresCluster cluster, DataDirectory directory, int port) {
        return cluster.account()
                .command(
                        "sh",
                        "-c",
                        COMPANION,
                        "vestibule-database",
                        cluster.binaries().program("pg_ctl").toString(),
                        cluster.folder().toString(),
                        directory.log().toString(),
                        Integer.toString(port));
    }

    private static boolean becomesReady(Process companion, PostgresCluster cluster, int port)
            throws IOException, InterruptedException {
        while (!companion.waitFor(GLANCE_MILLIS, TimeUnit.MILLISECONDS)) {
            Optional<Postmaster> postmaster = Postmaster.recordedIn(cluster.folder());
            if (postmaster
                    .filter(found -> found.port() == port && found.ready())
                    .isPresent()) {
                return true;
            }
        }
        return false;
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private static String lastComplaint(Path log) throws IOException {
        List<String> complaints = Files.readAllLines(log).stream()
                .filter(line -> line.contains("FATAL") || line.contains("PANIC") || line.contains("could not"))
                .toList();
        return complaints.isEmpty() ? "it gives no reason" : complaints.getLast();
    }

    public String jdbcUrl() {
        return jdbcUrl(PostgresCluster.ROLE);
    }

    /** Another database of the same server: each test run takes one of its own. */
    public String jdbcUrl(String database) {
        return jdbcUrl(port, database);
    }

    static String jdbcUrl(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    public String username() {
        return PostgresCluster.ROLE;
    }

    public String password() {
        return password;
    }

    /** Stops the server in order and lets the directory go. */
    @Override
    public void close() {
        try (lock) {
            companion.getOutputStream().close();
            if (!companion.waitFor(STOPPED_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                companion.destroyForcibly();
            }
        } catch (IOException e) {
            throw new StartRefusal("The database did not stop in order: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
