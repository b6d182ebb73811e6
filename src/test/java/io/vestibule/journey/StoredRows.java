package io.vestibule.journey;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;

/** What is stored, counted from outside: every table of the schema, so that a new one is not forgotten. */
@ApplicationScoped
public class StoredRows {
    private final DataSource database;

    StoredRows(DataSource database) {
        this.database = database;
    }

    public Map<String, Long> perTable() {
        Map<String, Long> rows = new TreeMap<>();
        tables().forEach(table -> rows.put(table, count("select count(*) from \"" + table + "\"")));
        return rows;
    }

    /** Of one realm, in the tables that tell realms apart. */
    public Map<String, Long> perTable(String realm) {
        Map<String, Long> rows = new TreeMap<>();
        names("select table_name from information_schema.columns"
                        + " where table_schema = current_schema() and column_name = 'realm'")
                .forEach(table ->
                        rows.put(table, count("select count(*) from \"" + table + "\" where realm = '" + realm + "'")));
        return rows;
    }

    public long sessions() {
        return count("select count(*) from sso_session");
    }

    /** As another node ends it, of which this one has not heard yet. */
    void endBehindOurBack(String session) {
        String sql = "delete from sso_session where id = cast(? as uuid)";
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, session);
            if (statement.executeUpdate() != 1) {
                throw new IllegalStateException("there is no session " + session);
            }
        } catch (SQLException broken) {
            throw new IllegalStateException(sql, broken);
        }
    }

    private List<String> tables() {
        return names("select table_name from information_schema.tables"
                + " where table_schema = current_schema() and table_type = 'BASE TABLE'");
    }

    private List<String> names(String sql) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            List<String> names = new ArrayList<>();
            while (row.next()) {
                names.add(row.getString(1));
            }
            return names;
        } catch (SQLException broken) {
            throw new IllegalStateException(sql, broken);
        }
    }

    private long count(String sql) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException broken) {
            throw new IllegalStateException(sql, broken);
        }
    }
}
