package io.vestibule.peer;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
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
    private static final String MODULE = "mod_auth_openidc.so";

    private final ApacheServer server = new ApacheServer();

    private ApachePeer() {}

    /** What Apache must be told of the provider. The scopes are divided by spaces and include {@code openid}. */
    public record Provider(URI discovery, String clientId, String clientSecret, String scopes) {}

    public static boolean installed() {
        return ApacheServer.installed(MODULE);
    }

    /** Takes a port and starts nothing. Skips the calling test, with a message, where Apache is not installed. */
    public static ApachePeer prepare() {
        Assumptions.assumeTrue(
                installed(),
                "skipped: no Apache with mod_auth_openidc in " + ApacheServer.modules() + "; run .ci/peers apache");
        return new ApachePeer();
    }

    public URI base() {
        return server.base();
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

    /** Where Apache hears of logouts, server to server. */
    public URI backChannel() {
        return URI.create(redirectUri() + "?logout=backchannel");
    }

    /** Ends Apache's session, and through the provider's end_session_endpoint the provider's; comes back to the public page. */
    public URI signOut() {
        return URI.create(
                redirectUri() + "?logout=" + URLEncoder.encode(publicPage().toString(), StandardCharsets.UTF_8));
    }

    /**
     * Starts Apache as a relying party of the provider.
     *
     * @param directives mod_auth_openidc directives beyond the fixture's own, such as {@code OIDCResponseMode form_post}
     */
    public void start(Provider provider, String... directives) {
        server.start(
                ApacheServer.newFolder("apache"), "OIDC_|REMOTE_USER=", configuration(provider, List.of(directives)));
    }

    /** Reads the private page: the claims by their names, and beside them {@code REMOTE_USER} and {@code OIDC_…}. */
    public static Map<String, String> claims(String privatePage) {
        Map<String, String> claims = new TreeMap<>();
        ApacheServer.read(privatePage)
                .forEach((name, value) -> claims.put(name.replaceFirst("^OIDC_CLAIM_", ""), value));
        return claims;
    }

    /** The last lines that Apache logged: why it refused a login. */
    public String log() {
        return server.log();
    }

    @Override
    public void close() {
        server.close();
    }

    private String configuration(Provider provider, List<String> directives) {
        return """
                LogLevel auth_openidc:info
                LoadModule auth_openidc_module %s/%s
                OIDCProviderMetadataURL %s
                OIDCClientID %s
                OIDCClientSecret "%s"
                OIDCScope "%s"
                OIDCRedirectURI %s
                OIDCCryptoPassphrase %s
                OIDCPKCEMethod S256
                OIDCPassClaimsAs environment
                OIDCPassIDTokenAs claims payload
                OIDCPassRefreshToken On
                OIDCRemoteUserClaim sub
                %s
                <Location /private>
                  AuthType openid-connect
                  Require valid-user
                </Location>
                """.formatted(
                        ApacheServer.modules(),
                        MODULE,
                        provider.discovery(),
                        provider.clientId(),
                        provider.clientSecret(),
                        provider.scopes(),
                        redirectUri(),
                        UUID.randomUUID(),
                        String.join("\n", directives));
    }
}
