package io.vestibule.portal;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The operator's own templates, texts and assets: each file there stands in front of the one of the same name in the
 * artifact. Looked at again when something in it changed.
 */
@ApplicationScoped
class TemplateFolder {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final int DEEPEST = 4;

    private final Path folder;
    private final Clock clock;
    private volatile Look last;

    private record Look(Instant at, long state) {}

    TemplateFolder(
            @ConfigProperty(name = "vestibule.templates", defaultValue = "templates") String folder, Clock clock) {
        this.folder = Path.of(folder).toAbsolutePath().normalize();
        this.clock = clock;
        this.last = new Look(clock.instant(), state());
    }

    /** A number that differs after every change in the folder; cheap, it looks at most once a second. */
    long version() {
        Look look = last;
        Instant now = clock.instant();
        if (Duration.between(look.at, now).abs().compareTo(LOOK_EVERY) < 0) { // also after a clock was put back
            return look.state;
        }
        Look next = new Look(now, state());
        last = next;
        return next.state;
    }

    boolean exists() {
        return Files.isDirectory(folder);
    }

    /** The file of that name, given with slashes; never one outside the folder. */
    Optional<byte[]> read(String name) {
        Path file = folder.resolve(name).normalize();
        if (!file.startsWith(folder) || !Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readAllBytes(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + file, unreadable);
        }
    }

    @Override
    public String toString() {
        return folder.toString();
    }

    private long state() {
        if (!exists()) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(folder, DEEPEST)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(TemplateFolder::mark)
                    .reduce(1, (a, b) -> 31 * a + b);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + folder, unreadable);
        }
    }

    private static long mark(Path file) {
        try {
            return 31L * file.hashCode() + Files.getLastModifiedTime(file).toMillis() + 17 * Files.size(file);
        } catch (IOException gone) {
            return 0; // Removed while we looked: the next look sees the folder without it.
        }
    }
}
