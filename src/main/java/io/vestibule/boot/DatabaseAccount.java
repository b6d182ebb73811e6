package io.vestibule.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The account that PostgreSQL runs as. PostgreSQL refuses uid 0, because a hole in it would then be a hole in the whole
 * machine; so a server started by root hands it to an unprivileged account, by whichever of the ordinary tools is here.
 * Where the data directory lies behind a folder that only root may enter, a user namespace of its own serves instead:
 * there the process still owns its files but has no privilege over anything else.
 */
record DatabaseAccount(long uid, long gid, List<String> prefix) {
    private static final long ROOT = 0;
    private static final long NOBODY = 65534;
    private static final List<String> PREFERRED = List.of("vestibule", "postgres", "nobody");

    /** The first way that can run PostgreSQL's programs inside {@code folder}. */
    static DatabaseAccount forFolder(Path folder, Path cluster, PostgresBinaries binaries) throws IOException {
        boolean fresh = !Files.isDirectory(cluster);
        Ownership self = Ownership.ofThisProcess(folder);
        if (!fresh && self.uid() != ROOT && Ownership.of(cluster).uid() != self.uid()) {
            throw new StartRefusal("The database in " + cluster + " belongs to user " + Files.getOwner(cluster)
                    + ", not to you: start as that user (or root), or change its owner with chown -R.");
        }
        List<String> failures = new ArrayList<>();
        for (DatabaseAccount way : waysFor(self, fresh ? self : Ownership.of(cluster))) {
            // initdb looks its own user up in passwd, the server does not: an unknown uid may go on, but not begin.
            Optional<String> failure = way.failureToRun(binaries, folder, fresh);
            if (failure.isEmpty()) {
                return way;
            }
            failures.add(failure.get());
        }
        throw new StartRefusal("The embedded database cannot be run here (tried " + String.join("; ", failures)
                + "). Start as an ordinary user, or set VESTIBULE_DATABASE_URL to a PostgreSQL of your own.");
    }

    private static List<DatabaseAccount> waysFor(Ownership self, Ownership clusterOwner) throws IOException {
        List<DatabaseAccount> ways = new ArrayList<>();
        if (self.uid() != ROOT) {
            ways.add(new DatabaseAccount(self.uid(), self.gid(), List.of()));
        } else {
            PasswdEntry entry = PasswdEntry.toRunAs(clusterOwner);
            ways.add(entry.by(
                    "setpriv", "--reuid=" + entry.uid(), "--regid=" + entry.gid(), "--clear-groups", "--no-new-privs"));
            ways.add(entry.by("runuser", "-u", entry.name(), "--"));
            ways.add(entry.by("sudo", "-n", "-u", "#" + entry.uid(), "--"));
        }
        ways.add(new DatabaseAccount(self.uid(), self.gid(), List.of("unshare", "--user")));
        return ways;
    }

    private Optional<String> failureToRun(PostgresBinaries binaries, Path folder, boolean nameNeeded) {
        String script = (nameNeeded ? "id -un >/dev/null && " : "") + "cd \"$1\" && exec \"$2\" --version";
        Commands.Outcome outcome = Commands.run(
                command(
                        "sh",
                        "-c",
                        script,
                        "probe",
                        folder.toString(),
                        binaries.program("postgres").toString()),
                folder);
        String way = prefix.isEmpty() ? "directly" : prefix.getFirst();
        return outcome.succeeded() ? Optional.empty() : Optional.of(way + ": " + outcome.lastLine());
    }

    List<String> command(String... arguments) {
        return Stream.concat(prefix.stream(), Stream.of(arguments)).toList();
    }

    /**
     * Gives {@code root} and all below it to this account; needed only where the process itself is root. The root comes
     * last, so that an interrupted change is seen and repeated.
     */
    void own(Path root) throws IOException {
        if (Ownership.of(root).uid() == uid) {
            return;
        }
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.setAttribute(path, "unix:uid", (int) uid, LinkOption.NOFOLLOW_LINKS);
                Files.setAttribute(path, "unix:gid", (int) gid, LinkOption.NOFOLLOW_LINKS);
            }
        }
    }

    private record Ownership(long uid, long gid) {
        static Ownership of(Path path) throws IOException {
            return new Ownership(attribute(path, "unix:uid"), attribute(path, "unix:gid"));
        }

        /** The kernel's answer to "who am I", read off a file we make: Java has no other portable way to ask. */
        static Ownership ofThisProcess(Path folder) throws IOException {
            Path probe = Files.createTempFile(folder, ".owner-", "");
            try {
                return of(probe);
            } finally {
                Files.delete(probe);
            }
        }

        private static long attribute(Path path, String name) throws IOException {
            Object value = Files.getAttribute(path, name, LinkOption.NOFOLLOW_LINKS);
            return Integer.toUnsignedLong(((Number) value).intValue());
        }
    }

    private record PasswdEntry(String name, long uid, long gid) {
        /** Whoever owns the database already, otherwise the least surprising account that this machine has. */
        static PasswdEntry toRunAs(Ownership clusterOwner) throws IOException {
            List<PasswdEntry> known = all();
            if (clusterOwner.uid() != ROOT) {
                return known.stream()
                        .filter(entry -> entry.uid() == clusterOwner.uid())
                        .findFirst()
                        .orElse(new PasswdEntry("#" + clusterOwner.uid(), clusterOwner.uid(), clusterOwner.gid()));
            }
            return PREFERRED.stream()
                    .flatMap(name -> known.stream().filter(entry -> entry.name().equals(name)))
                    .findFirst()
                    .orElse(new PasswdEntry("nobody", NOBODY, NOBODY));
        }

        private static List<PasswdEntry> all() throws IOException {
            Path passwd = Path.of("/etc/passwd");
            if (!Files.isReadable(passwd)) {
                return List.of();
            }
            return Files.readAllLines(passwd).stream()
                    .map(line -> line.split(":", -1))
                    .filter(field ->
                            field.length >= 4 && field[2].matches("\\d{1,10}") && field[3].matches("\\d{1,10}"))
                    .map(field -> new PasswdEntry(field[0], Long.parseLong(field[2]), Long.parseLong(field[3])))
                    .filter(entry -> entry.uid() != ROOT)
                    .toList();
        }

        DatabaseAccount by(String... prefix) {
            return new DatabaseAccount(uid, gid, List.of(prefix));
        }
    }
}
