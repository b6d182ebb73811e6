package io.vestibule.protocol.oidc.downstream;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;

/** What is stored, counted from outside. */
@ApplicationScoped
public class Tables {
    private static final List<String> ALL =
            List.of("expiring_record", "sso_session", "session_participant", "token_family", "consent", "app_user");

    private final DataSource database;

    Tables(DataSource database) {
        this.database = database;
    }

    Map<String, Long> rows() {
        Map<String, Long> rows = new TreeMap<>();
        ALL.forEach(table -> rows.put(table, count("select count(*) from " + table)));
        return rows;
    }

    long count(String sql) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException broken) {
            throw new IllegalStateException(sql, broken);
        }
    }

    void run(String sql) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException broken) {
            throw new IllegalStateException(sql, broken);
        }
    }
}
