package io.vestibule.boot;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs PostgreSQL's short-lived programs. */
final class Commands {
    private static final int LONGEST_MINUTES = 5;

    private Commands() {}

    record Outcome(int status, String output) {
        boolean succeeded() {
            return status == 0;
        }

        String lastLine() {
            return output.isBlank()
                    ? "status " + status
                    : output.strip().lines().toList().getLast();
        }
    }

    static Outcome run(List<String> command, Path folder) {
        return run(command, folder, "");
    }

    static Outcome run(List<String> command, Path folder, String input) {
        Process process;
        try {
            process = prepared(command, folder).redirectErrorStream(true).start();
        } catch (IOException e) {
            return new Outcome(127, "not found");
        }
        try {
            try (OutputStream stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            }
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                return new Outcome(124, output + "\nno end after " + LONGEST_MINUTES + " minutes");
            }
            return new Outcome(process.exitValue(), output);
        } catch (IOException e) {
            return new Outcome(126, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            return new Outcome(130, "interrupted");
        }
    }

    /** A clean environment: nothing of ours (a master key, a password) is inherited by the database. */
    static ProcessBuilder prepared(List<String> command, Path folder) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        Map<String, String> environment = builder.environment();
        String path = environment.getOrDefault("PATH", "");
        environment.clear();
        environment.put("PATH", path + ":/usr/sbin:/usr/bin:/sbin:/bin");
        environment.put("LC_ALL", "C");
        environment.put("TZ", "UTC");
        return builder;
    }
}
