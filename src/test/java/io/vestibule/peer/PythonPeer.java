package io.vestibule.peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * OpenStack's Python libraries, from Debian: a script that reads one JSON value a line and answers each with one. Starting Python
 * and importing these libraries takes seconds, so a test class starts one script and asks it many times.
 */
public final class PythonPeer implements AutoCloseable {
    private static final Path PYTHON = Path.of("/usr/bin/python3");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final Path log;
    private final Process process;
    private final BufferedWriter questions;
    private final BufferedReader answers;

    private PythonPeer(Path folder, Path log, Process process) {
        this.folder = folder;
        this.log = log;
        this.process = process;
        this.questions = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /**
     * Starts the script that is a resource of the tests. Skips the calling test, with a message, where a module is not installed.
     *
     * @param modules what the script imports from Debian's packages
     */
    public static PythonPeer start(String script, List<String> modules, Map<String, String> environment) {
        Assumptions.assumeTrue(
                importable(modules), "skipped: no " + PYTHON + " with " + modules + "; run .ci/peers keystone");
        Path folder = PeerProcess.newFolder("python");
        Path log = folder.resolve("errors.log");
        try (InputStream source = Objects.requireNonNull(PythonPeer.class.getResourceAsStream(script), script)) {
            Path copy = folder.resolve("script.py");
            Files.copy(source, copy);
            ProcessBuilder builder = new ProcessBuilder(PYTHON.toString(), "-u", copy.toString())
                    .directory(folder.toFile())
                    .redirectError(log.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("OS_"));
            builder.environment().put("HOME", folder.toString()); // nobody's clouds.yaml
            builder.environment().putAll(environment);
            return new PythonPeer(folder, log, builder.start());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static boolean importable(List<String> modules) {
        if (!Files.isExecutable(PYTHON)) {
            return false;
        }
        List<String> command = new ArrayList<>(List.of(
                PYTHON.toString(),
                "-c",
                "import importlib.util, sys; sys.exit(not all(importlib.util.find_spec(m) for m in sys.argv[1:]))"));
        command.addAll(modules);
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** The script's answer; a script that ended instead is an error that shows what it printed. */
    public JsonNode ask(Object question) {
        try {
            questions.write(JSON.writeValueAsString(question));
            questions.newLine();
            questions.flush();
            String answer = answers.readLine();
            if (answer == null) {
                throw new IllegalStateException("the script ended:\n" + Files.readString(log));
            }
            return JSON.readTree(answer);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void close() {
        try {
            questions.close(); // the script ends with its input
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException ended) {
            process.destroyForcibly();
        } catch (InterruptedException stopped) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        PeerProcess.delete(folder);
    }
}
