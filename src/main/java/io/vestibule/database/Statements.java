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
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One statement, one round trip. Within a transaction it is part of it; without one it commits by itself, and a transaction
 * for a single statement would be two more round trips that protect nothing.
 *
 * <p>Values stand at {@code ?}, one after the other, or at {@code ?1}, {@code ?2} … where one is needed more than once. An
 * empty Optional is null, which a statement casts where PostgreSQL cannot tell of which type it is.
 */
@ApplicationScoped
public class Statements {
    private static final Pattern NUMBERED = Pattern.compile("\\?(\\d+)");

    private final AgroalDataSource pool;

    public Statements(AgroalDataSource pool) {
        this.pool = pool;
    }

    /** All rows that {@code sql} gives: a query, or a change that returns what it changed. */
    public <T> List<T> rows(String sql, Function<ResultRow, T> reader, @Nullable Object... values) {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = prepared(connection, sql, values);
                ResultSet result = statement.executeQuery()) {
            ResultRow row = new ResultRow(result);
            List<T> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(reader.apply(row));
            }
            return rows;
        } catch (SQLException failed) {
            throw new StatementFailed(failed);
        }
    }

    /** The first row, of a statement that gives one at most. */
    public <T> Optional<T> row(String sql, Function<ResultRow, T> reader, @Nullable Object... values) {
        return rows(sql, reader, values).stream().findFirst();
    }

    /** Whether {@code sql} gives any row. */
    public boolean any(String sql, @Nullable Object... values) {
        return !rows(sql, row -> true, values).isEmpty();
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
        List<Integer> numbers = NUMBERED.matcher(sql)
                .results()
                .map(place -> Integer.valueOf(place.group(1)))
                .toList();
        if (numbers.isEmpty()) {
            return bound(connection.prepareStatement(sql), connection, values);
        }
        @Nullable
        Object[] inOrder = numbers.stream().map(number -> values[number - 1]).toArray();
        return bound(connection.prepareStatement(NUMBERED.matcher(sql).replaceAll("?")), connection, inOrder);
    }

    private static PreparedStatement bound(
            PreparedStatement statement, Connection connection, @Nullable Object[] values) throws SQLException {
        try {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, bindable(values[i], connection));
            }
            return statement;
        } catch (SQLException refused) {
            statement.close();
            throw refused;
        }
    }

    private static @Nullable Object bindable(@Nullable Object value, Connection connection) throws SQLException {
        return switch (value) {
            case null -> null;
            case Optional<?> ifAny -> bindable(ifAny.orElse(null), connection);
            case Instant at -> at.atOffset(ZoneOffset.UTC);
            case String[] texts -> connection.createArrayOf("text", texts);
            default -> value;
        };
    }
}
