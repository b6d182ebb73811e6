package io.vestibule.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;

/**
 * A real Apache httpd with mod_auth_mellon (on Lasso): a SAML service provider that nobody here wrote. It signs its requests and
 * offers a key for encryption. It reads the identity provider's metadata when it starts, and then shows metadata of its own.
 */
public final class MellonPeer implements AutoCloseable {
    private static final String MODULE = "mod_auth_mellon.so";

    private final ApacheServer server = new ApacheServer();

    private MellonPeer() {}

    public static boolean installed() {
        return ApacheServer.installed(MODULE);
    }

    /** Takes a port and starts nothing. Skips the calling test, with a message, where the module is not installed. */
    public static MellonPeer prepare() {
        Assumptions.assumeTrue(
                installed(),
                "skipped: no Apache with mod_auth_mellon in " + ApacheServer.modules() + "; run .ci/peers mellon");
        return new MellonPeer();
    }

    /**
     * Starts Apache as a service provider of the one identity provider that the metadata describes.
     *
     * @param directives mod_auth_mellon directives beyond the fixture's own
     */
    public void start(String identityProviderMetadata, String... directives) {
        Path folder = ApacheServer.newFolder("mellon");
        SelfSigned own = SelfSigned.in(folder, "mellon");
        try {
            Files.writeString(folder.resolve("idp.xml"), identityProviderMetadata);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.start(folder, "MELLON_|REMOTE_USER=", """
                LogLevel auth_mellon:info
                LoadModule auth_mellon_module %1$s/%2$s
                MellonLockFile "%3$s/mellon.lock"
                <Location />
                  MellonEndpointPath /mellon
                  MellonSPentityId %4$s
                  MellonSPPrivateKeyFile "%5$s"
                  MellonSPCertFile "%6$s"
                  MellonIdPMetadataFile "%3$s/idp.xml"
                  MellonIdP IDP
                  MellonMergeEnvVars On ","
                  MellonSamlResponseDump On
                  %7$s
                </Location>
                <Location /private>
                  AuthType mellon
                  MellonEnable auth
                  Require valid-user
                </Location>
                """.formatted(
                        ApacheServer.modules(),
                        MODULE,
                        folder,
                        entityId(),
                        own.key(),
                        own.certificate(),
                        String.join("\n  ", directives)));
    }

    public URI base() {
        return server.base();
    }

    /** Is also where its metadata are, as mod_auth_mellon writes them itself. */
    public URI entityId() {
        return base().resolve("/mellon/metadata");
    }

    public URI publicPage() {
        return base().resolve("/public");
    }

    public URI privatePage() {
        return base().resolve("/private");
    }

    /** Asks whether there is a session, without a word to the person; comes back to the private page. */
    public URI passiveLogin() {
        return URI.create(base() + "/mellon/login?IsPassive=true&ReturnTo="
                + URLEncoder.encode(privatePage().toString(), StandardCharsets.UTF_8));
    }

    /** Signs out there and at the identity provider; comes back to the public page. */
    public URI logout() {
        return URI.create(base() + "/mellon/logout?ReturnTo="
                + URLEncoder.encode(publicPage().toString(), StandardCharsets.UTF_8));
    }

    /**
     * Reads the private page: the attributes by their names, beside them {@code REMOTE_USER}, {@code NAME_ID} and {@code IDP}. In a
     * name everything but letters and digits is an underscore, and of values with several the parts are divided by commas.
     */
    public static Map<String, String> attributes(String privatePage) {
        Map<String, String> attributes = new TreeMap<>();
        ApacheServer.read(privatePage)
                .forEach((name, value) -> attributes.put(name.replaceFirst("^MELLON_", ""), value));
        return attributes;
    }

    /** The SAML response that made this session, as it came. */
    public static String response(String privatePage) {
        return new String(
                Base64.getDecoder().decode(attributes(privatePage).get("SAML_RESPONSE")), StandardCharsets.UTF_8);
    }

    /** The last lines that Apache logged: why it refused a login. */
    public String log() {
        return server.log();
    }

    @Override
    public void close() {
        server.close();
    }
}
