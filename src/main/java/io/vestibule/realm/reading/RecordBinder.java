package io.vestibule.realm.reading;

import io.vestibule.identity.Claims;
import io.vestibule.realm.reading.YamlTree.Entry;
import io.vestibule.realm.reading.YamlTree.Mapping;
import io.vestibule.realm.reading.YamlTree.Sequence;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Trees to records, by component, under the convention of this package. Goes on after a problem to find the others. */
public final class RecordBinder {
    private final Interpolator interpolator;
    private final PlainValues plain;
    private final ExtraRecords.Claimed claimed;
    private final Problems problems;
    private final boolean keysOnly;

    public RecordBinder(Interpolator interpolator, ExtraRecords.Claimed claimed, Problems problems) {
        this(interpolator, claimed, problems, false);
    }

    private RecordBinder(Interpolator interpolator, ExtraRecords.Claimed claimed, Problems problems, boolean keysOnly) {
        this.interpolator = interpolator;
        this.plain = new PlainValues(interpolator, problems, keysOnly);
        this.claimed = claimed;
        this.problems = problems;
        this.keysOnly = keysOnly;
    }

    /** The record, or nothing when a problem was added. */
    public <R extends Record> Optional<R> bind(Class<R> type, Mapping tree, String path) {
        return Optional.ofNullable(record(type, tree, path)).map(type::cast);
    }

    /**
     * Checks what is there and asks for nothing more: a preset is completed by the realm that uses it. References are left
     * alone, since a preset nobody uses needs no environment.
     */
    public void check(Class<? extends Record> type, Mapping tree, String path) {
        new RecordBinder(interpolator, claimed, problems, true).record(type, tree, path);
    }

    private @Nullable Object value(Type type, YamlTree tree, String path) {
        Class<?> raw = RecordShape.raw(type);
        if (raw == Optional.class) {
            return Optional.ofNullable(value(RecordShape.argument(type, 0), tree, path))
                    .orElse(null);
        }
        if (raw == List.class || raw == Set.class) {
            return items(raw, RecordShape.argument(type, 0), tree, path);
        }
        if (raw == Map.class) {
            return map(RecordShape.argument(type, 1), tree, path);
        }
        if (raw == Claims.class) {
            return plain.claims(tree, path);
        }
        if (raw == Mapping.class) {
            return plain.mapping(tree, path).orElse(null);
        }
        if (RecordShape.isGroup(raw)) {
            return plain.mapping(tree, path)
                    .map(keys -> record(raw, keys, path))
                    .orElse(null);
        }
        return plain.scalar(raw, tree, path);
    }

    private @Nullable Object record(Class<?> type, Mapping tree, String path) {
        Map<String, Class<? extends Record>> extras = claimed.of(type);
        unknownKeys(type, tree, path);
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.getType() == ExtraRecords.class) {
                values.put(component.getName(), extras(extras, tree, path));
                continue;
            }
            String below = RecordShape.below(path, component.getName());
            Optional<Entry> entry = tree.find(component.getName());
            Object value = entry.isPresent()
                    ? wrapped(
                            component,
                            value(component.getGenericType(), entry.get().value(), below))
                    : absent(component, tree, path, below);
            values.put(component.getName(), value);
        }
        if (keysOnly || values.containsValue(null)) {
            return null;
        }
        try {
            return RecordShape.construct(type, values.values().toArray());
        } catch (IllegalArgumentException refused) {
            refused(refused, tree, path);
            return null;
        }
    }

    private static @Nullable Object wrapped(RecordComponent component, @Nullable Object value) {
        return value != null && component.getType() == Optional.class ? Optional.of(value) : value;
    }

    private void unknownKeys(Class<?> type, Mapping tree, String path) {
        Set<String> known = RecordShape.keys(type, claimed);
        for (Entry entry : tree.entries()) {
            if (!known.contains(entry.key())) {
                problems.add(
                        entry.at(),
                        RecordShape.below(path, entry.key()),
                        "the key is unknown" + Nearest.hint(entry.key(), known));
            }
        }
    }

    private @Nullable ExtraRecords extras(Map<String, Class<? extends Record>> extras, Mapping tree, String path) {
        List<Record> found = new ArrayList<>();
        boolean whole = true;
        for (Map.Entry<String, Class<? extends Record>> extra : extras.entrySet()) {
            Optional<Entry> entry = tree.find(extra.getKey());
            if (entry.isPresent()) {
                Object value = value(extra.getValue(), entry.get().value(), RecordShape.below(path, extra.getKey()));
                whole &= value != null;
                if (value != null) {
                    found.add((Record) value);
                }
            }
        }
        return whole ? new ExtraRecords(found) : null;
    }

    private @Nullable Object absent(RecordComponent component, Mapping tree, String path, String below) {
        if (keysOnly) {
            return null;
        }
        IfAbsent otherwise = component.getAnnotation(IfAbsent.class);
        if (otherwise != null) {
            YamlTree literal = YamlReader.literal(otherwise.value(), tree.at());
            return wrapped(component, value(component.getGenericType(), literal, below));
        }
        Class<?> raw = component.getType();
        if (raw == Mapping.class) {
            return Mapping.empty(tree.at());
        }
        Object empty = RecordShape.empty(raw);
        if (empty != null) {
            return empty;
        }
        if (RecordShape.isGroup(raw) && RecordShape.mayBeAbsent(raw)) {
            return record(raw, Mapping.empty(tree.at()), below);
        }
        problems.add(tree.at(), path, "the key \"" + component.getName() + "\" is missing");
        return null;
    }

    /** The constructor's sentence, at the line of the key it begins with; whatever came from outside is masked in it. */
    private void refused(IllegalArgumentException refused, Mapping tree, String path) {
        String sentence = String.valueOf(refused.getMessage());
        for (String outside : plain.fromOutside(tree)) {
            sentence = sentence.replace(outside, "***");
        }
        String said = sentence;
        Optional<Entry> named = tree.entries().stream()
                .filter(entry -> said.matches("(?s)" + entry.key().replaceAll("\\W", ".") + "\\b.*"))
                .findFirst();
        problems.add(
                named.map(Entry::at).orElse(tree.at()),
                named.map(entry -> RecordShape.below(path, entry.key())).orElse(path),
                sentence);
    }

    private @Nullable Object items(Class<?> raw, Type item, YamlTree tree, String path) {
        if (PlainValues.isNothing(tree)) {
            return RecordShape.empty(raw);
        }
        if (!(tree instanceof Sequence sequence)) {
            problems.add(tree.at(), path, "must be a list, but is " + tree.described());
            return null;
        }
        List<@Nullable Object> values = new ArrayList<>();
        for (YamlTree each : sequence.items()) {
            Object value = value(item, each, path + "[" + values.size() + "]");
            if (raw == Set.class && value != null && values.contains(value)) {
                problems.add(each.at(), path + "[" + values.size() + "]", "stands in the list twice");
            }
            values.add(value);
        }
        if (values.contains(null)) {
            return null;
        }
        return raw == List.class
                ? Collections.unmodifiableList(values)
                : Collections.unmodifiableSet(new LinkedHashSet<>(values));
    }

    private @Nullable Object map(Type valueType, YamlTree tree, String path) {
        Optional<Mapping> mapping = plain.mapping(tree, path);
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        mapping.ifPresent(keys -> keys.entries()
                .forEach(entry -> values.put(
                        entry.key(), value(valueType, entry.value(), RecordShape.below(path, entry.key())))));
        return mapping.isEmpty() || values.containsValue(null) ? null : Collections.unmodifiableMap(values);
    }
}
