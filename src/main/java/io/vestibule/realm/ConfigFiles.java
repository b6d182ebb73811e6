package io.vestibule.realm;

import io.vestibule.realm.reading.Interpolator;
import io.vestibule.realm.reading.KeptSecrets;
import io.vestibule.realm.reading.Mark;
import io.vestibule.realm.reading.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** All that a reading depends on: two folders, the files their references name, and the blocks other rooms claimed. */
final class ConfigFiles {
    private final ConfigFolder realms;
    private final ConfigFolder presets;
    private final ConfigBlocks blocks;
    private final BaseUrl baseUrl;
    private final KeptSecrets secrets;

    private volatile Set<Path> referenced = Set.of();

    ConfigFiles(ConfigFolder realms, ConfigFolder presets, ConfigBlocks blocks, BaseUrl baseUrl, KeptSecrets secrets) {
        this.realms = realms;
        this.presets = presets;
        this.blocks = blocks;
        this.baseUrl = baseUrl;
        this.secrets = secrets;
    }

    ConfigReader.Outcome read() {
        Interpolator interpolator =
                new Interpolator(System::getenv, baseUrl.value().toString(), secrets);
        try {
            return ConfigReader.read(
                    realms.label(), realms.sources(), presets.sourcesOverBuiltIn(), blocks, interpolator);
        } catch (UncheckedIOException unreadable) {
            String reason = String.valueOf(unreadable.getMessage());
            IOException cause = unreadable.getCause();
            String file = cause instanceof FileSystemException at ? String.valueOf(at.getFile()) : realms.label();
            return new ConfigReader.Outcome.Refused(List.of(new Problem(new Mark(file, 1), "", reason)));
        } finally {
            referenced = interpolator.filesRead();
        }
    }

    List<Path> folders() {
        return List.of(realms.directory(), presets.directory());
    }

    /** Differs when any of the files does. */
    Map<Path, String> fingerprint() {
        Map<Path, String> result = new TreeMap<>();
        try {
            result.putAll(realms.fingerprint());
            result.putAll(presets.fingerprint());
        } catch (UncheckedIOException unreadable) {
            result.put(Path.of("unreadable"), String.valueOf(unreadable.getMessage())); // reading it will tell why
        }
        referenced.forEach(file -> result.put(file, ConfigFolder.fingerprint(file)));
        return result;
    }
}
