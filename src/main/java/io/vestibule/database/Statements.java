package io.vestibule.database;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One statement, one round trip. Within a transaction it is part of it; without one it commits by itself, and a transaction
 * for a single statement would be two more round trips that protect nothing.
 */
@ApplicationScoped
public class Statements {
    private final AgroalDataSource pool;

    public Statements(AgroalDataSource pool) {
        this.pool = pool;
    }

    /** All rows that {@code sql} gives: a query, or a change that returns what it changed. */
    public <T> List<T> rows(String sql, RowReader<T> reader, @Nullable Object... values) {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = prepared(connection, sql, values);
                ResultSet result = statement.executeQuery()) {
            List<T> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(reader.read(result));
            }
            return rows;
        } catch (SQLException failed) {
            throw new StatementFailed(failed);
        }
    }

    /** The first row, of a statement that gives one at most. */
    public <T> Optional<T> row(String sql, RowReader<T> reader, @Nullable Object... values) {
        return rows(sql, reader, values).stream().findFirst();
    }

    /** How many rows {@code sql} changed. */
    public int change(String sql, @Nullable Object... values) {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = prepared(connection, sql, values)) {
            return statement.executeUpdate();
        } catch (SQLException failed) {
            throw new StatementFailed(failed);
        }
    }

    private static PreparedStatement prepared(Connection connection, String sql, @Nullable Object... values)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            for (int i = 0; i < values.length; i++) {
                Object value = values[i];
                statement.setObject(i + 1, value instanceof Instant at ? at.atOffset(ZoneOffset.UTC) : value);
            }
            return statement;
        } catch (SQLException refused) {
            statement.close();
            throw refused;
        }
    }
}
