package io.vestibule.boot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The checks, in the order in which a start would trip over them. */
record Doctor(Settings settings, Clock clock) {
    private static final int OLDEST_JAVA = 21;
    private static final int BEST_JAVA = 25;
    private static final long SMALL_DISK = 500L << 20;
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    static List<Check> checks(Settings settings, Clock clock) {
        Doctor doctor = new Doctor(settings, clock);
        StoreCheck store = new StoreCheck(settings, clock);
        return List.of(
                new Check("java", doctor::java),
                new Check("data directory", doctor::dataDirectory),
                new Check("master key", doctor::masterKey),
                new Check("store", store::reachable),
                new Check("clock", store::time),
                new Check("mapping rules", store::rules),
                new Check("port", doctor::port),
                new Check("base url", doctor::baseUrl),
                new Check("proxy", doctor::proxy),
                new Check("outdated algorithms", new AlgorithmsCheck(settings)::named),
                new Check("other keystones", new PartnersCheck(settings, store)::audiences),
                new Check("mail", new MailCheck(settings)::reachable));
    }

    private Finding java() {
        Runtime.Version version = Runtime.version();
        String found = version + " at " + System.getProperty("java.home");
        if (version.feature() < OLDEST_JAVA) {
            return Finding.failure(found, "Install a JDK of 21 or later; 25 is what releases are tested on.");
        }
        return version.feature() < BEST_JAVA
                ? Finding.warning(found, "Works; releases are tested on 25.")
                : Finding.ok(found);
    }

    private Finding dataDirectory() {
        Path root = settings.dataDirectory().root();
        if (!Files.exists(root)) {
            return Finding.ok(root + " will be made at the first start");
        }
        if (!Files.isDirectory(root) || !Files.isWritable(root)) {
            return Finding.failure(root + " is not a directory that this user may write", "Set VESTIBULE_DATA_DIR.");
        }
        if (permissions(root).contains(PosixFilePermission.OTHERS_WRITE)) {
            return Finding.failure(root + " may be written by everybody", "Run: chmod o-w " + root);
        }
        long free = freeSpace(root);
        return free < SMALL_DISK
                ? Finding.warning(root + " has " + (free >> 20) + " MB left", "Make room, or move the directory.")
                : Finding.ok(root.toString());
    }

    private Finding masterKey() {
        if (settings.find("vestibule.master-key").isPresent()) {
            return Finding.ok("from VESTIBULE_MASTER_KEY");
        }
        Path file = settings.dataDirectory().root().resolve("master.key");
        if (!Files.exists(file)) {
            return DatabaseAddress.configured(settings).isEmpty()
                    ? Finding.ok(file + " will be made at the first start")
                    : Finding.warning(
                            "neither VESTIBULE_MASTER_KEY nor " + file,
                            "One is made at the first start. Nodes that share a database must share it.");
        }
        Set<PosixFilePermission> open = EnumSet.copyOf(OTHERS);
        open.retainAll(permissions(file));
        return open.isEmpty()
                ? Finding.ok(file + ", readable by its owner alone")
                : Finding.failure(file + " is open to others", "Run: chmod 600 " + file + " and rotate every key.");
    }

    private Finding port() {
        String at = settings.httpHost() + ":" + settings.httpPort();
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(settings.httpHost(), settings.httpPort()));
            return Finding.ok(at + " is free");
        } catch (IOException e) {
            return StoreCheck.embeddedRuns(settings)
                    ? Finding.ok(at + " is taken, presumably by the server that runs on this data directory")
                    : Finding.failure(at + " cannot be opened: " + e.getMessage(), "Set QUARKUS_HTTP_PORT.");
        }
    }

    private Finding baseUrl() {
        String text = settings.baseUrl();
        URI uri = URI.create(text);
        if (uri.getScheme() == null || uri.getHost() == null || !uri.getScheme().matches("https?")) {
            return Finding.failure(text + " is not an address", "Set VESTIBULE_BASE_URL to https://host.");
        }
        boolean loopback = isLoopback(uri.getHost());
        if (uri.getScheme().equals("http") && !loopback) {
            return Finding.failure(
                    text + " is plain http: passwords, cookies and tokens would travel readable",
                    "Put TLS in front and set VESTIBULE_BASE_URL to https://" + uri.getHost() + ".");
        }
        if (loopback && !isLoopback(settings.httpHost())) {
            return Finding.warning(
                    "listening on " + settings.httpHost() + ", but issuers name " + text,
                    "Set VESTIBULE_BASE_URL to the address that others use.");
        }
        int port = uri.getPort();
        return loopback && uri.getScheme().equals("http") && port != settings.httpPort()
                ? Finding.warning(
                        "issuers name " + text + ", but the server listens on port " + settings.httpPort(),
                        "Unless something forwards it there, unset VESTIBULE_BASE_URL.")
                : Finding.ok(text + " (issuers are " + text + "/realms/…)");
    }

    private Finding proxy() {
        boolean forwarding = settings.find("quarkus.http.proxy.proxy-address-forwarding")
                .filter("true"::equals)
                .isPresent();
        Optional<String> trusted = settings.find("quarkus.http.proxy.trusted-proxies");
        if (!forwarding) {
            return Finding.ok("forwarded headers are ignored");
        }
        return trusted.isPresent()
                ? Finding.ok("forwarded headers are believed from " + trusted.get())
                : Finding.failure(
                        "forwarded headers are believed from anybody",
                        "Set QUARKUS_HTTP_PROXY_TRUSTED_PROXIES to your proxy's addresses.");
    }

    static boolean isLoopback(String host) {
        String bare = host.replaceAll("[\\[\\]]", "");
        return bare.equals("localhost")
                || bare.endsWith(".localhost")
                || bare.matches("127(\\.\\d{1,3}){3}")
                || bare.equals("::1");
    }

    private static Set<PosixFilePermission> permissions(Path path) {
        try {
            return Files.getPosixFilePermissions(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long freeSpace(Path path) {
        try {
            return Files.getFileStore(path).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
