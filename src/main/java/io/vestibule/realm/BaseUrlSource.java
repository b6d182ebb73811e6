package io.vestibule.realm;

import io.quarkus.arc.DefaultBean;
import io.quarkus.runtime.LaunchMode;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/** Where {@link BaseUrl} comes from: {@code vestibule.base-url}, or the port this server listens on at localhost. */
class BaseUrlSource {
    private static final String KEY = "vestibule.base-url";

    @Produces
    @Singleton
    @DefaultBean
    BaseUrl baseUrl(Config config) {
        Optional<String> configured = config.getOptionalValue(KEY, String.class);
        return configured.map(BaseUrlSource::written).orElseGet(() -> atLocalhost(config));
    }

    private static BaseUrl written(String text) {
        try {
            return new BaseUrl(URI.create(text));
        } catch (IllegalArgumentException broken) {
            throw new IllegalArgumentException(KEY + ": " + broken.getMessage(), broken);
        }
    }

    private static BaseUrl atLocalhost(Config config) {
        boolean test = LaunchMode.current() == LaunchMode.TEST;
        int port = config.getOptionalValue(test ? "quarkus.http.test-port" : "quarkus.http.port", Integer.class)
                .orElse(test ? 8081 : 8080);
        if (port == 0) {
            throw new IllegalArgumentException(
                    "the port is chosen at random, so " + KEY + " must say where this server is reached");
        }
        return new BaseUrl(URI.create("http://localhost:" + port));
    }
}
