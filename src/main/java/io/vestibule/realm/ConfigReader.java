package io.vestibule.realm;

import io.vestibule.identity.RealmName;
import io.vestibule.realm.reading.Interpolator;
import io.vestibule.realm.reading.Mark;
import io.vestibule.realm.reading.Problem;
import io.vestibule.realm.reading.Problems;
import io.vestibule.realm.reading.RecordBinder;
import io.vestibule.realm.reading.YamlReader;
import java.util.ArrayList;
import java.util.List;

/** All files to all realms, or every problem there is. Pure: the same sources and references give the same answer. */
final class ConfigReader {
    /** What came of one reading. */
    sealed interface Outcome {
        record Read(List<Realm> realms) implements Outcome {}

        record Refused(List<Problem> problems) implements Outcome {}
    }

    private ConfigReader() {}

    static Outcome read(
            String realmFolder,
            List<ConfigSource> realms,
            List<ConfigSource> presets,
            ConfigBlocks blocks,
            Interpolator interpolator) {
        Problems problems = new Problems();
        RecordBinder binder = new RecordBinder(interpolator, blocks.claimed(), problems);
        Presets readPresets = Presets.read(presets, blocks, binder, problems);
        if (realms.isEmpty()) {
            problems.add(new Mark(realmFolder, 1), "", "no realm is declared: there is no *.yaml file in it");
        }
        List<Realm> result = new ArrayList<>();
        for (ConfigSource source : realms) {
            if (!RealmName.isValid(source.name())) {
                problems.add(
                        new Mark(source.label(), 1),
                        "",
                        "the file's name is the realm's: lower case letters, digits and inner hyphens, at most 63");
                continue;
            }
            RealmReader reader = new RealmReader(readPresets, blocks, binder, problems);
            YamlReader.read(source.label(), source.content(), problems)
                    .flatMap(tree -> reader.read(new RealmName(source.name()), tree))
                    .ifPresent(result::add);
        }
        return problems.isEmpty() ? new Outcome.Read(List.copyOf(result)) : new Outcome.Refused(problems.inOrder());
    }
}
