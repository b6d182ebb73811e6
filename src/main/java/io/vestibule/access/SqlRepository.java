package io.vestibule.access;

import io.vestibule.identity.Extra;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import jakarta.persistence.Query;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.exception.LockAcquisitionException;
import org.jspecify.annotations.Nullable;

/** Plain statements: what is kept here is asked for in sets and by recursion, which entities do not help with. */
abstract class SqlRepository {
    private final EntityManager entityManager;

    SqlRepository(EntityManager entityManager) {
        this.entityManager = entityManager;
    }

    /** One row of an answer. */
    record Row(@Nullable Object[] columns) {
        String text(int column) {
            return optional(column).orElseThrow();
        }

        Optional<String> optional(int column) {
            return Optional.ofNullable((String) columns[column]);
        }

        boolean flag(int column) {
            return flagIfAny(column).orElseThrow();
        }

        Optional<Boolean> flagIfAny(int column) {
            return Optional.ofNullable((Boolean) columns[column]);
        }

        long number(int column) {
            return Optional.ofNullable((Number) columns[column]).orElseThrow().longValue();
        }

        Optional<UUID> uuid(int column) {
            return Optional.ofNullable((UUID) columns[column]);
        }

        Extra extra(int column) {
            return new Extra(text(column));
        }
    }

    /** An Optional among {@code parameters} stands for null when empty; cast those in the statement. */
    List<Row> rows(String sql, Object... parameters) {
        List<?> rows = bound(entityManager.createNativeQuery(sql, Object[].class), parameters)
                .getResultList();
        return rows.stream().map(row -> new Row((Object[]) row)).toList();
    }

    /** How many rows it touched. */
    int change(String sql, Object... parameters) {
        try {
            return bound(entityManager.createNativeQuery(sql), parameters).executeUpdate();
        } catch (PersistenceException refused) {
            if (refused instanceof ConstraintViolationException || refused instanceof LockAcquisitionException) {
                throw new Attempts.Overtaken(refused);
            }
            throw refused;
        }
    }

    private static Query bound(Query query, Object... parameters) {
        for (int i = 0; i < parameters.length; i++) {
            query.setParameter(i + 1, parameters[i] instanceof Optional<?> value ? value.orElse(null) : parameters[i]);
        }
        return query;
    }

    static String[] texts(List<String> values) {
        return values.stream().sorted().toArray(String[]::new);
    }

    static List<String> commaSeparated(String text) {
        return text.isEmpty() ? List.of() : Arrays.asList(text.split(",", -1));
    }
}
