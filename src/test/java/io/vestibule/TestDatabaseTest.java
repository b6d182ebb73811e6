package io.vestibule;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TestDatabaseTest {
    @Inject
    DataSource dataSource;

    @Test
    void everyApplicationUnderTestHasARealPostgresOfItsOwn() throws Exception {
        try (Connection connection = dataSource.getConnection();
                ResultSet row = connection
                        .createStatement()
                        .executeQuery("SELECT current_database(), current_setting('fsync')")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString(1)).startsWith("test_");
        }
    }
}
