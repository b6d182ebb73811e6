package io.vestibule.realm;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * docs/schema/ says what the records say. After a change of a record, run this test with
 * {@code -Dvestibule.write-schema=true} and look at the difference.
 */
@QuarkusTest
class ConfigSchemaTest {
    private static final Path FOLDER = Path.of("docs/schema");

    @Inject
    @Any
    Instance<ConfigBlock<?>> blocks;

    @Test
    void theSchemaOfARealmIsThatOfItsRecords() throws IOException {
        check("realm.schema.json", new ConfigSchema(blocks).realm());
    }

    @Test
    void theSchemaOfAConnectorPresetIsThatOfItsRecords() throws IOException {
        check("connector.schema.json", new ConfigSchema(blocks).connector());
    }

    @Test
    void everyKeyStandsInTheDocumentation() throws IOException {
        StringBuilder pages = new StringBuilder(Files.readString(Path.of("README.md")));
        try (Stream<Path> files = Files.list(Path.of("docs"))) {
            for (Path page :
                    files.filter(file -> file.toString().endsWith(".md")).toList()) {
                pages.append(Files.readString(page));
            }
        }
        Set<String> written = Set.copyOf(Arrays.asList(pages.toString().split("[^A-Za-z0-9]+")));
        Set<String> keys = new TreeSet<>();
        collect(new ConfigSchema(blocks).realm(), keys);
        collect(new ConfigSchema(blocks).connector(), keys);
        assertThat(keys).hasSizeGreaterThan(100).allMatch(written::contains);
    }

    private static void collect(Object schema, Set<String> keys) {
        switch (schema) {
            case Map<?, ?> map -> {
                if (map.get("properties") instanceof Map<?, ?> properties) {
                    properties.keySet().forEach(key -> keys.add((String) key));
                }
                map.values().forEach(below -> collect(below, keys));
            }
            case List<?> list -> list.forEach(below -> collect(below, keys));
            default -> {} // a leaf
        }
    }

    private static void check(String name, Map<String, Object> schema) throws IOException {
        Path file = FOLDER.resolve(name);
        if (Boolean.getBoolean("vestibule.write-schema")) {
            Files.createDirectories(FOLDER);
            Files.writeString(file, ConfigSchema.text(schema));
        }
        assertThat(ConfigSchema.text(schema))
                .as("run with -Dvestibule.write-schema=true to bring %s up to date", file)
                .isEqualTo(Files.readString(file));
    }
}
