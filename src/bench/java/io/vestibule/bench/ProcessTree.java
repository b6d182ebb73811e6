package io.vestibule.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What the kernel says a server and its database have used: each with all processes below it, and with those of them that have
 * ended. The machine may be as busy as it likes, this hardly moves with it.
 */
final class ProcessTree {
    private static final Path PROC = Path.of("/proc");
    private static final double TICKS_A_SECOND = ticks();
    private static final int PARENT = 1;
    private static final List<Integer> TIMES =
            List.of(11, 12, 13, 14); // utime, stime, and of children waited for: proc(5)

    private ProcessTree() {}

    /** CPU milliseconds so far and memory in MiB (proportional set size) now. */
    record Use(double cpuMillis, double mebibytes) {}

    /** {@code server} without what is below {@code database}, and {@code database}. */
    record Both(Use server, Use database) {}

    static Both of(long server, long database, boolean withMemory) {
        Map<Long, Double> cpu = new HashMap<>();
        Map<Long, List<Long>> children = new HashMap<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                note(process, cpu, children);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        Set<Long> below = new HashSet<>();
        collect(database, children, below);
        Set<Long> others = new HashSet<>();
        collect(server, children, others);
        others.removeAll(below);
        return new Both(use(others, cpu, withMemory), use(below, cpu, withMemory));
    }

    private static void note(Path process, Map<Long, Double> cpu, Map<Long, List<Long>> children) {
        try {
            String stat = Files.readString(process.resolve("stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            long pid = Long.parseLong(process.getFileName().toString());
            double ticks = TIMES.stream()
                    .mapToLong(field -> Long.parseLong(fields[field]))
                    .sum();
            cpu.put(pid, ticks * 1000 / TICKS_A_SECOND);
            children.computeIfAbsent(Long.parseLong(fields[PARENT]), parent -> new ArrayList<>())
                    .add(pid);
        } catch (IOException ended) {
            return; // while we were looking; its time is in its parent's
        }
    }

    private static void collect(long pid, Map<Long, List<Long>> children, Set<Long> into) {
        if (into.add(pid)) {
            children.getOrDefault(pid, List.of()).forEach(child -> collect(child, children, into));
        }
    }

    private static Use use(Set<Long> pids, Map<Long, Double> cpu, boolean withMemory) {
        double millis =
                pids.stream().mapToDouble(pid -> cpu.getOrDefault(pid, 0.0)).sum();
        double kibibytes =
                withMemory ? pids.stream().mapToDouble(ProcessTree::memory).sum() : 0;
        return new Use(millis, kibibytes / 1024);
    }

    private static double memory(long pid) {
        try {
            return Files.readAllLines(PROC.resolve(pid + "/smaps_rollup")).stream()
                    .filter(line -> line.startsWith("Pss:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")))
                    .sum();
        } catch (IOException ended) {
            return 0;
        }
    }

    private static double ticks() {
        try {
            Process getconf = new ProcessBuilder("getconf", "CLK_TCK").start();
            String text = new String(getconf.getInputStream().readAllBytes()).strip();
            return getconf.waitFor(5, TimeUnit.SECONDS) ? Double.parseDouble(text) : 100;
        } catch (IOException | NumberFormatException unknown) {
            return 100; // what Linux has on every architecture that Vestibule is built for
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return 100;
        }
    }
}
