package io.vestibule.journey;

import io.vestibule.realm.ConfiguredRealms;
import io.vestibule.realm.reading.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The operator of the journeys: changes a realm's file while everything runs. */
@ApplicationScoped
public class RealmFiles {
    private final ConfiguredRealms realms;
    private final Path folder;

    RealmFiles(
            ConfiguredRealms realms,
            @ConfigProperty(name = "vestibule.realm-config", defaultValue = "none") Path folder) {
        this.realms = realms;
        this.folder = folder;
    }

    /** Runs {@code meanwhile} while {@code text} of the realm's file reads {@code instead}, and puts the file back. */
    public void with(String realm, String text, String instead, Runnable meanwhile) {
        String before = read(realm);
        try {
            change(realm, content -> content.replace(text, instead));
            meanwhile.run();
        } finally {
            put(realm, before);
        }
    }

    /** Runs {@code meanwhile} while there is one realm more. */
    public void withRealm(String realm, String text, Runnable meanwhile) {
        try {
            put(realm, text);
            meanwhile.run();
        } finally {
            takeAway(realm);
        }
    }

    private void takeAway(String realm) {
        try {
            Files.delete(file(realm));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        realms.reload();
    }

    /** A file that reads otherwise until this is closed. */
    @FunctionalInterface
    public interface Changed extends AutoCloseable {
        @Override
        void close();
    }

    /** The same for many tests in a row. */
    public Changed changed(String realm, UnaryOperator<String> change) {
        String before = read(realm);
        change(realm, change);
        return () -> put(realm, before);
    }

    /** Changes the file for good. */
    public void change(String realm, UnaryOperator<String> change) {
        String before = read(realm);
        String changed = change.apply(before);
        if (changed.equals(before)) {
            throw new IllegalArgumentException("the change changes nothing");
        }
        put(realm, changed);
    }

    private void put(String realm, String text) {
        try {
            Files.writeString(file(realm), text);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        List<Problem> problems = realms.reload();
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("refused: " + problems);
        }
    }

    private String read(String realm) {
        try {
            return Files.readString(file(realm));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private Path file(String realm) {
        return folder.resolve(realm + ".yaml");
    }
}
