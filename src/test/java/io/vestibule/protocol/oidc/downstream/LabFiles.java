package io.vestibule.protocol.oidc.downstream;

import com.nimbusds.jose.jwk.ECKey;
import io.vestibule.realm.ConfiguredRealms;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The operator of the lab: changes the realm's file while everything runs. */
@ApplicationScoped
public class LabFiles {
    private final ConfiguredRealms realms;
    private final Path folder;

    LabFiles(ConfiguredRealms realms, @ConfigProperty(name = "lab.folder", defaultValue = "none") Path folder) {
        this.realms = realms;
        this.folder = folder;
    }

    /** Runs {@code meanwhile} under a changed file, and puts the file back. */
    public void with(UnaryOperator<String> change, Runnable meanwhile) {
        Path file = folder.resolve("realm-config/lab.yaml");
        String before = read(file);
        String changed = change.apply(before);
        if (changed.equals(before)) {
            throw new IllegalArgumentException("the change changes nothing");
        }
        try {
            put(file, changed);
            meanwhile.run();
        } finally {
            put(file, before);
        }
    }

    ECKey key(String name) {
        try {
            return ECKey.parse(read(folder.resolve(name + ".jwk")));
        } catch (ParseException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private void put(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        if (!realms.reload().isEmpty()) {
            throw new IllegalArgumentException("refused: " + realms.reload());
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
