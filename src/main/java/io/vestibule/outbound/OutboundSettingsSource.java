package io.vestibule.outbound;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.Config;

/** Reads {@code vestibule.outbound.*}. */
class OutboundSettingsSource {
    private static final String PREFIX = "vestibule.outbound.";

    @Produces
    @Singleton
    OutboundSettings settings(Config config) {
        OutboundSettings standard = OutboundSettings.standard();
        return new OutboundSettings(
                config.getOptionalValue(PREFIX + "connect-timeout", Duration.class)
                        .orElse(standard.connectTimeout()),
                config.getOptionalValue(PREFIX + "timeout", Duration.class).orElse(standard.timeout()),
                config.getOptionalValues(PREFIX + "allow", String.class).orElse(List.of()),
                config.getOptionalValue(PREFIX + "trust-store", Path.class),
                config.getOptionalValue(PREFIX + "calls-per-host", Integer.class)
                        .orElse(standard.callsPerHost()),
                config.getOptionalValue(PREFIX + "failures-before-rest", Integer.class)
                        .orElse(standard.failuresBeforeRest()),
                config.getOptionalValue(PREFIX + "rest", Duration.class).orElse(standard.rest()));
    }
}
