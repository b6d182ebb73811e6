package io.vestibule.database;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.sql.SQLException;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** Another server on the same database: connections of its own, and nothing shared in memory. */
public final class OtherNode implements AutoCloseable {
    private final AgroalDataSource pool;

    private OtherNode(AgroalDataSource pool) {
        this.pool = pool;
    }

    public static OtherNode ofTheServerUnderTest() {
        Config config = ConfigProvider.getConfig();
        try {
            return new OtherNode(AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                    .connectionPoolConfiguration(pool -> pool.maxSize(4)
                            .connectionFactoryConfiguration(
                                    to -> to.jdbcUrl(config.getValue("quarkus.datasource.jdbc.url", String.class))
                                            .principal(new NamePrincipal(
                                                    config.getValue("quarkus.datasource.username", String.class)))
                                            .credential(new SimplePassword(
                                                    config.getValue("quarkus.datasource.password", String.class)))))));
        } catch (SQLException unreachable) {
            throw new IllegalStateException("the database under test", unreachable);
        }
    }

    public Statements statements() {
        return new Statements(pool);
    }

    @Override
    public void close() {
        pool.close();
    }
}
