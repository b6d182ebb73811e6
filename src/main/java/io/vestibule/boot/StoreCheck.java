package io.vestibule.boot;

import io.vestibule.identity.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/** Whether the store answers, and whether it agrees about the time. */
record StoreCheck(Settings settings, Clock clock) {
    private static final String SECONDS_TO_ANSWER = "5";
    private static final int OLDEST_POSTGRES = 13;
    private static final Duration TOLERATED_SKEW = Duration.ofSeconds(2);
    private static final Duration TOLD_FOR = Duration.ofDays(7);
    private static final String UNDEFINED_TABLE = "42P01";

    private record Answer(String product, int major, Instant now) {}

    Finding reachable() {
        Optional<DatabaseAddress> address = address();
        if (address.isEmpty()) {
            Path cluster = settings.dataDirectory().cluster();
            return Finding.ok(
                    Files.isDirectory(cluster)
                            ? "embedded in " + cluster + ", not running"
                            : "embedded, will be made at the first start");
        }
        String shown = address.get().shown();
        try {
            Answer answer = ask(address.get());
            String found = answer.product() + " at " + shown;
            return answer.major() < OLDEST_POSTGRES
                    ? Finding.failure(found, "Use PostgreSQL " + OLDEST_POSTGRES + " or later.")
                    : Finding.ok(found);
        } catch (SQLException e) {
            return Finding.failure(
                    shown + " does not answer: " + firstLine(e),
                    "Check VESTIBULE_DATABASE_URL, its user and password.");
        }
    }

    /** Tokens, codes and assertions live for seconds: nodes and their store must agree. */
    Finding time() {
        Instant now = clock.instant();
        Instant written = lastWritten();
        if (now.isBefore(written.minus(TOLERATED_SKEW))) {
            return Finding.failure(
                    "the clock says " + now + ", but the data directory was written at " + written,
                    "Set the clock, and let NTP keep it.");
        }
        try {
            Optional<DatabaseAddress> address = address();
            if (address.isEmpty()) {
                return Finding.ok(now.truncatedTo(ChronoUnit.SECONDS).toString());
            }
            Instant there = ask(address.get()).now();
            Duration skew = Duration.between(clock.instant(), there).abs();
            return skew.compareTo(TOLERATED_SKEW) > 0
                    ? Finding.failure("the store's clock is " + skew + " away", "Let NTP keep both clocks.")
                    : Finding.ok(now.truncatedTo(ChronoUnit.SECONDS) + ", as the store's");
        } catch (SQLException e) {
            return Finding.warning(
                    now.truncatedTo(ChronoUnit.SECONDS) + ", not compared with the store's", "See store.");
        }
    }

    /** Whether the embedded database of this data directory is up, which only a running server keeps it. */
    static boolean embeddedRuns(Settings settings) {
        return running(settings.dataDirectory()).isPresent();
    }

    private Optional<DatabaseAddress> address() {
        return DatabaseAddress.configured(settings).or(() -> running(settings.dataDirectory()));
    }

    private static Optional<DatabaseAddress> running(DataDirectory directory) {
        if (!Files.isReadable(directory.cluster())) {
            return Optional.empty();
        }
        try {
            Optional<String> password = new SecretFile(directory.password()).read();
            return Postmaster.recordedIn(directory.cluster())
                    .filter(Postmaster::ready)
                    .filter(postmaster -> postmaster.holder(directory.cluster()) == Postmaster.Holder.OURS)
                    .map(postmaster -> new DatabaseAddress(
                            EmbeddedDatabase.jdbcUrl(postmaster.port(), PostgresCluster.ROLE),
                            Optional.of(PostgresCluster.ROLE),
                            password.map(Secret::new)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What rules named at logins of the last week and could not give: a group that was renamed, a role nobody made. */
    Finding rules() {
        Optional<DatabaseAddress> address = address();
        if (address.isEmpty()) {
            return Finding.ok("not asked: the store is not running");
        }
        try {
            List<String> skipped = skipped(address.get());
            return skipped.isEmpty()
                    ? Finding.ok("gave all that they name")
                    : Finding.warning(
                            String.join("; ", skipped),
                            "Make what is missing, or change the mapping. Logins go on without it.");
        } catch (SQLException e) {
            return Finding.warning("not asked: " + firstLine(e), "See store.");
        }
    }

    private List<String> skipped(DatabaseAddress address) throws SQLException {
        return told(
                address,
                "select realm, rules_of, what, why from mapping_skipped where at > ? order by at desc, what limit 10",
                row -> "realm " + row.getString(1) + ", rules of " + row.getString(2) + ": " + row.getString(3) + " ("
                        + row.getString(4) + ")",
                clock.instant().minus(TOLD_FOR).atOffset(ZoneOffset.UTC));
    }

    /** Other Keystones that were made by the API and whose assertions name no audience; nothing when the store does not answer. */
    List<String> partnersWithoutAudience() {
        return address()
                .map(address -> {
                    try {
                        return told(
                                address,
                                "select realm, id from keystone_service_provider "
                                        + "where enabled and not declared and entity_id is null order by realm, id",
                                row -> row.getString(2) + " of realm " + row.getString(1));
                    } catch (SQLException e) { // said by the check of the store itself
                        return List.<String>of();
                    }
                })
                .orElse(List.of());
    }

    private interface Told {
        String of(ResultSet row) throws SQLException;
    }

    private static List<String> told(DatabaseAddress address, String sql, Told line, Object... parameters)
            throws SQLException {
        List<String> lines = new ArrayList<>();
        try (Connection connection = connection(address);
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    lines.add(line.of(row));
                }
            }
        } catch (SQLException e) {
            if (!UNDEFINED_TABLE.equals(e.getSQLState())) { // a database that this version has not started on yet
                throw e;
            }
        }
        return lines;
    }

    private static Connection connection(DatabaseAddress address) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("connectTimeout", SECONDS_TO_ANSWER);
        properties.setProperty("socketTimeout", SECONDS_TO_ANSWER);
        address.user().ifPresent(user -> properties.setProperty("user", user));
        address.password().ifPresent(password -> properties.setProperty("password", password.reveal()));
        return DriverManager.getConnection(address.jdbcUrl(), properties);
    }

    private static Answer ask(DatabaseAddress address) throws SQLException {
        try (Connection connection = connection(address);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT clock_timestamp()")) {
            row.next();
            return new Answer(
                    "PostgreSQL " + connection.getMetaData().getDatabaseProductVersion(),
                    connection.getMetaData().getDatabaseMajorVersion(),
                    row.getObject(1, OffsetDateTime.class).toInstant());
        }
    }

    private Instant lastWritten() {
        Path root = settings.dataDirectory().root();
        try {
            return Files.exists(root) ? Files.getLastModifiedTime(root).toInstant() : Instant.EPOCH;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String firstLine(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
