package io.vestibule.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;

/**
 * A real SimpleSAMLphp as SAML identity provider, in PHP's own web server: there in a second. It demands signed requests, and
 * encrypts to whoever has a key; with AES in CBC mode, as this version knows no other.
 */
public final class SimpleSamlPeer implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/php");
    private static final Path PAGES = Path.of("/usr/share/simplesamlphp/www");

    private final PeerProcess process;
    private final Path folder;
    private final URI base;
    private final List<Path> serviceProviders = new ArrayList<>();

    private SimpleSamlPeer(PeerProcess process, Path folder, URI base) {
        this.process = process;
        this.folder = folder;
        this.base = base;
    }

    /** Somebody there; {@code attributes} by the names that go into assertions, one value each. */
    public record Person(String username, String password, Map<String, String> attributes) {}

    public static boolean installed() {
        return Files.isExecutable(PROGRAM) && Files.isDirectory(PAGES);
    }

    /** Skips the calling test, with a message, where it is not installed. */
    public static SimpleSamlPeer start(Person... people) {
        Assumptions.assumeTrue(installed(), "skipped: no SimpleSAMLphp in " + PAGES + "; run .ci/peers simplesamlphp");
        int port = PeerProcess.freePort();
        URI base = URI.create("http://localhost:" + port);
        Path folder = PeerProcess.newFolder("simplesamlphp");
        try {
            for (String name : List.of("config", "metadata", "cert", "data", "sessions")) {
                Files.createDirectory(folder.resolve(name));
            }
            SelfSigned.in(folder.resolve("cert"), "idp");
            Files.writeString(folder.resolve("config/config.php"), configuration(folder, base, List.of()));
            Files.writeString(folder.resolve("config/authsources.php"), authentication(List.of(people)));
            Files.writeString(folder.resolve("metadata/saml20-idp-hosted.php"), """
                    <?php
                    $metadata['%s/idp'] = [
                      'host' => '__DEFAULT__', 'privatekey' => 'idp.key', 'certificate' => 'idp.crt', 'auth' => 'people',
                      'signature.algorithm' => 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
                      'assertion.encryption' => true, 'validate.authnrequest' => true, 'sign.logout' => true,
                      'SingleSignOnServiceBinding' => ['urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect',
                                                       'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST'],
                      'NameIDFormat' => 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
                      'attributes.NameFormat' => 'urn:oasis:names:tc:SAML:2.0:attrname-format:uri',
                      'authproc' => [1 => ['class' => 'saml:PersistentNameID', 'attribute' => 'uid']],
                    ];
                    """.formatted(base));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        PeerProcess process = PeerProcess.start(
                folder,
                List.of(PROGRAM.toString(), "-S", "localhost:" + port, "-t", PAGES.toString()),
                Map.of("SIMPLESAMLPHP_CONFIG_DIR", folder.resolve("config").toString()));
        SimpleSamlPeer started = new SimpleSamlPeer(process, folder, base);
        process.awaitOk(started.metadataAddress(), Duration.ofSeconds(30));
        return started;
    }

    public String entityId() {
        return base + "/idp";
    }

    public URI base() {
        return base;
    }

    public URI metadataAddress() {
        return base.resolve("/saml2/idp/metadata.php");
    }

    public String metadata() {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(metadataAddress()).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted at " + metadataAddress(), e);
        }
    }

    /** Files are read at every request, so this needs no new start. */
    public void addServiceProvider(String metadata) {
        Path file = folder.resolve("metadata/sp-" + serviceProviders.size() + ".xml");
        try {
            Files.writeString(file, metadata);
            serviceProviders.add(file);
            Files.writeString(folder.resolve("config/config.php"), configuration(folder, base, serviceProviders));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Signs out there, and by the browser at every service provider in turn; comes back to its front page. */
    public URI logout() {
        return URI.create(base + "/saml2/idp/SingleLogoutService.php?ReturnTo="
                + URLEncoder.encode(frontPage().toString(), StandardCharsets.UTF_8));
    }

    public URI frontPage() {
        return base.resolve("/index.php");
    }

    /** The last lines it printed: why it refused a login. */
    public String log() {
        return process.lastLines();
    }

    @Override
    public void close() {
        process.close();
    }

    private static String configuration(Path folder, URI base, List<Path> serviceProviders) {
        return """
                <?php
                $config = [
                  'baseurlpath' => '%1$s/',
                  'certdir' => '%2$s/cert/', 'loggingdir' => '%2$s/', 'datadir' => '%2$s/data/', 'tempdir' => '%2$s',
                  'showerrors' => true, 'errorreporting' => false,
                  'logging.level' => 4, 'logging.handler' => 'errorlog',
                  'secretsalt' => 'no-secret-here-but-long-enough-for-it', 'auth.adminpassword' => 'nobody-uses-this-one',
                  'timezone' => 'UTC', 'technicalcontact_name' => 'Test', 'technicalcontact_email' => 'na@example.org',
                  'enable.saml20-idp' => true,
                  'session.cookie.secure' => false, 'session.phpsession.cookiename' => 'SimpleSAML',
                  'session.phpsession.savepath' => '%2$s/sessions', 'store.type' => 'phpsession',
                  'module.enable' => ['exampleauth' => true, 'core' => true, 'saml' => true],
                  'language.available' => ['en'], 'language.default' => 'en',
                  'metadata.sources' => [
                    ['type' => 'flatfile', 'directory' => '%2$s/metadata'],
                    %3$s
                  ],
                ];
                """.formatted(
                        base,
                        folder,
                        serviceProviders.stream()
                                .map("['type' => 'xml', 'file' => '%s'],"::formatted)
                                .collect(Collectors.joining("\n    ")));
    }

    private static String authentication(List<Person> people) {
        return "<?php\n$config = ['people' => ['exampleauth:UserPass',\n"
                + people.stream()
                        .map(person -> "  '%s:%s' => ['uid' => ['%s'], %s],\n"
                                .formatted(
                                        person.username(),
                                        person.password(),
                                        person.username(),
                                        person.attributes().entrySet().stream()
                                                .map(one -> "'%s' => ['%s']".formatted(one.getKey(), one.getValue()))
                                                .collect(Collectors.joining(", "))))
                        .collect(Collectors.joining())
                + "]];\n";
    }
}
