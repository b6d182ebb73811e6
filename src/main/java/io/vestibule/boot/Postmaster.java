package io.vestibule.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What {@code postmaster.pid} says, and whether it is still true. */
record Postmaster(long pid, int port, String status) {
    private static final int PID = 0;
    private static final int PORT = 3;
    private static final int STATUS = 7;

    enum Holder {
        /** Nobody: left behind by a crash. */
        GONE,
        /** A dead process that its parent has not taken note of, so the number still counts as taken. */
        DEAD,
        /** A PostgreSQL on this very directory. */
        OURS,
        /** Somebody who was given the number since; usual in a container, where numbers start again. */
        STRANGER,
        /** Cannot be told. */
        UNKNOWN
    }

    /** Empty while there is no file, or the server is still writing it. */
    static Optional<Postmaster> recordedIn(Path cluster) throws IOException {
        Path file = file(cluster);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file);
        if (lines.size() <= PORT
                || !lines.get(PID).matches("\\d{1,10}")
                || !lines.get(PORT).matches("\\d{1,5}")) {
            return Optional.empty();
        }
        String status = lines.size() > STATUS ? lines.get(STATUS).strip() : "";
        return Optional.of(new Postmaster(Long.parseLong(lines.get(PID)), Integer.parseInt(lines.get(PORT)), status));
    }

    static Path file(Path cluster) {
        return cluster.resolve("postmaster.pid");
    }

    boolean ready() {
        return status.equals("ready") && ProcessHandle.of(pid).isPresent();
    }

    Holder holder(Path cluster) {
        Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
        if (process.isEmpty()) {
            return Holder.GONE;
        }
        if (dead(pid)) {
            return Holder.DEAD;
        }
        Optional<String> program = process.get().info().command();
        if (program.isPresent() && !program.get().endsWith("postgres")) {
            return Holder.STRANGER;
        }
        Path workingDirectory = Path.of("/proc", Long.toString(pid), "cwd");
        try {
            // The server's working directory is its data directory, under whatever name it was reached.
            return Files.isSameFile(workingDirectory, cluster) ? Holder.OURS : Holder.STRANGER;
        } catch (IOException noSuchView) {
            return namesDirectory(process.get(), cluster) ? Holder.OURS : Holder.UNKNOWN;
        }
    }

    /** In a container the first process often buries nobody; the kernel's word for that is Z. */
    private static boolean dead(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) == 'Z';
        } catch (IOException noSuchView) {
            return false;
        }
    }

    private static boolean namesDirectory(ProcessHandle process, Path cluster) {
        return process.info()
                .arguments()
                .filter(arguments -> List.of(arguments).contains(cluster.toString()))
                .isPresent();
    }
}
