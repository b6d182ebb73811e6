package io.vestibule.realm.reading;

import io.vestibule.identity.Claims;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a record accepts, as JSON Schema (draft 7) for editors. It promises less than the reader checks: a reference may stand
 * for any value, and what constructors refuse is not in it.
 */
public final class RecordSchema {
    private static final Map<String, Object> REFERENCE = Map.of("type", "string", "pattern", "\\$\\{");
    private static final String DURATION = "^([0-9]+(ms|s|m|h|d)|P.+|.*\\$\\{.*)$";

    private final ExtraRecords.Claimed claimed;
    private final boolean complete;

    /** @param complete whether required keys are required, which they are not in a preset */
    public RecordSchema(ExtraRecords.Claimed claimed, boolean complete) {
        this.claimed = claimed;
        this.complete = complete;
    }

    /** The keys of {@code record}; a Mapping component is left open. */
    public Map<String, Object> of(Class<?> record) {
        Map<String, Object> properties = new TreeMap<>();
        Set<String> required = new TreeSet<>();
        for (RecordComponent component : record.getRecordComponents()) {
            if (component.getType() == ExtraRecords.class) {
                claimed.of(record).forEach((key, type) -> properties.put(key, of(type)));
                continue;
            }
            Map<String, Object> schema = new LinkedHashMap<>(value(component.getGenericType()));
            IfAbsent otherwise = component.getAnnotation(IfAbsent.class);
            if (otherwise != null) {
                schema.put("default", plain(YamlReader.literal(otherwise.value(), new Mark("@IfAbsent", 1))));
            }
            properties.put(component.getName(), schema);
            if (complete && !RecordShape.mayBeAbsent(component)) {
                required.add(component.getName());
            }
        }
        Map<String, Object> schema = group();
        schema.put("properties", properties);
        schema.put("additionalProperties", false);
        if (!required.isEmpty()) {
            schema.put("required", List.copyOf(required));
        }
        return schema;
    }

    private Map<String, Object> value(Type type) {
        Class<?> raw = RecordShape.raw(type);
        if (raw == Optional.class) {
            return value(RecordShape.argument(type, 0));
        }
        if (raw == List.class || raw == Set.class) {
            Map<String, Object> schema = new LinkedHashMap<>();
            schema.put("type", List.of("array", "null"));
            schema.put("items", value(RecordShape.argument(type, 0)));
            if (raw == Set.class) {
                schema.put("uniqueItems", true);
            }
            return schema;
        }
        if (raw == Map.class) {
            Map<String, Object> schema = group();
            schema.put("additionalProperties", value(RecordShape.argument(type, 1)));
            return schema;
        }
        if (raw == Claims.class || raw == YamlTree.Mapping.class) {
            return group();
        }
        return RecordShape.isGroup(raw) ? of(raw) : scalar(RecordShape.written(raw));
    }

    private static Map<String, Object> group() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", List.of("object", "null"));
        return schema;
    }

    private static Map<String, Object> scalar(Class<?> type) {
        if (type.isEnum()) {
            return orReference(Map.of("enum", ScalarTypes.enumNames(type)));
        }
        if (type == Duration.class) {
            return Map.of("type", "string", "pattern", DURATION);
        }
        return switch (ScalarTypes.kinds(type).stream().sorted().findFirst().orElseThrow()) {
            case TEXT -> Map.of("type", "string");
            case SWITCH -> orReference(Map.of("type", "boolean"));
            case WHOLE_NUMBER ->
                orReference(Map.of("type", type == double.class || type == Double.class ? "number" : "integer"));
            case NUMBER, NOTHING -> throw new IllegalStateException(type + " is no type a file can say");
        };
    }

    private static Map<String, Object> orReference(Map<String, Object> schema) {
        return Map.of("anyOf", List.of(schema, REFERENCE));
    }

    private static @Nullable Object plain(YamlTree tree) {
        return switch (tree) {
            case YamlTree.Sequence sequence ->
                sequence.items().stream().map(RecordSchema::plain).toList();
            case YamlTree.Mapping mapping -> {
                Map<String, @Nullable Object> values = new TreeMap<>();
                mapping.entries().forEach(entry -> values.put(entry.key(), plain(entry.value())));
                yield values;
            }
            case YamlTree.Scalar scalar ->
                switch (scalar.kind()) {
                    case TEXT -> scalar.text();
                    case SWITCH -> Boolean.valueOf(scalar.text().toLowerCase(Locale.ROOT));
                    case WHOLE_NUMBER -> Long.valueOf(scalar.text());
                    case NUMBER -> Double.valueOf(scalar.text());
                    case NOTHING -> null;
                };
        };
    }
}
