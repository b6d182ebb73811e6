package io.vestibule.realm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.vestibule.realm.reading.RecordSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The JSON Schema of each kind of file, made from the records that read it, so that editors complete and check. */
public final class ConfigSchema {
    private static final String DRAFT = "http://json-schema.org/draft-07/schema#";

    private final ConfigBlocks blocks;

    public ConfigSchema(Iterable<? extends ConfigBlock<?>> blocks) {
        this.blocks = new ConfigBlocks(blocks);
    }

    /** Of realm-config/*.yaml. */
    public Map<String, Object> realm() {
        Map<String, Object> schema = new RecordSchema(blocks.claimed(), true).of(RealmFile.class);
        Map<String, Object> entry = at(at(at(schema, "properties"), "connectors"), "items");
        entry.put("allOf", configByType(true));
        return titled("A realm of Vestibule", schema);
    }

    /** Of connectors/*.yaml. */
    public Map<String, Object> connector() {
        Map<String, Object> schema = new RecordSchema(blocks.claimed(), true).of(PresetFile.class);
        schema.put("allOf", configByType(false));
        return titled("A connector preset of Vestibule", schema);
    }

    /** As it stands in docs/schema/. */
    public static String text(Map<String, Object> schema) {
        try {
            return new ObjectMapper()
                            .enable(SerializationFeature.INDENT_OUTPUT, SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                            .writeValueAsString(schema)
                    + "\n";
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("maps and texts are always JSON", impossible);
        }
    }

    private List<Object> configByType(boolean complete) {
        List<Object> rules = new ArrayList<>();
        for (String kind : new TreeSet<>(blocks.connectorKinds())) {
            Map<String, Object> config = new RecordSchema(blocks.claimed(), complete)
                    .of(blocks.connector(kind).orElseThrow());
            Map<String, Object> rule = new LinkedHashMap<>();
            rule.put("if", Map.of("properties", Map.of("type", Map.of("const", kind)), "required", List.of("type")));
            rule.put("then", Map.of("properties", Map.of("config", config)));
            rules.add(rule);
        }
        return rules;
    }

    private static Map<String, Object> titled(String title, Map<String, Object> schema) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("$schema", DRAFT);
        result.put("title", title);
        result.putAll(schema);
        return result;
    }

    @SuppressWarnings("unchecked") // what RecordSchema makes
    private static Map<String, Object> at(Map<String, Object> schema, String key) {
        return (Map<String, Object>) schema.getOrDefault(key, Map.of());
    }
}
