package io.vestibule.protocol.saml.upstream;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.runtime.StartupEvent;
import io.vestibule.protocol.saml.attack.Logins;
import io.vestibule.protocol.saml.attack.Target;
import io.vestibule.protocol.saml.toy.AuthnAsk;
import io.vestibule.protocol.saml.toy.Draft;
import io.vestibule.protocol.saml.toy.PeerMetadata;
import io.vestibule.protocol.saml.toy.RedirectQuery;
import io.vestibule.protocol.saml.toy.SamlNames;
import io.vestibule.protocol.saml.toy.Seal;
import io.vestibule.protocol.saml.toy.ToyIdentityProvider;
import io.vestibule.protocol.saml.toy.ToyKey;
import io.vestibule.realm.BaseUrl;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Both identity providers of the realm {@code fort}, and the ways to its doors. */
@ApplicationScoped
public class Fort {
    private final BaseUrl base;
    private final int idpPort;
    private final int otherPort;
    private final HttpClient client = HttpClient.newHttpClient();
    private final int leaguePort;
    private final String leagueKey;
    private final String leagueCertificate;
    private @Nullable HttpServer league;
    private @Nullable ToyIdentityProvider idp;
    private @Nullable ToyIdentityProvider other;
    private @Nullable Target target;

    Fort(
            BaseUrl base,
            @ConfigProperty(name = "fort.idp-port", defaultValue = "0") int idpPort,
            @ConfigProperty(name = "fort.other-port", defaultValue = "0") int otherPort,
            @ConfigProperty(name = "fort.league-port", defaultValue = "0") int leaguePort,
            @ConfigProperty(name = "fort.league-key", defaultValue = "none") String leagueKey,
            @ConfigProperty(name = "fort.league-certificate", defaultValue = "none") String leagueCertificate) {
        this.base = base;
        this.idpPort = idpPort;
        this.otherPort = otherPort;
        this.leaguePort = leaguePort;
        this.leagueKey = leagueKey;
        this.leagueCertificate = leagueCertificate;
    }

    /** Before the connectors ask for metadata. */
    void open(@Observes @Priority(1) StartupEvent started) {
        if (idpPort != 0) {
            idp();
        }
    }

    HttpClient client() {
        return client;
    }

    ToyIdentityProvider idp() {
        if (idp == null) {
            idp = ToyIdentityProvider.open(idpPort, ToyKey.rsa("idp"));
            other = ToyIdentityProvider.open(otherPort, ToyKey.rsa("other"));
            league = openLeague();
        }
        return idp;
    }

    ToyIdentityProvider other() {
        idp();
        return other;
    }

    URI at(String path) {
        return URI.create(base.value() + "/realms/fort" + path);
    }

    /** Logins by the connector of the federation, at the member that the relying party names (SAML Core §3.4.1.3.1). */
    Logins leagueLogins() {
        AuthnAsk ask = new AuthnAsk("https://league.example/sp", at("/saml/sso").toString());
        ask.identityProviders = List.of(idp().entityId());
        URI start = URI.create(at("/saml/sso") + "?" + RedirectQuery.unsigned("SAMLRequest", ask.text(), null));
        return new Logins(target("league"), Optional.of(start), client, "");
    }

    /** Both identity providers in one document, which the federation signed. */
    private HttpServer openLeague() {
        try {
            ToyKey key = ToyKey.read(Path.of(leagueKey), Path.of(leagueCertificate));
            String members = (idp.metadata() + other.metadata()).replaceAll("(?s)<ds:Signature .*?</ds:Signature>", "");
            String until = Instant.now()
                    .plus(Duration.ofDays(7))
                    .truncatedTo(ChronoUnit.SECONDS)
                    .toString();
            byte[] aggregate = Seal.sign(
                            "<md:EntitiesDescriptor xmlns:md=\"" + SamlNames.METADATA + "\" ID=\"" + Draft.newId()
                                    + "\" validUntil=\"" + until + "\">" + members + "</md:EntitiesDescriptor>",
                            key)
                    .getBytes(StandardCharsets.UTF_8);
            HttpServer server =
                    HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), leaguePort), 0);
            server.createContext("/aggregate", exchange -> {
                exchange.getResponseHeaders().add("Content-Type", "application/samlmetadata+xml");
                exchange.sendResponseHeaders(200, aggregate.length);
                exchange.getResponseBody().write(aggregate);
                exchange.close();
            });
            server.start();
            return server;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    URI acs(String connector) {
        return at("/login/from/" + connector);
    }

    /** Logins that a relying party of this name begins, which is served by this connector alone. */
    Logins logins(String relyingParty, String connector) {
        return new Logins(
                target(connector),
                Optional.of(at("/saml/initiate?sp=https://" + relyingParty + ".example/sp")),
                client,
                "");
    }

    /** A browser that nobody sent, each time. */
    Logins unasked(String connector) {
        return new Logins(target(connector), Optional.empty(), client, "");
    }

    Target target(String connector) {
        ToyKey key = idp().key;
        if (target == null) {
            target = new Target(
                    idp().entityId(),
                    at("/connectors/" + connector + "/metadata").toString(),
                    acs(connector).toString(),
                    key,
                    Target.namesake(key),
                    null,
                    null,
                    Optional.of(encryption(connector)),
                    Optional.of(new Target.Other(other().entityId(), other().key)),
                    idp().at("/canary").toString(),
                    new Target.Honest("emmy-7f3a", SamlNames.PERSISTENT, Draft.newId()));
        }
        return new Target(
                target.issuer(),
                at("/connectors/" + connector + "/metadata").toString(),
                acs(connector).toString(),
                key,
                target.stranger(),
                null,
                null,
                target.encryption(),
                target.other(),
                target.canary(),
                target.honest());
    }

    private PublicKey encryption(String connector) {
        try {
            String metadata = client.send(
                            HttpRequest.newBuilder(at("/connectors/" + connector + "/metadata"))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
            return PeerMetadata.serviceProvider(metadata).encryptionKeys().stream()
                    .filter(key -> key.getAlgorithm().equals("RSA"))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    @PreDestroy
    void close() {
        client.close();
        if (idp != null) {
            idp.close();
        }
        if (league != null) {
            league.stop(0);
        }
        if (other != null) {
            other.close();
        }
    }
}
