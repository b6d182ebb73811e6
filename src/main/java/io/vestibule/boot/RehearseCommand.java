package io.vestibule.boot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
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
            // Folders that do not exist stand for what came inside the artifact: nothing of the operator's is needed,
            // none of their providers is called.
            System.setProperty(
                    "vestibule.realm-config", stage.resolve("realm-config").toString());
            System.setProperty(
                    "vestibule.connectors", stage.resolve("connectors").toString());
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
