package io.vestibule.boot;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;

/** A server in small, in a process of its own: starts the database and writes rows, saying so once each is committed. */
final class RowWriter {
    private RowWriter() {}

    /** @param arguments data directory, folder of the programs, table */
    public static void main(String... arguments) throws Exception {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(
                        Path.of(arguments[0]), Path.of(arguments[1]), Progress.silent(), new SecureRandom());
                Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE " + arguments[2] + " (n int PRIMARY KEY)");
            for (int n = 1; ; n++) {
                statement.execute("INSERT INTO " + arguments[2] + " VALUES (" + n + ")");
                System.out.println("committed " + n);
            }
        } catch (StartRefusal refusal) {
            System.out.println("refused: " + refusal.getMessage());
        }
    }
}
