package io.vestibule.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A real mail server: Exim with a configuration of its own as a child of the test, on a free port of this machine, with one box
 * for everybody's letters. It takes them encrypted and from whoever signs in, or not at all.
 */
public final class EximPeer implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/exim4");
    /** Whom Debian's package runs it as; as root it would hand nothing over. */
    private static final String ITS_USER = "Debian-exim";

    private static final String CONFIGURATION = """
            exim_user = @USER@
            exim_group = @GROUP@
            primary_hostname = localhost
            spool_directory = @FOLDER@/spool
            log_file_path = @FOLDER@/%s.log
            pid_file_path = @FOLDER@/ready
            local_interfaces = 127.0.0.1
            daemon_smtp_ports = @PORT@
            deliver_drop_privilege = true
            host_lookup =
            rfc1413_query_timeout = 0s
            keep_environment =
            tls_advertise_hosts = @ENCRYPTS@
            tls_certificate = @FOLDER@/server.crt
            tls_privatekey = @FOLDER@/server.key
            acl_smtp_rcpt = from_whom
            acl_smtp_data = anything

            begin acl
            from_whom:
              deny message = encrypt first
                   ! encrypted = *
              deny message = sign in first
                   ! authenticated = *
              accept
            anything:
              accept

            begin routers
            everybody:
              driver = accept
              transport = box

            begin transports
            box:
              driver = appendfile
              directory = @FOLDER@/box
              maildir_format
              user = @USER@
              group = @GROUP@

            begin authenticators
            plain:
              driver = plaintext
              public_name = PLAIN
              server_prompts = :
              server_condition = ${if and{{eq{$auth2}{@USERNAME@}}{eq{$auth3}{@PASSWORD@}}}}
              server_set_id = $auth2
              server_advertise_condition = ${if def:tls_in_cipher}
            """;

    private final int port = PeerProcess.freePort();
    private final Path folder = PeerProcess.newFolder("exim");
    private final PeerProcess process;

    /** What it shows to whoever encrypts; both in PEM. */
    public record Identity(String key, String certificate) {}

    /** Who may hand letters in. */
    public record Account(String username, String password) {}

    /** Whether it offers to encrypt. */
    public enum Encryption {
        OFFERED,
        NOT_OFFERED
    }

    public static boolean installed() {
        return Files.isExecutable(PROGRAM);
    }

    /** Skips the calling test, with a message, where Exim is not installed. */
    public static EximPeer start(Identity identity, Account account, Encryption encryption) {
        Assumptions.assumeTrue(installed(), "skipped: no Exim installed; run .ci/peers exim");
        return new EximPeer(identity, account, encryption);
    }

    private EximPeer(Identity identity, Account account, Encryption encryption) {
        boolean root = System.getProperty("user.name").equals("root");
        List<String> command = new ArrayList<>(List.of(PROGRAM.toString(), "-bdf", "-C", folder + "/exim.conf"));
        if (root) {
            command.addAll(0, List.of("setpriv", "--reuid", ITS_USER, "--regid", ITS_USER, "--clear-groups"));
        }
        try {
            Files.createDirectories(folder.resolve("box"));
            Files.createDirectories(folder.resolve("spool"));
            Files.writeString(folder.resolve("server.key"), identity.key());
            Files.writeString(folder.resolve("server.crt"), identity.certificate());
            Files.writeString(
                    folder.resolve("exim.conf"),
                    CONFIGURATION
                            .replace("@FOLDER@", folder.toString())
                            .replace("@PORT@", Integer.toString(port))
                            .replace("@USER@", root ? ITS_USER : owner("unix:uid"))
                            .replace("@GROUP@", root ? ITS_USER : owner("unix:gid"))
                            .replace("@ENCRYPTS@", encryption == Encryption.OFFERED ? "*" : "")
                            .replace("@USERNAME@", account.username())
                            .replace("@PASSWORD@", account.password()));
            if (root) {
                giveTo(ITS_USER);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        process = PeerProcess.start(folder, command, Map.of());
        process.awaitFile(folder.resolve("ready"), Duration.ofSeconds(30));
    }

    /** Anybody but root runs it as themselves. */
    private String owner(String attribute) throws IOException {
        return Files.getAttribute(folder, attribute).toString();
    }

    private void giveTo(String user) throws IOException {
        var owner = folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                Files.setAttribute(file, "posix:owner", owner, LinkOption.NOFOLLOW_LINKS);
            }
        }
    }

    public int port() {
        return port;
    }

    /** The letters in the box, whole, as the server laid them there. */
    public List<String> box() {
        Path arrived = folder.resolve("box").resolve("new");
        if (!Files.isDirectory(arrived)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(arrived)) {
            List<String> letters = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                letters.add(Files.readString(file, StandardCharsets.UTF_8));
            }
            return letters;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** What the server wrote down of whom it met. */
    public String log() {
        try {
            Path log = folder.resolve("main.log");
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
