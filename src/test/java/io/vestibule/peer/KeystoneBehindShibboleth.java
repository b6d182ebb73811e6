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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * A real Keystone as a service provider, as its documentation has it: behind Apache httpd with mod_shib, which takes assertions of
 * one identity provider and puts their attributes into Keystone's environment.
 */
public final class KeystoneBehindShibboleth implements AutoCloseable {
    private static final String MODULE = "mod_shib.so";
    private static final Path DAEMON = Path.of("/usr/sbin/shibd");
    private static final Path DEFAULTS = Path.of("/etc/shibboleth");

    private final ApacheServer server = new ApacheServer();
    private final KeystonePeer keystone;
    private @Nullable PeerProcess daemon;

    private KeystoneBehindShibboleth(KeystonePeer keystone) {
        this.keystone = keystone;
    }

    /** Starts nothing. Skips the calling test, with a message, where Keystone or Shibboleth is not installed. */
    public static KeystoneBehindShibboleth prepare() {
        Assumptions.assumeTrue(
                ApacheServer.installed(MODULE)
                        && ApacheServer.installed("mod_proxy_uwsgi.so")
                        && Files.isExecutable(DAEMON),
                "skipped: no Shibboleth service provider installed; run .ci/peers shibboleth");
        return new KeystoneBehindShibboleth(KeystonePeer.prepare());
    }

    /** What the front calls itself. */
    public String entityId() {
        return server.base() + "/shibboleth";
    }

    /** Where assertions go. */
    public String spUrl() {
        return server.base() + "/Shibboleth.sso/SAML2/ECP";
    }

    /** Where browsers bring them. */
    public String consumer() {
        return server.base() + "/Shibboleth.sso/SAML2/POST";
    }

    /** Where tokens are had for them. */
    public String authUrl(String provider) {
        return server.base() + "/v3/OS-FEDERATION/identity_providers/" + provider + "/protocols/saml2/auth";
    }

    /** Keystone itself, past the front, for its administrator. */
    public URI behind() {
        return keystone.base();
    }

    /** @param metadata of the one identity provider, and {@code entityId} its name */
    public void start(String entityId, String metadata) {
        int uwsgi = PeerProcess.freePort();
        keystone.start(1, """
                [DEFAULT]
                public_endpoint = %s/
                [saml2]
                remote_id_attribute = Shib-Identity-Provider
                """.formatted(server.base()), Map.of("KEYSTONE_UWSGI_PORT", Integer.toString(uwsgi)));
        Path folder = ApacheServer.newFolder("shibd");
        startDaemon(folder, entityId, metadata);
        server.start(ApacheServer.newFolder("front"), "Shib_|REMOTE_USER=", """
                LoadModule mod_shib %1$s/%2$s
                LoadModule proxy_module %1$s/mod_proxy.so
                LoadModule proxy_uwsgi_module %1$s/mod_proxy_uwsgi.so
                ShibConfig "%3$s/shibboleth2.xml"
                ProxyPass /public !
                ProxyPass /private !
                ProxyPass /Shibboleth.sso !
                ProxyPass / uwsgi://127.0.0.1:%4$d/
                <Location />
                  Require all granted
                </Location>
                <Location /Shibboleth.sso>
                  AuthType None
                  Require all granted
                </Location>
                <LocationMatch "^/v3/OS-FEDERATION/identity_providers/[^/]+/protocols/saml2/auth$">
                  AuthType shibboleth
                  ShibRequestSetting requireSession true
                  Require shib-session
                </LocationMatch>
                """.formatted(
                        ApacheServer.modules(), MODULE, folder, uwsgi));
    }

    private void startDaemon(Path folder, String entityId, String metadata) {
        SelfSigned own = SelfSigned.in(folder, "shibboleth");
        Path socket = folder.resolve("shibd.socket");
        try {
            Files.writeString(folder.resolve("idp.xml"), metadata);
            Files.writeString(folder.resolve("log.conf"), """
                    log4j.rootCategory=WARN, file
                    log4j.appender.file=org.apache.log4j.FileAppender
                    log4j.appender.file.fileName=%s/output.log
                    log4j.appender.file.layout=org.apache.log4j.PatternLayout
                    log4j.appender.file.layout.ConversionPattern=%%p %%c: %%m%%n
                    """.formatted(folder));
            Files.writeString(folder.resolve("native.conf"), """
                    log4j.rootCategory=WARN, console
                    log4j.appender.console=org.apache.log4j.ConsoleAppender
                    """);
            Files.writeString(folder.resolve("attribute-map.xml"), attributeMap());
            Files.writeString(folder.resolve("shibboleth2.xml"), configuration(folder, socket, own, entityId));
            daemon = PeerProcess.start(
                    folder,
                    List.of(
                            DAEMON.toString(),
                            "-f",
                            "-F",
                            "-c",
                            folder.resolve("shibboleth2.xml").toString()),
                    Map.of());
            daemon.awaitFile(socket, Duration.ofSeconds(30));
            // Apache's children are another user.
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rwxrwxrwx"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The last lines that both programs printed: why they refused. */
    public String log() {
        return server.log() + "\n" + (daemon == null ? "" : daemon.lastLines());
    }

    @Override
    public void close() {
        server.close();
        if (daemon != null) {
            daemon.close();
        }
        keystone.close();
    }

    private String configuration(Path folder, Path socket, SelfSigned own, String provider) {
        return """
                <SPConfig xmlns="urn:mace:shibboleth:3.0:native:sp:config" clockSkew="60">
                  <OutOfProcess logger="%1$s/log.conf"/>
                  <InProcess logger="%1$s/native.conf"/>
                  <UnixListener address="%2$s"/>
                  <ApplicationDefaults entityID="%3$s" REMOTE_USER="openstack_user" signing="false" encryption="false">
                    <Sessions lifetime="3600" timeout="3600" relayState="ss:mem" checkAddress="false" handlerSSL="false"
                        cookieProps="http" redirectLimit="exact">
                      <SSO entityID="%4$s" ECP="true">SAML2</SSO>
                      <Handler type="MetadataGenerator" Location="/Metadata" signing="false"/>
                    </Sessions>
                    <Errors/>
                    <MetadataProvider type="XML" validate="true" path="%1$s/idp.xml"/>
                    <AttributeExtractor type="XML" path="%1$s/attribute-map.xml"/>
                    <AttributeFilter type="XML" path="%5$s/attribute-policy.xml"/>
                    <CredentialResolver type="File" use="signing" key="%6$s" certificate="%7$s"/>
                    <CredentialResolver type="File" use="encryption" key="%6$s" certificate="%7$s"/>
                  </ApplicationDefaults>
                  <SecurityPolicyProvider type="XML" path="%5$s/security-policy.xml"/>
                  <ProtocolProvider type="XML" path="%5$s/protocols.xml"/>
                </SPConfig>
                """.formatted(folder, socket, entityId(), provider, DEFAULTS, own.key(), own.certificate());
    }

    /** As Keystone's documentation lists them. */
    private static String attributeMap() {
        return Stream.of("user", "user_domain", "roles", "project", "project_domain", "groups")
                .map(name -> "<Attribute name=\"openstack_%1$s\" id=\"openstack_%1$s\"/>".formatted(name))
                .collect(Collectors.joining(
                        "\n  ",
                        "<Attributes xmlns=\"urn:mace:shibboleth:2.0:attribute-map\">\n  ",
                        "\n</Attributes>\n"));
    }
}
