package io.vestibule.protocol.keystone.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.vestibule.protocol.keystone.wire.BodyRules;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The JSON schemas of request bodies, one resource file each, read when first needed. */
@ApplicationScoped
public class Schemas implements BodyRules {
    private final JsonSchemaFactory factory = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4);
    private final Map<String, JsonSchema> read = new ConcurrentHashMap<>();

    /** Returns when {@code body} obeys the schema called {@code name}; otherwise a 400 that names the first broken rule. */
    @Override
    public void check(String name, JsonNode body) {
        Iterator<ValidationMessage> broken =
                read.computeIfAbsent(name, this::read).validate(body).iterator();
        if (broken.hasNext()) {
            throw KeystoneRefused.badRequest(Sentences.about(broken.next()));
        }
    }

    private JsonSchema read(String name) {
        String resource = "/keystone/schema/" + name + ".json";
        try (InputStream schema = Schemas.class.getResourceAsStream(resource)) {
            if (schema == null) {
                throw new IllegalArgumentException(resource + " is missing");
            }
            return factory.getSchema(schema);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
