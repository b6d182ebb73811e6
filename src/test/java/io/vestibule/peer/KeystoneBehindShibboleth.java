package io.vestibule.peer;

import java.net.URI;
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
    private final ApacheServer server = new ApacheServer();
    private final KeystonePeer keystone;
    private @Nullable ShibbolethDaemon daemon;

    private KeystoneBehindShibboleth(KeystonePeer keystone) {
        this.keystone = keystone;
    }

    /** Starts nothing. Skips the calling test, with a message, where Keystone or Shibboleth is not installed. */
    public static KeystoneBehindShibboleth prepare() {
        Assumptions.assumeTrue(
                ShibbolethDaemon.installed() && ApacheServer.installed("mod_proxy_uwsgi.so"),
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
        daemon = ShibbolethDaemon.start(new ShibbolethDaemon.Configuration(
                entityId(),
                "REMOTE_USER=\"openstack_user\" signing=\"false\"",
                entityId,
                metadata,
                "",
                attributeMap()));
        server.start(
                ApacheServer.newFolder("front"),
                "Shib_|REMOTE_USER=",
                daemon.inApache() + """
                LoadModule proxy_module %1$s/mod_proxy.so
                LoadModule proxy_uwsgi_module %1$s/mod_proxy_uwsgi.so
                ProxyPass /public !
                ProxyPass /private !
                ProxyPass /Shibboleth.sso !
                ProxyPass / uwsgi://127.0.0.1:%2$d/
                <Location />
                  Require all granted
                </Location>
                <LocationMatch "^/v3/OS-FEDERATION/identity_providers/[^/]+/protocols/saml2/auth$">
                  AuthType shibboleth
                  ShibRequestSetting requireSession true
                  Require shib-session
                </LocationMatch>
                """.formatted(ApacheServer.modules(), uwsgi));
    }

    /** The last lines that both programs printed: why they refused. */
    public String log() {
        return server.log() + "\n" + (daemon == null ? "" : daemon.log());
    }

    @Override
    public void close() {
        server.close();
        if (daemon != null) {
            daemon.close();
        }
        keystone.close();
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
