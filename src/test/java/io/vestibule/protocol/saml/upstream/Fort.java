package io.vestibule.protocol.saml.upstream;

import io.vestibule.protocol.saml.attack.Logins;
import io.vestibule.protocol.saml.attack.Target;
import io.vestibule.protocol.saml.toy.Draft;
import io.vestibule.protocol.saml.toy.PeerMetadata;
import io.vestibule.protocol.saml.toy.SamlNames;
import io.vestibule.protocol.saml.toy.ToyIdentityProvider;
import io.vestibule.protocol.saml.toy.ToyKey;
import io.vestibule.realm.BaseUrl;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.PublicKey;
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
    private @Nullable ToyIdentityProvider idp;
    private @Nullable ToyIdentityProvider other;
    private @Nullable Target target;

    Fort(
            BaseUrl base,
            @ConfigProperty(name = "fort.idp-port", defaultValue = "0") int idpPort,
            @ConfigProperty(name = "fort.other-port", defaultValue = "0") int otherPort) {
        this.base = base;
        this.idpPort = idpPort;
        this.otherPort = otherPort;
    }

    HttpClient client() {
        return client;
    }

    ToyIdentityProvider idp() {
        if (idp == null) {
            idp = ToyIdentityProvider.open(idpPort, ToyKey.rsa("idp"));
            other = ToyIdentityProvider.open(otherPort, ToyKey.rsa("other"));
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
        if (other != null) {
            other.close();
        }
    }
}
