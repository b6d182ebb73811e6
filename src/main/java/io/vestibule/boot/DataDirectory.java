package io.vestibule.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where an installation keeps what it must not lose. */
record DataDirectory(Path root) {
    DataDirectory {
        root = root.toAbsolutePath().normalize();
    }

    Path postgres() {
        return root.resolve("postgres");
    }

    Path cluster() {
        return postgres().resolve("cluster");
    }

    Path lock() {
        return postgres().resolve("lock");
    }

    Path password() {
        return postgres().resolve("password");
    }

    Path log() {
        return postgres().resolve("server.log");
    }

    /** Others may pass through but not look: the database runs as an account of its own, secrets are 0600 files. */
    void create() {
        try {
            if (!Files.isDirectory(root)) {
                Files.createDirectories(root);
                Files.setPosixFilePermissions(root, SecretFile.PASSAGE);
            }
            Files.createDirectories(postgres());
        } catch (IOException e) {
            throw new StartRefusal(
                    "The data directory " + root + " cannot be made (" + e.getMessage()
                            + "): set VESTIBULE_DATA_DIR to a directory that you may write.",
                    e);
        }
    }
}
