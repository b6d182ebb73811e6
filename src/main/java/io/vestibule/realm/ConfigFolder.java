package io.vestibule.realm;

import io.quarkus.runtime.util.ClassPathUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A folder of YAML files that an operator owns, and the same folder as it came inside the artifact. */
final class ConfigFolder {
    private static final String ENDING = ".yaml";

    private final Path directory;
    private final String resource;
    private final boolean named;

    private ConfigFolder(Path directory, String resource, boolean named) {
        this.directory = directory;
        this.resource = resource;
        this.named = named;
    }

    /**
     * The folder the operator named, which must be there, or the one of the usual name, which need not.
     *
     * @param usual also the folder's name inside the artifact
     */
    static ConfigFolder of(Optional<Path> named, String usual) {
        return new ConfigFolder(named.orElse(Path.of(usual)), usual, named.isPresent());
    }

    Path directory() {
        return directory;
    }

    /** What problems call this folder. */
    String label() {
        return directory.toString();
    }

    /** The directory's files; those inside the artifact only when there is no directory. */
    List<ConfigSource> sources() {
        return isThere() ? read(directory, label()) : builtIn();
    }

    /** The files inside the artifact, and the directory's over those of the same name. */
    List<ConfigSource> sourcesOverBuiltIn() {
        Map<String, ConfigSource> byName = new TreeMap<>();
        builtIn().forEach(source -> byName.put(source.name(), source));
        if (isThere()) {
            read(directory, label()).forEach(source -> byName.put(source.name(), source));
        }
        return List.copyOf(byName.values());
    }

    private boolean isThere() {
        boolean there = Files.isDirectory(directory);
        if (!there && named) {
            // A misspelt folder must not quietly become the demo.
            throw new UncheckedIOException("there is no such folder", new NoSuchFileException(label()));
        }
        return there;
    }

    /** Size and time of every file: when it changes, so may the configuration have. */
    Map<Path, String> fingerprint() {
        Map<Path, String> result = new TreeMap<>();
        if (Files.isDirectory(directory)) {
            files(directory).forEach(file -> result.put(file, fingerprint(file)));
        }
        return result;
    }

    static String fingerprint(Path file) {
        try {
            FileTime modified = Files.getLastModifiedTime(file);
            return Files.size(file) + " " + modified.toMillis() + " " + file.toRealPath();
        } catch (IOException gone) {
            return "unreadable"; // reading it will say why
        }
    }

    private List<ConfigSource> builtIn() {
        List<ConfigSource> result = new ArrayList<>();
        try {
            ClassPathUtils.consumeAsPaths(
                    Thread.currentThread().getContextClassLoader(),
                    resource,
                    path -> result.addAll(read(path, "(built in) " + resource)));
        } catch (IOException broken) {
            throw new UncheckedIOException("the files inside the artifact cannot be read", broken);
        }
        return result;
    }

    private static List<ConfigSource> read(Path folder, String label) {
        return files(folder).stream()
                .map(file -> {
                    String fileName = String.valueOf(file.getFileName());
                    String name = fileName.substring(0, fileName.length() - ENDING.length());
                    return new ConfigSource(label + "/" + fileName, name, bytes(file));
                })
                .toList();
    }

    /** In the order of their names; what editors leave lying about (hidden files) is none of them. */
    private static List<Path> files(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(file -> {
                        String name = String.valueOf(file.getFileName());
                        return name.endsWith(ENDING) && !name.startsWith(".") && Files.isRegularFile(file);
                    })
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("the folder " + folder + " cannot be read", unreadable);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("the file " + file + " cannot be read", unreadable);
        }
    }
}
