package io.vestibule.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real Apache httpd with one login module. {@code /private} needs a login and shows, one {@code NAME=value} a line, what the
 * module left in the environment; {@code /public} needs none. The port is taken before the start, so that a realm can declare it.
 */
final class ApacheServer implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/apache2");
    private static final Path MODULES = Path.of("/usr/lib/apache2/modules");

    private final int port = PeerProcess.freePort();
    private @Nullable PeerProcess process;

    static boolean installed(String module) {
        return Files.isExecutable(PROGRAM) && Files.isRegularFile(MODULES.resolve(module));
    }

    static Path modules() {
        return MODULES;
    }

    /** Readable by anybody: children of a root Apache run as www-data. */
    static Path newFolder(String name) {
        Path folder = PeerProcess.newFolder(name);
        try {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return folder;
    }

    URI base() {
        return URI.create("http://localhost:" + port);
    }

    /**
     * Starts Apache and waits for its public page.
     *
     * @param folder from {@link #newFolder}; goes with the server
     * @param shown extended regular expression of the environment variables that the pages show
     * @param directives the login module: how it is loaded, and who may see {@code /private}
     */
    void start(Path folder, String shown, String directives) {
        if (process != null) {
            throw new IllegalStateException("already started");
        }
        try {
            Path echo = Files.writeString(folder.resolve("echo.cgi"), """
                    #!/bin/sh
                    printf 'Content-Type: text/plain; charset=utf-8\\r\\nCache-Control: no-store\\r\\n\\r\\n'
                    env | grep -E '^(%s)' | sort
                    echo END=
                    """.formatted(shown));
            Files.setPosixFilePermissions(echo, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.writeString(folder.resolve("apache.conf"), configuration(folder, directives));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        process = PeerProcess.start(
                folder,
                List.of(
                        PROGRAM.toString(),
                        "-d",
                        folder.toString(),
                        "-f",
                        folder.resolve("apache.conf").toString(),
                        // Stopping, Apache signals its whole process group; in one inherited from the tests it ends
                        // them too.
                        "-DNO_DETACH"),
                Map.of());
        process.awaitOk(base().resolve("/public"), Duration.ofSeconds(30));
    }

    /** What a page shows, by name. */
    static Map<String, String> read(String page) {
        if (!page.endsWith("END=\n")) {
            throw new IllegalArgumentException("not Apache's page:\n" + page);
        }
        Map<String, String> shown = new TreeMap<>();
        page.lines().filter(line -> !line.equals("END=")).forEach(line -> {
            String[] pair = line.split("=", 2);
            shown.put(pair[0], pair[1]);
        });
        return shown;
    }

    /** The last lines that Apache logged. */
    String log() {
        return process == null ? "" : process.lastLines();
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }

    private String configuration(Path folder, String directives) {
        boolean root = System.getProperty("user.name").equals("root");
        String modules = Stream.of("mpm_prefork", "authn_core", "authz_core", "authz_user", "alias", "cgi")
                .map(name -> "LoadModule %s_module %s/mod_%s.so".formatted(name, MODULES, name))
                .collect(Collectors.joining("\n"));
        return """
                ServerName %1$s
                Listen 127.0.0.1:%2$d
                DefaultRuntimeDir "%3$s"
                PidFile "%3$s/apache.pid"
                ErrorLog "%3$s/output.log"
                LogLevel warn
                %4$s
                %5$s
                StartServers 2
                MaxRequestWorkers 8

                %6$s

                ScriptAlias /private "%3$s/echo.cgi"
                ScriptAlias /public "%3$s/echo.cgi"
                <Location /public>
                  Require all granted
                </Location>
                """.formatted(
                        base(),
                        port,
                        folder,
                        modules,
                        // Apache refuses to serve as root; an ordinary user may not change to another.
                        root ? "User www-data\nGroup www-data" : "",
                        directives);
    }
}
