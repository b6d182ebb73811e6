package io.vestibule.realm;

import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.realm.reading.Mark;
import io.vestibule.realm.reading.Nearest;
import io.vestibule.realm.reading.Problems;
import io.vestibule.realm.reading.RecordBinder;
import io.vestibule.realm.reading.YamlTree;
import io.vestibule.realm.reading.YamlTree.Mapping;
import io.vestibule.realm.reading.YamlTree.Scalar;
import io.vestibule.realm.reading.YamlTree.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One realm file to one Realm: its keys, its connectors on their presets, and the references between its parts. */
final class RealmReader {
    private final Presets presets;
    private final ConfigBlocks blocks;
    private final RecordBinder binder;
    private final Problems problems;

    RealmReader(Presets presets, ConfigBlocks blocks, RecordBinder binder, Problems problems) {
        this.presets = presets;
        this.blocks = blocks;
        this.binder = binder;
        this.problems = problems;
    }

    /** The realm, or nothing when a problem was added; every part is looked at whatever is wrong with the others. */
    Optional<Realm> read(RealmName name, Mapping tree) {
        Optional<RealmFile> file = binder.bind(RealmFile.class, tree, "");
        List<Mapping> connectors = groups(tree, "connectors");
        List<Optional<Record>> configs = new ArrayList<>();
        for (int i = 0; i < connectors.size(); i++) {
            configs.add(config(connectors.get(i), "connectors[" + i + "]"));
        }
        Set<String> known = unique(connectors, "connectors", "id");
        unique(groups(tree, "people"), "people", "username");
        List<Mapping> relyingParties = groups(tree, "relyingParties");
        unique(relyingParties, "relyingParties", "id");
        for (int i = 0; i < relyingParties.size(); i++) {
            refersTo(known, relyingParties.get(i), "relyingParties[" + i + "].connectors");
        }
        if (!problems.isEmpty() || file.isEmpty()) {
            return Optional.empty();
        }
        Realm realm = realm(
                name, file.get(), configs.stream().map(Optional::orElseThrow).toList());
        blocks.objections(realm)
                .forEach((path, sentence) -> problems.add(line(tree, path.split("[.\\[]", 2)[0]), path, sentence));
        return problems.isEmpty() ? Optional.of(realm) : Optional.empty();
    }

    private Realm realm(RealmName name, RealmFile file, List<Record> configs) {
        Map<ConnectorId, ConnectorDeclaration> connectors = new LinkedHashMap<>();
        for (int i = 0; i < configs.size(); i++) {
            ConnectorDeclaration connector = connector(file.connectors().get(i), configs.get(i));
            connectors.put(connector.id(), connector);
        }
        Map<RelyingPartyId, RelyingParty> relyingParties = new LinkedHashMap<>();
        file.relyingParties().forEach(entry -> relyingParties.put(entry.id(), entry.relyingParty()));
        return new Realm(
                name,
                file.displayName(),
                file.enabled(),
                file.demo(),
                file.languages().stream().map(Locale::toLanguageTag).distinct().toList(),
                file.theme(),
                file.sessions(),
                file.passwords(),
                connectors,
                relyingParties,
                file.people().stream().map(RealmFile.PersonEntry::person).toList(),
                new Blocks(file.blocks().values()));
    }

    private ConnectorDeclaration connector(RealmFile.ConnectorEntry entry, Record config) {
        Optional<PresetFile> preset = entry.preset().flatMap(presets::find);
        return new ConnectorDeclaration(
                entry.id(),
                entry.type().or(() -> preset.map(PresetFile::type)).orElseThrow(),
                entry.name().or(() -> preset.map(PresetFile::name)).orElseThrow(),
                entry.logo().or(() -> preset.flatMap(PresetFile::logo)),
                entry.enabled(),
                entry.hidden(),
                config,
                entry.linking());
    }

    /** The connector's config on top of its preset's, as the record of its kind. */
    private Optional<Record> config(Mapping connector, String path) {
        Optional<String> presetName = text(connector, "preset");
        if (presetName.isPresent() && !presets.has(presetName.get())) {
            problems.add(
                    line(connector, "preset"),
                    path + ".preset",
                    "there is no preset \"" + presetName.get() + "\""
                            + Nearest.hint(presetName.get(), presets.names()));
        }
        Optional<PresetFile> preset = presetName.flatMap(presets::find);
        Optional<String> type = preset.map(PresetFile::type).or(() -> text(connector, "type"));
        Optional<Class<? extends Record>> record = type.flatMap(kind -> kind(kind, connector, path));
        Mapping own = connector
                .find("config")
                .filter(entry -> entry.value() instanceof Mapping)
                .map(entry -> (Mapping) entry.value())
                .orElse(Mapping.empty(connector.at()));
        Mapping merged = preset.map(below -> own.over(below.config())).orElse(own);
        return record.flatMap(kind -> binder.bind(kind, merged, path + ".config"));
    }

    /** The config record of {@code type}, or a problem that names the kinds there are. */
    private Optional<Class<? extends Record>> kind(String type, Mapping connector, String path) {
        Optional<Class<? extends Record>> record = blocks.connector(type);
        if (record.isEmpty()) {
            problems.add(
                    connector.find("type").map(YamlTree.Entry::at).orElse(line(connector, "preset")),
                    path + ".type",
                    "no connector of type \"" + type + "\" is built in" + Nearest.hint(type, blocks.connectorKinds()));
        }
        return record;
    }

    private void refersTo(Set<String> known, Mapping relyingParty, String path) {
        relyingParty
                .find("connectors")
                .filter(entry -> entry.value() instanceof Sequence)
                .map(entry -> ((Sequence) entry.value()).items())
                .orElse(List.of())
                .forEach(item -> {
                    if (item instanceof Scalar scalar && !known.contains(scalar.text())) {
                        problems.add(
                                scalar.at(),
                                path,
                                "there is no connector \"" + scalar.text() + "\" in this realm"
                                        + Nearest.hint(scalar.text(), known));
                    }
                });
    }

    /** The values of {@code key} in a list, each of which may stand once. */
    private Set<String> unique(List<Mapping> groups, String list, String key) {
        Map<String, Integer> lines = new LinkedHashMap<>();
        for (int i = 0; i < groups.size(); i++) {
            Mapping group = groups.get(i);
            String path = list + "[" + i + "]." + key;
            text(group, key).ifPresent(value -> {
                Integer first = lines.putIfAbsent(value, line(group, key).line());
                if (first != null) {
                    problems.add(line(group, key), path, "\"" + value + "\" stands twice, first in line " + first);
                }
            });
        }
        return new LinkedHashSet<>(lines.keySet());
    }

    private static List<Mapping> groups(Mapping tree, String key) {
        return tree.find(key)
                .filter(entry -> entry.value() instanceof Sequence)
                .map(entry -> ((Sequence) entry.value())
                        .items().stream()
                                .filter(Mapping.class::isInstance)
                                .map(Mapping.class::cast)
                                .toList())
                .orElse(List.of());
    }

    private static Optional<String> text(Mapping tree, String key) {
        return tree.find(key)
                .map(YamlTree.Entry::value)
                .filter(Scalar.class::isInstance)
                .map(value -> ((Scalar) value).text());
    }

    private static Mark line(Mapping tree, String key) {
        return tree.find(key).map(YamlTree.Entry::at).orElse(tree.at());
    }
}
