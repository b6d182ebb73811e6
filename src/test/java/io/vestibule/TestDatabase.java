package io.vestibule;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vestibule.boot.EmbeddedDatabase;
import io.vestibule.boot.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The database of every {@code @QuarkusTest}: a real PostgreSQL, empty at each start of the application under test. The
 * service file in {@code META-INF/services} applies it everywhere. {@code VESTIBULE_TEST_DATABASE_URL} (with
 * {@code VESTIBULE_TEST_DATABASE_USER} and {@code …_PASSWORD}, a role that may create databases) names a server to use;
 * without it an embedded one runs for as long as the test JVM. The data directory is a temporary one too.
 */
public class TestDatabase implements QuarkusTestResourceLifecycleManager {
    /** Survives the class loaders that each test profile brings; a static field would not. */
    private static final String SERVER = "vestibule.test.server.";

    private String database = "";

    @Override
    public Map<String, String> start() {
        synchronized (System.getProperties()) {
            if (System.getProperty(SERVER + "url") == null) {
                findServer();
            }
        }
        database = "test_" + Long.toHexString(new SecureRandom().nextLong());
        execute("CREATE DATABASE " + database);
        return Map.of(
                "quarkus.datasource.jdbc.url", onServer(database),
                "quarkus.datasource.username", System.getProperty(SERVER + "username"),
                "quarkus.datasource.password", System.getProperty(SERVER + "password"),
                "vestibule.data-dir", System.getProperty(SERVER + "data"));
    }

    @Override
    public void stop() {
        if (!database.isEmpty()) {
            execute("DROP DATABASE IF EXISTS " + database + " WITH (FORCE)");
        }
    }

    private static void findServer() {
        Path data = temporaryDirectory();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> deleteTree(data)));
        System.setProperty(SERVER + "data", data.toString());
        Optional<String> given = env("VESTIBULE_TEST_DATABASE_URL");
        if (given.isPresent()) {
            remember(
                    given.get(),
                    env("VESTIBULE_TEST_DATABASE_USER").orElse("postgres"),
                    env("VESTIBULE_TEST_DATABASE_PASSWORD").orElse(""));
            return;
        }
        Path store = temporaryDirectory();
        EmbeddedDatabase embedded = EmbeddedDatabase.start(
                store, Path.of("target", "postgres").toAbsolutePath(), Progress.silent(), new SecureRandom());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            embedded.close();
            deleteTree(store);
        }));
        remember(embedded.jdbcUrl(), embedded.username(), embedded.password());
    }

    private static void remember(String url, String username, String password) {
        System.setProperty(SERVER + "url", url);
        System.setProperty(SERVER + "username", username);
        System.setProperty(SERVER + "password", password);
    }

    private static String onServer(String database) {
        return System.getProperty(SERVER + "url").replaceFirst("(//[^/?]+)(/[^?]*)?", "$1/" + database);
    }

    private static void execute(String sql) {
        try (Connection connection = DriverManager.getConnection(
                        System.getProperty(SERVER + "url"),
                        System.getProperty(SERVER + "username"),
                        System.getProperty(SERVER + "password"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("test database: " + sql, e);
        }
    }

    private static Optional<String> env(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("vestibule-test-");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void deleteTree(Path root) {
        try (Stream<Path> all = Files.walk(root)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new IllegalStateException("temporary database " + root + " stays behind", e);
        }
    }
}
