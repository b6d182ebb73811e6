package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.peer.PlainBrowser;
import io.vestibule.protocol.saml.toy.SamlNames;
import io.vestibule.protocol.saml.toy.Xml;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Tag;
import org.w3c.dom.Element;

/** A client without browser that carries a SAML request to the identity provider itself (SAML Profiles §4.2). */
@Tag("saml")
final class EnhancedClient {
    private static final String ECP = "urn:oasis:names:tc:SAML:2.0:profiles:SSO:ecp";
    private static final String PAOS = "urn:liberty:paos:2003-08";
    private static final String PAOS_TYPE = "application/vnd.paos+xml";

    private final PlainBrowser http;

    EnhancedClient(PlainBrowser http) {
        this.http = http;
    }

    /** Asks for the page, logs in at the identity provider by SOAP, takes the answer back; gives the page. */
    HttpResponse<String> fetch(URI page, URI identityProvider, String username, String password) {
        Element asked = envelope(http.ask(HttpRequest.newBuilder(page)
                .GET()
                .header("Accept", "text/html, " + PAOS_TYPE)
                .header("PAOS", "ver=\"" + PAOS + "\";\"" + ECP + "\"")));
        String consumer = Xml.below(asked, PAOS, "Request").orElseThrow().getAttribute("responseConsumerURL");
        String relayState = Xml.below(asked, ECP, "RelayState").map(Xml::text).orElse("");

        String credentials =
                Base64.getEncoder().encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8));
        HttpResponse<String> said = http.ask(HttpRequest.newBuilder(identityProvider)
                .header("Content-Type", "text/xml")
                .header("Authorization", "Basic " + credentials)
                .POST(BodyPublishers.ofString(soap("", body(asked)))));
        assertThat(said.statusCode()).as(said.body()).isEqualTo(200);
        Element answer = envelope(said);
        assertThat(Xml.below(answer, ECP, "Response").orElseThrow().getAttribute("AssertionConsumerServiceURL"))
                .as("both must name one place (SAML Profiles §4.2.4.4)")
                .isEqualTo(consumer);

        HttpResponse<String> let = http.ask(HttpRequest.newBuilder(URI.create(consumer))
                .header("Content-Type", PAOS_TYPE)
                .POST(BodyPublishers.ofString(soap(relayState, body(answer)))));
        assertThat(let.statusCode()).as(let.body()).isIn(302, 303);
        return http.ask(HttpRequest.newBuilder(page).GET());
    }

    private static Element envelope(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Xml.parse(response.body());
    }

    private static String body(Element envelope) {
        Element body = Xml.child(envelope, SamlNames.SOAP, "Body").orElseThrow();
        return Xml.text((Element) body.getElementsByTagNameNS("*", "*").item(0));
    }

    private static String soap(String header, String body) {
        return "<S:Envelope xmlns:S=\"" + SamlNames.SOAP + "\"><S:Header>" + header + "</S:Header><S:Body>"
                + body.replaceFirst("<\\?xml[^>]*\\?>", "") + "</S:Body></S:Envelope>";
    }
}
