package io.vestibule.boot;

import io.quarkus.runtime.util.ClassPathUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/**
 * One start on a throw-away directory and a free port, and a few requests, for the JVM to record what a start needs
 * (JEP 514). The programs of the database are unpacked to their final place, where the real start will look for them.
 */
@Command(name = "rehearse", hidden = true, description = "Start once on nothing, for the JVM to learn from.")
final class RehearseCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        Settings settings = Settings.ofThisProcess();
        settings.dataDirectory().create();
        Path stage = temporaryDirectory();
        try (EmbeddedDatabase database =
                EmbeddedDatabase.start(stage, settings.programs(), Progress.to(System.out), new SecureRandom())) {
            DatabaseAddress.of(database).use();
            System.setProperty("vestibule.data-dir", stage.toString());
            // What came inside the artifact: nothing of the operator's is needed, none of their providers is called.
            System.setProperty("vestibule.realm-config", builtIn("realm-config", stage));
            System.setProperty("vestibule.connectors", builtIn("connectors", stage));
            String port = Integer.toString(EmbeddedDatabase.freePort());
            System.setProperty("quarkus.http.host", "localhost");
            System.setProperty("quarkus.http.port", port);
            System.setProperty("vestibule.base-url", "http://localhost:" + port);
            return new ServerRun(settings).serve(Rehearsal.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            remove(stage);
        }
    }

    private static String builtIn(String folder, Path stage) throws IOException {
        Path copy = Files.createDirectories(stage.resolve(folder));
        ClassPathUtils.consumeAsPaths(
                RehearseCommand.class.getClassLoader(), folder, original -> copyFiles(original, copy));
        return copy.toString();
    }

    private static void copyFiles(Path original, Path copy) {
        try (Stream<Path> files = Files.list(original)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName().toString()), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("vestibule-rehearsal-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remove(Path stage) {
        try {
            PostgresBinaries.deleteTree(stage);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
