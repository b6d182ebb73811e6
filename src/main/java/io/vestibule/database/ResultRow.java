package io.vestibule.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The row that an answer stands at; its columns are counted from 1, and one that may be null is asked for as {@code …IfAny}. */
public final class ResultRow {
    private final ResultSet answer;

    ResultRow(ResultSet answer) {
        this.answer = answer;
    }

    public String text(int column) {
        return there(textIfAny(column), column);
    }

    public Optional<String> textIfAny(int column) {
        return value(column, ResultSet::getString);
    }

    public boolean flag(int column) {
        return there(flagIfAny(column), column);
    }

    public Optional<Boolean> flagIfAny(int column) {
        return value(column, ResultSet::getBoolean);
    }

    public int integer(int column) {
        return there(value(column, ResultSet::getInt), column);
    }

    public long number(int column) {
        return there(numberIfAny(column), column);
    }

    public Optional<Long> numberIfAny(int column) {
        return value(column, ResultSet::getLong);
    }

    public UUID uuid(int column) {
        return there(uuidIfAny(column), column);
    }

    public Optional<UUID> uuidIfAny(int column) {
        return value(column, (row, at) -> row.getObject(at, UUID.class));
    }

    public Instant instant(int column) {
        return there(instantIfAny(column), column);
    }

    public Optional<Instant> instantIfAny(int column) {
        return value(column, (row, at) -> row.getObject(at, OffsetDateTime.class))
                .map(OffsetDateTime::toInstant);
    }

    public byte[] bytes(int column) {
        return there(value(column, ResultSet::getBytes), column);
    }

    /** A column of type {@code text[]}. */
    public List<String> texts(int column) {
        return List.of(there(
                value(column, (row, at) -> (String[]) row.getArray(at).getArray()), column));
    }

    private interface Reading<T> {
        T at(ResultSet row, int column) throws SQLException;
    }

    private <T> Optional<T> value(int column, Reading<T> reading) {
        try {
            T value = reading.at(answer, column);
            return answer.wasNull() ? Optional.empty() : Optional.of(value);
        } catch (SQLException failed) {
            throw new StatementFailed(failed);
        }
    }

    private static <T> T there(Optional<T> value, int column) {
        return value.orElseThrow(() -> new IllegalStateException("column " + column + " is null"));
    }
}
