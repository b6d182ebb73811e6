package io.vestibule.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
        stop();
        try {
            Path run = Files.createTempDirectory(folder, "run-");
            Path extra = Files.writeString(run.resolve("extra.conf"), configuration);
            process = PeerProcess.start(
                    run,
                    List.of(
                            UWSGI.toString(),
                            "--http-socket",
                            "127.0.0.1:" + port,
                            "--wsgi-file",
                            folder.resolve("app.py").toString(),
                            "--master",
                            "--need-app",
                            "--lazy-apps",
                            "--disable-logging",
                            "--die-on-term",
                            "--buffer-size",
                            "65535",
                            "--add-header",
                            "Connection: close",
                            "--processes",
                            Integer.toString(workers)),
                    Map.of(
                            "OS_KEYSTONE_CONFIG_DIR",
                            folder.toString(),
                            "OS_KEYSTONE_CONFIG_FILES",
                            folder.resolve("keystone.conf") + ";" + extra));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        process.awaitOk(URI.create(base() + "/v3"), Duration.ofSeconds(90));
    }

    /** Without a path: {@code /v3} is below it. */
    public URI base() {
        return URI.create("http://127.0.0.1:" + port);
    }

    private void setUp() throws IOException {
        Files.writeString(folder.resolve("app.py"), """
                import json
                import sqlalchemy
                from sqlalchemy.pool import StaticPool
                from oslo_db.sqlalchemy import engines

                # Keystone opens a second session inside the first, which a SQLite file answers with "database is locked".
                make = sqlalchemy.create_engine
                def one_connection(url, **options):
                    options = {k: v for k, v in options.items() if not k.startswith(("pool_", "max_overflow"))}
                    return make(url, **{**options, "poolclass": StaticPool,
                                        "connect_args": {"check_same_thread": False}})
                sqlalchemy.create_engine = one_connection

                from keystone.server.wsgi import initialize_public_application
                inner = initialize_public_application()


                def application(environ, start_response):
                    facts = environ.pop("HTTP_X_LAB_ENV", None)
                    if facts:
                        environ.update(json.loads(facts))
                    return inner(environ, start_response)
                """);
        Files.writeString(folder.resolve("keystone.conf"), """
                [DEFAULT]
                public_endpoint = %1$s/
                log_file = %2$s/keystone.log
                use_stderr = false
                [database]
                connection = sqlite:///%2$s/keystone.db
                sqlite_synchronous = false
                [fernet_tokens]
                key_repository = %2$s/fernet
                [fernet_receipts]
                key_repository = %2$s/fernet
                [credential]
                key_repository = %2$s/credential
                [jwt_tokens]
                jws_public_key_repository = %2$s/jws/public
                jws_private_key_repository = %2$s/jws/private
                [auth]
                methods = password,token,oauth1,mapped,application_credential,totp,openid,saml2
                [cache]
                enabled = false
                [identity]
                password_hash_rounds = 4
                """.formatted(base(), folder));
        String owner = System.getProperty("user.name", "root");
        manage("db_sync");
        manage("fernet_setup", "--keystone-user", owner, "--keystone-group", owner);
        manage("credential_setup", "--keystone-user", owner, "--keystone-group", owner);
        Files.createDirectories(folder.resolve("jws/public"));
        Files.createDirectories(folder.resolve("jws/private"));
        Files.createDirectories(folder.resolve("domains"));
        manage(
                "bootstrap",
                "--bootstrap-password",
                ADMIN_PASSWORD,
                "--bootstrap-region-id",
                "RegionOne",
                "--bootstrap-public-url",
                base() + "/v3/",
                "--bootstrap-internal-url",
                base() + "/v3/",
                "--bootstrap-admin-url",
                base() + "/v3/");
        jwsKeys();
    }

    /** What keystone-manage create_jws_keypair makes, which writes where it stands. */
    private void jwsKeys() throws IOException {
        run(List.of("openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "jws/ec.pem"));
        run(List.of("openssl", "pkcs8", "-topk8", "-nocrypt", "-in", "jws/ec.pem", "-out", "jws/private/private.pem"));
        run(List.of("openssl", "ec", "-in", "jws/ec.pem", "-pubout", "-out", "jws/public/public.pem"));
    }

    private void manage(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(MANAGE.toString(), "--config-file", folder + "/keystone.conf"));
        command.addAll(List.of(words));
        run(command);
    }

    private void run(List<String> command) throws IOException {
        Path log = folder.resolve("setup.log");
        Process started = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!started.waitFor(2, TimeUnit.MINUTES) || started.exitValue() != 0) {
                started.destroyForcibly();
                throw new IllegalStateException(String.join(" ", command) + ":\n" + Files.readString(log));
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
