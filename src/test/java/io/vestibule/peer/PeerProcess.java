package io.vestibule.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program started by a test in a folder of its own; ended, by the handle it was started with, no later than the tests. */
final class PeerProcess implements AutoCloseable {
    private static final int LOG_LINES = 40;

    private final Path folder;
    private final Path log;
    private final Process process;
    private final Thread atExit;

    private PeerProcess(Path folder, Path log, Process process) {
        this.folder = folder;
        this.log = log;
        this.process = process;
        this.atExit = new Thread(() -> {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        });
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    static PeerProcess start(Path folder, List<String> command, Map<String, String> environment) {
        Path log = folder.resolve("output.log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        try {
            return new PeerProcess(folder, log, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command.getFirst(), e);
        }
    }

    static Path newFolder(String name) {
        try {
            return Files.createTempDirectory("vestibule-" + name + "-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Free a moment ago. Another process may take it before the peer does, and the peer's start then fails. */
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the address answers 200; ends the process and says what it printed when it exits or takes too long. */
    void awaitOk(URI address, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build()) {
            HttpRequest request = HttpRequest.newBuilder(address)
                    .timeout(Duration.ofSeconds(10))
                    .build();
            while (!answersOk(client, request)) {
                failWhenOver(address, atMost, deadline);
                pause();
            }
        }
    }

    /** Waits until the file is there; ends the process and says what it printed when it exits or takes too long. */
    void awaitFile(Path file, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!Files.exists(file)) {
            failWhenOver(file, atMost, deadline);
            pause();
        }
    }

    private void failWhenOver(Object awaited, Duration atMost, long deadline) {
        if (!process.isAlive() || System.nanoTime() > deadline) {
            String ended = process.isAlive() ? "is not ready after " + atMost : "ended by itself";
            String printed = lastLines();
            close();
            throw new IllegalStateException("%s: the peer %s%n%s".formatted(awaited, ended, printed));
        }
    }

    /** At once, with whatever it was doing: kill -9. */
    void kill() {
        process.destroyForcibly();
        if (!ended(process.toHandle(), Duration.ofSeconds(10))) {
            throw new IllegalStateException("process " + process.pid() + " survived");
        }
    }

    /** What it has printed. */
    List<String> lines() {
        try {
            return Files.readAllLines(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String lastLines() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
        } catch (IOException e) {
            return "no output to read: " + e;
        }
    }

    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        if (!ended(process.toHandle(), Duration.ofSeconds(10))) {
            process.destroyForcibly();
        }
        children.stream().filter(child -> !ended(child, Duration.ofSeconds(5))).forEach(ProcessHandle::destroyForcibly);
        Runtime.getRuntime().removeShutdownHook(atExit);
        delete(folder);
    }

    private static boolean ended(ProcessHandle handle, Duration within) {
        CompletableFuture<ProcessHandle> exit =
                handle.onExit().completeOnTimeout(handle, within.toMillis(), TimeUnit.MILLISECONDS);
        return !exit.join().isAlive();
    }

    private static boolean answersOk(HttpClient client, HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(250);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted while waiting for a peer", e);
    }

    static void delete(Path folder) {
        if (!Files.exists(folder)) { // closed when it did not start
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
