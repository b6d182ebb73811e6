package io.vestibule.boot;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;
import org.flywaydb.core.Flyway;

/** Started means that the tables are those this version was written for. */
@Startup
@ApplicationScoped
class SchemaCheck implements HealthCheck {
    private final Flyway flyway;

    SchemaCheck(Flyway flyway) {
        this.flyway = flyway;
    }

    @Override
    public HealthCheckResponse call() {
        int pending = flyway.info().pending().length;
        return HealthCheckResponse.named("schema")
                .status(pending == 0)
                .withData("pendingMigrations", pending)
                .build();
    }
}
