package io.vestibule.portal;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Files of the portal: the operator's where there is one, else ours in the artifact. */
@ApplicationScoped
class PortalFiles {
    private final TemplateFolder folder;

    PortalFiles(TemplateFolder folder) {
        this.folder = folder;
    }

    /** The file below {@code templates/}. */
    Optional<byte[]> template(String name) {
        return folder.read(name).or(() -> builtIn("templates/" + name));
    }

    Optional<byte[]> builtIn(String name) {
        try (InputStream in = Thread.currentThread().getContextClassLoader().getResourceAsStream(name)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException broken) {
            throw new UncheckedIOException("cannot read " + name + " in the artifact", broken);
        }
    }

    /** Differs after every change of the operator's files. */
    long version() {
        return folder.version();
    }
}
