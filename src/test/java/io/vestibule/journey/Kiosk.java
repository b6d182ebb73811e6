package io.vestibule.journey;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.StartupEvent;
import io.restassured.RestAssured;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.protocol.saml.toy.Draft;
import io.vestibule.protocol.saml.toy.RedirectQuery;
import io.vestibule.protocol.saml.toy.SamlNames;
import io.vestibule.protocol.saml.toy.Seal;
import io.vestibule.protocol.saml.toy.ToyKey;
import io.vestibule.protocol.saml.toy.ToyServiceProvider;
import io.vestibule.protocol.saml.toy.ToySignOut;
import io.vestibule.realm.BaseUrl;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;

/** The house's relying party that speaks SAML and wants its assertions encrypted; shows as JSON what it verified. */
@ApplicationScoped
@Tag("saml")
public class Kiosk {
    private final URI identityProvider;
    private final int port;
    private @Nullable ToyServiceProvider provider;

    Kiosk(BaseUrl server, @ConfigProperty(name = "journey.kiosk-port", defaultValue = "0") int port) {
        this.identityProvider = server.resolve("/realms/house/saml/metadata");
        this.port = port;
    }

    void open(@Observes StartupEvent started) {
        if (port != 0) { // the profile of the journeys
            ToyServiceProvider opened = ToyServiceProvider.open(
                    port, ToyKey.rsa("kiosk"), Optional.of(ToyKey.rsa("kiosk-encryption")), identityProvider);
            opened.publishes = metadata -> metadata.replace(
                    "<md:NameIDFormat>",
                    service(SamlNames.REDIRECT, opened.at("/slo"))
                            + service(SamlNames.SOAP_BINDING, opened.at("/slo/soap")) + "<md:NameIDFormat>");
            provider = opened;
        }
    }

    private static String service(String binding, URI at) {
        return "<md:SingleLogoutService Binding=\"" + binding + "\" Location=\"" + at + "\"/>";
    }

    String id() {
        return Objects.requireNonNull(provider).entityId();
    }

    ToySignOut signOut() {
        return Objects.requireNonNull(provider).signOut();
    }

    /** Where the browser goes to sign out at the kiosk, which then asks the house. */
    URI leaving(JsonNode assertion) {
        ToyServiceProvider kiosk = Objects.requireNonNull(provider);
        URI there = service(kiosk, SamlNames.REDIRECT);
        String request = request(
                kiosk,
                there,
                assertion,
                "<samlp:SessionIndex>" + assertion.path("SessionIndex").asText() + "</samlp:SessionIndex>");
        return URI.create(there + "?" + RedirectQuery.signed("SAMLRequest", request, "x", kiosk.key()));
    }

    /** Says without a browser that the person is to be signed out, in whatever sessions they have; what the house answers. */
    String leaveEverywhere(JsonNode assertion) {
        ToyServiceProvider kiosk = Objects.requireNonNull(provider);
        URI there = service(kiosk, SamlNames.SOAP_BINDING);
        return RestAssured.given()
                .contentType("text/xml")
                .body("<soap:Envelope xmlns:soap=\"" + SamlNames.SOAP + "\"><soap:Body>"
                        + Seal.sign(request(kiosk, there, assertion, ""), kiosk.key()) + "</soap:Body></soap:Envelope>")
                .post(there)
                .asString();
    }

    private static URI service(ToyServiceProvider kiosk, String binding) {
        return kiosk.identityProvider().endpoint("SingleLogoutService", binding).orElseThrow();
    }

    private static String request(ToyServiceProvider kiosk, URI there, JsonNode assertion, String sessions) {
        JsonNode name = assertion.path("nameId");
        return "<samlp:LogoutRequest xmlns:samlp=\"" + SamlNames.PROTOCOL + "\" xmlns:saml=\""
                + SamlNames.ASSERTION + "\" Destination=\"" + there + "\" ID=\"" + Draft.newId() + "\" IssueInstant=\""
                + Instant.now().truncatedTo(ChronoUnit.MILLIS) + "\" Version=\"2.0\"><saml:Issuer>"
                + kiosk.entityId() + "</saml:Issuer><saml:NameID Format=\""
                + name.path("Format").asText() + "\">" + name.path("value").asText()
                + "</saml:NameID>" + sessions + "</samlp:LogoutRequest>";
    }

    @PreDestroy
    void close() {
        if (provider != null) {
            provider.close();
        }
    }

    /** Begins a login; {@code more} are names and values as {@link ToyServiceProvider} takes them. */
    Visit enter(PlainBrowser browser, String... more) {
        return browser.carryOn(browser.open(door(more)));
    }

    URI door(String... more) {
        Map<String, String> asked = new LinkedHashMap<>();
        for (int i = 0; i < more.length; i += 2) {
            asked.put(more[i], more[i + 1]);
        }
        return Objects.requireNonNull(provider).at("/login?" + Query.write(asked));
    }

    URI consumer() {
        return Objects.requireNonNull(provider).at("/acs");
    }

    String identityProvider() {
        return identityProvider.toString();
    }
}
