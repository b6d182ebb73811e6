package io.vestibule.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * A real OpenStack Keystone from Debian's packages, on SQLite behind uwsgi, with the administrator {@code admin}. A request header
 * {@code X-Lab-Env} stands for what a federation module of a web server would put in the environment.
 */
public final class KeystonePeer implements AutoCloseable {
    public static final String ADMIN_PASSWORD = "labadmin";

    private static final Path MANAGE = Path.of("/usr/bin/keystone-manage");
    private static final Path UWSGI = Path.of("/usr/bin/uwsgi_python3");

    private static final Path SCRIPTS = Path.of("src/test/keystone").toAbsolutePath();

    private final Path folder = PeerProcess.newFolder("keystone");
    private final int port = PeerProcess.freePort();
    private @Nullable PeerProcess process;

    private KeystonePeer() {}

    public static boolean installed() {
        return Files.isExecutable(MANAGE) && Files.isExecutable(UWSGI);
    }

    /** Makes database and keys, and starts nothing. Skips the calling test, with a message, where Keystone is not installed. */
    public static KeystonePeer prepare() {
        Assumptions.assumeTrue(
                installed(), "skipped: no " + MANAGE + " and " + UWSGI + " here; run .ci/peers keystone");
        KeystonePeer peer = new KeystonePeer();
        try {
            peer.setUp();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return peer;
    }

    /** (Re)starts the server with these lines after the fixture's own configuration; what is stored stays. */
    public void start(int workers, String configuration) {
        start(workers, configuration, Map.of());
    }

    /** @param environment {@code KEYSTONE_UWSGI_PORT} for a web server in front */
    void start(int workers, String configuration, Map<String, String> environment) {
        stop();
        try {
            Path run = Files.createTempDirectory(folder, "run-");
            Path extra = Files.writeString(run.resolve("extra.conf"), configuration);
            process = PeerProcess.start(
                    run,
                    List.of(
                            SCRIPTS.resolve("serve").toString(),
                            folder.toString(),
                            Integer.toString(port),
                            Integer.toString(workers),
                            extra.toString()),
                    environment);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        process.awaitOk(URI.create(base() + "/v3"), Duration.ofSeconds(90));
    }

    /**
     * Starts it as an identity provider for other Keystones, with a key of its own. It signs with xmlsec1.
     *
     * @return what it calls itself
     */
    public String startAsIdentityProvider() {
        SelfSigned own = SelfSigned.in(folder, "k2k");
        String entityId = base() + "/v3/OS-FEDERATION/saml2/idp";
        String saml = """
                [saml]
                certfile = %s
                keyfile = %s
                idp_entity_id = %s
                idp_sso_endpoint = %s/v3/OS-FEDERATION/saml2/sso
                idp_metadata_path = %s/idp.xml
                """.formatted(own.certificate(), own.key(), entityId, base(), folder);
        try {
            Path conf = Files.writeString(folder.resolve("saml.conf"), saml);
            Process made = new ProcessBuilder(
                            MANAGE.toString(),
                            "--config-file",
                            folder.resolve("keystone.conf").toString(),
                            "--config-file",
                            conf.toString(),
                            "saml_idp_metadata")
                    .redirectOutput(folder.resolve("idp.xml").toFile())
                    .redirectError(folder.resolve("idp.log").toFile())
                    .start();
            if (!made.waitFor(2, TimeUnit.MINUTES) || made.exitValue() != 0) {
                made.destroyForcibly();
                throw new IllegalStateException("no metadata:\n" + Files.readString(folder.resolve("idp.log")));
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
        start(1, saml);
        return entityId;
    }

    /** Without a path: {@code /v3} is below it. */
    public URI base() {
        return URI.create("http://127.0.0.1:" + port);
    }

    private void setUp() throws IOException {
        Path log = folder.resolve("setup.log");
        Process started = new ProcessBuilder(SCRIPTS.resolve("set-up").toString(), folder.toString(), base().toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!started.waitFor(3, TimeUnit.MINUTES) || started.exitValue() != 0) {
                started.destroyForcibly();
                throw new IllegalStateException("Keystone cannot be set up:\n" + Files.readString(log));
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    private void stop() {
        if (process != null) {
            process.close();
            process = null;
        }
    }

    @Override
    public void close() {
        stop();
        PeerProcess.delete(folder);
    }
}
