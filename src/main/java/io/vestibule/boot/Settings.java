package io.vestibule.boot;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * The few settings that are needed before the server exists, or without it, read in the order that the server itself
 * follows: system property, environment, {@code config/application.properties}, the artifact's default.
 */
record Settings(Properties system, Map<String, String> environment, Properties operator, Properties artifact) {

    static Settings ofThisProcess() {
        return new Settings(System.getProperties(), System.getenv(), operatorFile(), artifactFile());
    }

    Optional<String> find(String key) {
        String variable = key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
        return Optional.ofNullable(system.getProperty(key))
                .or(() -> Optional.ofNullable(environment.get(variable)))
                .or(() -> Optional.ofNullable(operator.getProperty(key)))
                .or(() -> Optional.ofNullable(artifact.getProperty(key)))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    DataDirectory dataDirectory() {
        return new DataDirectory(Path.of(find("vestibule.data-dir").orElse("data")));
    }

    /** Where PostgreSQL's programs are unpacked; an image brings them unpacked, beside the artifact. */
    Path programs() {
        return find("vestibule.postgres-programs")
                .map(Path::of)
                .orElseGet(() -> dataDirectory().postgres());
    }

    int httpPort() {
        String port = find("quarkus.http.port").orElse("8080");
        try {
            return Integer.parseInt(port);
        } catch (NumberFormatException e) {
            throw new StartRefusal("QUARKUS_HTTP_PORT is " + port + ", which is not a port number.", e);
        }
    }

    String httpHost() {
        return find("quarkus.http.host").orElse("localhost");
    }

    String baseUrl() {
        return find("vestibule.base-url").orElse("http://localhost:" + httpPort());
    }

    private static Properties operatorFile() {
        Path file = Path.of("config", "application.properties");
        try (InputStream in = Files.isReadable(file) ? Files.newInputStream(file) : InputStream.nullInputStream()) {
            return read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Properties artifactFile() {
        try (InputStream in = Settings.class.getResourceAsStream("/application.properties")) {
            return in == null ? new Properties() : read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Properties read(InputStream in) throws IOException {
        Properties properties = new Properties();
        properties.load(in);
        return properties;
    }
}
