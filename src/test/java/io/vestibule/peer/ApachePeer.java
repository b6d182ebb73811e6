package io.vestibule.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Assumptions;

/**
 * A real Apache httpd with mod_auth_openidc: a relying party that nobody here wrote. {@code /private} needs a login and shows,
 * one {@code NAME=value} a line, what Apache learned. Its addresses are known before it starts, so that a realm can declare
 * them; it asks the provider for its metadata at the first login, so it may start before the provider does.
 */
public final class ApachePeer implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/apache2");
    private static final Path MODULES = Path.of("/usr/lib/apache2/modules");

    private final int port = PeerProcess.freePort();
    private PeerProcess process;

    private ApachePeer() {}

    /** What Apache must be told of the provider. The scopes are divided by spaces and include {@code openid}. */
    public record Provider(URI discovery, String clientId, String clientSecret, String scopes) {}

    public static boolean installed() {
        return Files.isExecutable(PROGRAM) && Files.isRegularFile(MODULES.resolve("mod_auth_openidc.so"));
    }

    /** Takes a port and starts nothing. Skips the calling test, with a message, where Apache is not installed. */
    public static ApachePeer prepare() {
        Assumptions.assumeTrue(
                installed(), "skipped: no Apache with mod_auth_openidc in " + MODULES + "; run .ci/peers apache");
        return new ApachePeer();
    }

    public URI base() {
        return URI.create("http://localhost:" + port);
    }

    /** Needs no login, and is where sign-out may return to. */
    public URI publicPage() {
        return base().resolve("/public");
    }

    public URI privatePage() {
        return base().resolve("/private");
    }

    public URI redirectUri() {
        return base().resolve("/private/callback");
    }

    /** Ends Apache's session, and through the provider's end_session_endpoint the provider's; comes back to the public page. */
    public URI signOut() {
        return URI.create(
                redirectUri() + "?logout=" + URLEncoder.encode(publicPage().toString(), StandardCharsets.UTF_8));
    }

    /** Where a provider may POST a logout token (OpenID Connect Back-Channel Logout 1.0 §2.5). */
    public URI backChannelLogout() {
        return URI.create(redirectUri() + "?logout=backchannel");
    }

    /**
     * Starts Apache as a relying party of the provider.
     *
     * @param directives mod_auth_openidc directives beyond the fixture's own, such as {@code OIDCResponseMode form_post}
     */
    public void start(Provider provider, String... directives) {
        if (process != null) {
            throw new IllegalStateException("already started");
        }
        Path folder = PeerProcess.newFolder("apache");
        try {
            // Children of a root Apache run as www-data and must be able to read here.
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            Path echo = Files.writeString(folder.resolve("echo.cgi"), """
                    #!/bin/sh
                    printf 'Content-Type: text/plain; charset=utf-8\\r\\nCache-Control: no-store\\r\\n\\r\\n'
                    env | grep -E '^(OIDC_|REMOTE_USER=)' | sort
                    echo END=
                    """);
            Files.setPosixFilePermissions(echo, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.writeString(folder.resolve("apache.conf"), configuration(folder, provider, List.of(directives)));
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
        process.awaitOk(publicPage(), Duration.ofSeconds(30));
    }

    /** Reads the private page: the claims by their names, and beside them {@code REMOTE_USER} and {@code OIDC_…}. */
    public static Map<String, String> claims(String privatePage) {
        if (!privatePage.endsWith("END=\n")) {
            throw new IllegalArgumentException("not Apache's private page:\n" + privatePage);
        }
        Map<String, String> claims = new TreeMap<>();
        privatePage.lines().filter(line -> !line.equals("END=")).forEach(line -> {
            String[] pair = line.split("=", 2);
            claims.put(pair[0].replaceFirst("^OIDC_CLAIM_", ""), pair[1]);
        });
        return claims;
    }

    /** The last lines that Apache logged: why it refused a login. */
    public String log() {
        return process == null ? "" : process.lastLines();
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }

    private String configuration(Path folder, Provider provider, List<String> directives) {
        boolean root = System.getProperty("user.name").equals("root");
        return """
                ServerName localhost
                Listen 127.0.0.1:%1$d
                DefaultRuntimeDir "%2$s"
                PidFile "%2$s/apache.pid"
                ErrorLog "%2$s/output.log"
                LogLevel warn auth_openidc:info
                LoadModule mpm_prefork_module %3$s/mod_mpm_prefork.so
                LoadModule authn_core_module %3$s/mod_authn_core.so
                LoadModule authz_core_module %3$s/mod_authz_core.so
                LoadModule authz_user_module %3$s/mod_authz_user.so
                LoadModule alias_module %3$s/mod_alias.so
                LoadModule cgi_module %3$s/mod_cgi.so
                LoadModule auth_openidc_module %3$s/mod_auth_openidc.so
                %4$s
                StartServers 2
                MaxRequestWorkers 8

                OIDCProviderMetadataURL %5$s
                OIDCClientID %6$s
                OIDCClientSecret "%7$s"
                OIDCScope "%8$s"
                OIDCRedirectURI %9$s
                OIDCCryptoPassphrase %10$s
                OIDCPKCEMethod S256
                OIDCPassClaimsAs environment
                OIDCPassIDTokenAs claims payload
                OIDCPassRefreshToken On
                OIDCRemoteUserClaim sub
                %11$s

                ScriptAlias /private "%2$s/echo.cgi"
                ScriptAlias /public "%2$s/echo.cgi"
                <Location /private>
                  AuthType openid-connect
                  Require valid-user
                </Location>
                <Location /public>
                  Require all granted
                </Location>
                """.formatted(
                        port,
                        folder,
                        MODULES,
                        // Apache refuses to serve as root; an ordinary user may not change to another.
                        root ? "User www-data\nGroup www-data" : "",
                        provider.discovery(),
                        provider.clientId(),
                        provider.clientSecret(),
                        provider.scopes(),
                        redirectUri(),
                        UUID.randomUUID(),
                        String.join("\n", directives));
    }
}
