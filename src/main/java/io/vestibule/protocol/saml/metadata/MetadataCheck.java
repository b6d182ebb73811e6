package io.vestibule.protocol.saml.metadata;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Says for each source of metadata what is in force. Always up: a partner whose metadata expired is no reason to take the
 * server away from everybody else.
 */
@Readiness
class MetadataCheck implements HealthCheck {
    private final MetadataFeeds feeds;

    MetadataCheck(MetadataFeeds feeds) {
        this.feeds = feeds;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("saml-metadata").up();
        feeds.standing().forEach(response::withData);
        return response.build();
    }
}
