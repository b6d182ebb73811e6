package io.vestibule.boot;

import io.vestibule.realm.reading.Problems;
import io.vestibule.realm.reading.YamlReader;
import io.vestibule.realm.reading.YamlTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The realm files as they are written, right or wrong: doctor looks at more than a server reads. */
final class RealmTrees {
    private RealmTrees() {}

    /** By the names of the files. */
    static List<YamlTree> read(Settings settings) throws IOException {
        List<YamlTree> trees = new ArrayList<>();
        Path folder = folder(settings);
        try (Stream<Path> files = Files.isDirectory(folder) ? Files.list(folder) : Stream.empty()) {
            for (Path file : files.filter(path -> path.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()) {
                YamlReader.read(file.getFileName().toString(), Files.readAllBytes(file), new Problems())
                        .ifPresent(trees::add);
            }
        }
        return trees;
    }

    static Finding unreadable(Settings settings, IOException why) {
        return Finding.warning("the realm files cannot be read: " + why.getMessage(), "Look at " + folder(settings));
    }

    private static Path folder(Settings settings) {
        return Path.of(settings.find("vestibule.realm-config").orElse("realm-config"));
    }
}
