package io.vestibule.mapping;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Plain statements; an Optional among the parameters stands for null when empty. */
abstract class StatementRepository {
    private final EntityManager entityManager;

    StatementRepository(EntityManager entityManager) {
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
            return Optional.ofNullable((Boolean) columns[column]).orElseThrow();
        }

        Optional<Long> number(int column) {
            return Optional.ofNullable((Number) columns[column]).map(Number::longValue);
        }
    }

    /** Selects two columns or more. */
    List<Row> rows(String sql, Object... parameters) {
        List<?> rows = bound(entityManager.createNativeQuery(sql, Object[].class), parameters)
                .getResultList();
        return rows.stream().map(row -> new Row((Object[]) row)).toList();
    }

    /** How many rows it touched. */
    int change(String sql, Object... parameters) {
        return bound(entityManager.createNativeQuery(sql), parameters).executeUpdate();
    }

    private static Query bound(Query query, Object... parameters) {
        for (int i = 0; i < parameters.length; i++) {
            query.setParameter(i + 1, parameters[i] instanceof Optional<?> value ? value.orElse(null) : parameters[i]);
        }
        return query;
    }
}
