package io.vestibule.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * A real Shibboleth service provider: Apache httpd with mod_shib, and its daemon shibd, as children of the test. It checks what
 * universities check: the metadata's signature and validity, scopes of attributes, encryption. It signs its requests.
 */
public final class ShibbolethPeer implements AutoCloseable {
    private static final String SETTINGS = """
            REMOTE_USER="pairwise-id subject-id persistent-id uid" signing="true" attributePrefix="SP_"
                requireConfidentiality="false" signingAlg="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
                digestAlg="http://www.w3.org/2001/04/xmlenc#sha256\"""";

    private final ApacheServer server = new ApacheServer();
    private @Nullable ShibbolethDaemon daemon;

    private ShibbolethPeer() {}

    /**
     * What the service provider is told.
     *
     * @param signedBy the certificate, in PEM, that must have signed the metadata, which then must also say how long they are valid
     */
    public record Provider(URI entityId, String metadata, Optional<String> signedBy) {}

    public static boolean installed() {
        return ShibbolethDaemon.installed();
    }

    /** Takes a port and starts nothing. Skips the calling test, with a message, where Shibboleth is not installed. */
    public static ShibbolethPeer prepare() {
        Assumptions.assumeTrue(
                installed(), "skipped: no Shibboleth service provider installed; run .ci/peers shibboleth");
        return new ShibbolethPeer();
    }

    /** Starts both programs; what is to be asked of the identity provider is said at {@link #login}. */
    public void start(Provider provider) {
        daemon = ShibbolethDaemon.start(new ShibbolethDaemon.Configuration(
                entityId().toString(),
                SETTINGS,
                provider.entityId().toString(),
                provider.metadata(),
                filters(provider),
                attributeMap()));
        server.start(ApacheServer.newFolder("shibboleth"), "Shib_|SP_|REMOTE_USER=", daemon.inApache() + """
                <Location /private>
                  AuthType shibboleth
                  ShibRequestSetting requireSession true
                  ShibRequestSetting exportAssertion true
                  Require shib-session
                </Location>
                """);
    }

    public URI base() {
        return server.base();
    }

    public URI entityId() {
        return base().resolve("/shibboleth");
    }

    /** Where Shibboleth shows metadata that it writes itself; {@link #entityId} is not an address. */
    public URI metadataAddress() {
        return base().resolve("/Shibboleth.sso/Metadata");
    }

    public URI publicPage() {
        return base().resolve("/public");
    }

    public URI privatePage() {
        return base().resolve("/private");
    }

    /**
     * Begins a login that ends on the private page.
     *
     * @param wishes names and values of Shibboleth's own parameters: {@code forceAuthn true}, {@code isPassive true}, {@code
     *     authnContextClassRef …}, {@code outgoingBinding …}, {@code acsIndex …}
     */
    public URI login(String... wishes) {
        StringBuilder address = new StringBuilder(
                base() + "/Shibboleth.sso/Login?target=" + encoded(privatePage().toString()));
        for (int i = 0; i < wishes.length; i += 2) {
            address.append('&').append(wishes[i]).append('=').append(encoded(wishes[i + 1]));
        }
        return URI.create(address.toString());
    }

    /** Signs out there and at the identity provider; comes back to the public page. */
    public URI logout() {
        return URI.create(
                base() + "/Shibboleth.sso/Logout?return=" + encoded(publicPage().toString()));
    }

    /**
     * Reads the private page: {@code REMOTE_USER}, what Shibboleth says as {@code Shib_…}, and attributes by friendly name, in which
     * a hyphen has become an underscore.
     */
    public static Map<String, String> attributes(String privatePage) {
        Map<String, String> attributes = new TreeMap<>();
        ApacheServer.read(privatePage).forEach((name, value) -> attributes.put(name.replaceFirst("^SP_", ""), value));
        return attributes;
    }

    /** The last lines that both programs printed: why they refused a login. */
    public String log() {
        return server.log() + "\n" + (daemon == null ? "" : daemon.log());
    }

    @Override
    public void close() {
        server.close();
        if (daemon != null) {
            daemon.close();
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String filters(Provider provider) {
        return provider.signedBy()
                .map(certificate -> """
                <MetadataFilter type="RequireValidUntil" maxValidityInterval="2592000"/>
                      <MetadataFilter type="Signature" certificate="%s"/>""".formatted(file(certificate)))
                .orElse("");
    }

    private static Path file(String certificate) {
        try {
            return Files.writeString(ApacheServer.newFolder("signer").resolve("signer.crt"), certificate);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names that research and education use, read as their specifications say. */
    private static String attributeMap() {
        Map<String, String> plain = new TreeMap<>(Map.of(
                "uid", "urn:oid:0.9.2342.19200300.100.1.1",
                "mail", "urn:oid:0.9.2342.19200300.100.1.3",
                "givenName", "urn:oid:2.5.4.42",
                "sn", "urn:oid:2.5.4.4",
                "cn", "urn:oid:2.5.4.3",
                "displayName", "urn:oid:2.16.840.1.113730.3.1.241",
                "isMemberOf", "urn:oid:1.3.6.1.4.1.5923.1.5.1.1",
                "entitlement", "urn:oid:1.3.6.1.4.1.5923.1.1.1.7"));
        Map<String, String> scoped = new TreeMap<>(Map.of(
                "eppn", "urn:oid:1.3.6.1.4.1.5923.1.1.1.6",
                "affiliation", "urn:oid:1.3.6.1.4.1.5923.1.1.1.9",
                "subject-id", "urn:oasis:names:tc:SAML:attribute:subject-id",
                "pairwise-id", "urn:oasis:names:tc:SAML:attribute:pairwise-id"));
        return """
                <Attributes xmlns="urn:mace:shibboleth:2.0:attribute-map"
                    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
                  %s
                  <Attribute name="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent" id="persistent-id">
                    <AttributeDecoder xsi:type="NameIDAttributeDecoder" formatter="$Name"/>
                  </Attribute>
                  %s
                </Attributes>
                """.formatted(
                plain.entrySet().stream()
                        .map(one -> "<Attribute name=\"%s\" id=\"%s\"/>".formatted(one.getValue(), one.getKey()))
                        .collect(Collectors.joining("\n  ")),
                scoped.entrySet().stream()
                        .map(one -> """
                                        <Attribute name="%s" id="%s">
                                            <AttributeDecoder xsi:type="ScopedAttributeDecoder" caseSensitive="false"/>
                                          </Attribute>""".formatted(one.getValue(), one.getKey()))
                        .collect(Collectors.joining("\n  ")));
    }
}
