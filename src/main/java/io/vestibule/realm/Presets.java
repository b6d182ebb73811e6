package io.vestibule.realm;

import io.vestibule.realm.reading.Problems;
import io.vestibule.realm.reading.RecordBinder;
import io.vestibule.realm.reading.YamlReader;
import io.vestibule.realm.reading.YamlTree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The presets of connectors/ by name. One with problems keeps its name, so that its users are not blamed for it. */
final class Presets {
    private final Map<String, Optional<PresetFile>> presets = new LinkedHashMap<>();

    static Presets read(List<ConfigSource> sources, ConfigBlocks blocks, RecordBinder binder, Problems problems) {
        Presets result = new Presets();
        for (ConfigSource source : sources) {
            Optional<PresetFile> preset = YamlReader.read(source.label(), source.content(), problems)
                    .flatMap(tree -> checked(tree, blocks, binder));
            result.presets.put(source.name(), preset);
        }
        return result;
    }

    private static Optional<PresetFile> checked(YamlTree.Mapping tree, ConfigBlocks blocks, RecordBinder binder) {
        Optional<PresetFile> preset = binder.bind(PresetFile.class, tree, "");
        // A preset of a kind that is not built in harms nobody until a realm uses it.
        preset.ifPresent(file ->
                blocks.connector(file.type()).ifPresent(record -> binder.check(record, file.config(), "config")));
        return preset;
    }

    Set<String> names() {
        return presets.keySet();
    }

    boolean has(String name) {
        return presets.containsKey(name);
    }

    /** The preset when it is there and without problems. */
    Optional<PresetFile> find(String name) {
        return presets.getOrDefault(name, Optional.empty());
    }
}
