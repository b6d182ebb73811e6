package io.vestibule.protocol.saml.downstream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.protocol.saml.toy.AuthnAsk;
import io.vestibule.protocol.saml.toy.RedirectQuery;
import io.vestibule.protocol.saml.toy.SamlNames;
import io.vestibule.protocol.saml.toy.ToyKey;
import io.vestibule.protocol.saml.toy.ToyServiceProvider;
import io.vestibule.realm.BaseUrl;
import io.vestibule.realm.ConfiguredRealms;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What an operator, a service provider and a person do. */
@ApplicationScoped
public class SamlLab {
    static final ToyKey SIGNING = ToyKey.rsa("sp-signing");
    static final ToyKey ENCRYPTION = ToyKey.rsa("sp-encryption");

    private final ConfiguredRealms realms;
    private final BaseUrl base;
    private final Path folder;
    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, String> declared = new LinkedHashMap<>();
    private String delivered = "";

    SamlLab(
            ConfiguredRealms realms,
            BaseUrl base,
            @ConfigProperty(name = "saml.lab.folder", defaultValue = "none") Path folder) {
        this.realms = realms;
        this.base = base;
        this.folder = folder;
    }

    URI at(String path) {
        return URI.create(base.value() + "/realms/saml-lab" + path);
    }

    /** A service provider on a port of its own; {@link #declare} makes it known. */
    ToyServiceProvider serviceProvider(boolean encrypted) {
        return ToyServiceProvider.open(
                0, SIGNING, encrypted ? Optional.of(ENCRYPTION) : Optional.empty(), at("/saml/metadata"));
    }

    /** Adds it to the realm's file, by hand-written fields and the given lines of its {@code saml} block. */
    void declare(ToyServiceProvider party, String... lines) {
        StringBuilder yaml = new StringBuilder("\n  - id: " + party.entityId() + "\n    name: Toy\n"
                + "    consent: trusted\n    saml:\n      assertionConsumerServices:\n"
                + "        - { url: \"" + party.at("/acs") + "\", index: 0, preferred: true }\n"
                + "        - { url: \"" + party.at("/acs") + "\", index: 1, binding: artifact }\n"
                + "        - { url: \"" + party.at("/paos") + "\", index: 2, binding: paos }\n"
                + "      signingCertificates: [\"" + party.key().certificateText() + "\"]\n");
        for (String line : lines) {
            yaml.append("      ").append(line).append('\n');
        }
        add(party.entityId(), yaml.toString());
    }

    /** Adds it by the address of its metadata, and the given lines. */
    void declareByMetadata(ToyServiceProvider party, String... lines) {
        add(
                party.entityId(),
                "\n  - id: " + party.entityId()
                        + "\n    name: Toy\n    consent: trusted\n    saml:\n      metadata: { url: \""
                        + party.entityId() + "\", refresh: 1s }\n"
                        + String.join(
                                "",
                                Arrays.stream(lines)
                                        .map(line -> "      " + line + "\n")
                                        .toList()));
    }

    /** Ports are used again by later tests: the last one to have it counts. */
    private void add(String id, String yaml) {
        Path file = folder.resolve("saml-lab.yaml");
        if (delivered.isEmpty()) {
            delivered = read(file);
        }
        declared.put(id, yaml);
        load(file);
    }

    private void load(Path file) {
        write(file, delivered + String.join("", declared.values()));
        if (!realms.reload().isEmpty()) {
            throw new IllegalArgumentException("refused: " + realms.reload());
        }
    }

    /** The operator gives a person of the file another address, or takes away what made it unverified. */
    void rewrite(String before, String after) {
        Path file = folder.resolve("saml-lab.yaml");
        if (delivered.isEmpty()) {
            delivered = read(file);
        }
        if (!delivered.contains(before)) {
            throw new IllegalArgumentException("not in the file: " + before);
        }
        delivered = delivered.replace(before, after);
        load(file);
    }

    static String encryptionTo(ToyKey key) {
        return "encryptionCertificate: \"" + key.certificateText() + "\"";
    }

    /** Goes to the service provider's login and signs in on the way when asked; what it shows in the end. */
    JsonNode signIn(PlainBrowser browser, String person, ToyServiceProvider party, String query) {
        return shown(through(browser, person, browser.open(party.at("/login?" + query))));
    }

    /** On through forms that post themselves and the password page, until neither is there. */
    PlainBrowser.Visit through(PlainBrowser browser, String person, PlainBrowser.Visit from) {
        PlainBrowser.Visit at = from;
        for (int i = 0; i < 8; i++) {
            if (at.body().contains("name=\"password\"")) {
                at = browser.submit(
                        at,
                        "form:has([name=password])",
                        Map.of("username", person, "password", person + "-password-1"));
            } else if (at.body().contains("name=\"SAMLResponse\"") || at.body().contains("name=\"SAMLRequest\"")) {
                at = browser.submit(at, "form:has([name=SAMLResponse]),form:has([name=SAMLRequest])", Map.of());
            } else if (!at.html().select("iframe[data-asked]").isEmpty()) {
                at = browser.carryOn(at);
            } else {
                return at;
            }
        }
        throw new AssertionError("no end of forms at " + at.address());
    }

    JsonNode shown(PlainBrowser.Visit visit) {
        try {
            return json.readTree(visit.body());
        } catch (IOException page) {
            throw new AssertionError(
                    "not at the service provider but at " + visit.address() + ":\n" + visit.body(), page);
        }
    }

    /** A request of the party's own making, by Redirect and signed. */
    URI redirect(ToyServiceProvider party, AuthnAsk ask, String relayState) {
        return URI.create(
                at("/saml/sso") + "?" + RedirectQuery.signed("SAMLRequest", ask.text(), relayState, party.key()));
    }

    static HttpRequest.Builder post(URI to, Map<String, String> fields) {
        return HttpRequest.newBuilder(to)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(RedirectQuery.form(fields)));
    }

    static HttpRequest.Builder soap(URI to, String body) {
        return HttpRequest.newBuilder(to)
                .header("Content-Type", "text/xml")
                .POST(HttpRequest.BodyPublishers.ofString("<soap:Envelope xmlns:soap=\"" + SamlNames.SOAP
                        + "\"><soap:Body>" + body + "</soap:Body></soap:Envelope>"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
