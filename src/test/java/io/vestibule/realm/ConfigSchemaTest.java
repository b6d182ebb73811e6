package io.vestibule.realm;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
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
