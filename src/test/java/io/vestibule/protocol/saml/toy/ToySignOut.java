package io.vestibule.protocol.saml.toy;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.security.PublicKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.w3c.dom.Element;

/** A service provider that is told of the end of a session: {@code /slo} by the browser, {@code /slo/soap} without. */
public final class ToySignOut {
    /** How it answers. */
    public enum Mood {
        WILLING,
        REFUSING,
        /** Knows nobody by that name. */
        UNKNOWING,
        /** Says that all is well, in a message that somebody else signed. */
        FORGED,
        /** Takes the message, and never says a word. */
        SILENT,
        /** Where there is a browser: keeps it, on a page of its own. */
        KEEPING,
        /** Where there is no browser: hangs up before it has read anything. */
        DEAD
    }

    /** What it was told, once it had verified. */
    public record Told(String nameId, String format, String sessionIndex) {}

    public volatile Mood mood = Mood.WILLING;
    private volatile CountDownLatch end = new CountDownLatch(1);
    private final List<Told> told = new CopyOnWriteArrayList<>();
    /** Cookies, by which alone it knows whom a browser's message means. */
    private final Set<String> sessions = ConcurrentHashMap.newKeySet();

    private final ToyServiceProvider party;

    ToySignOut(ToyServiceProvider party) {
        this.party = party;
    }

    public List<Told> told() {
        return List.copyOf(told);
    }

    /** The cookie of a new session. */
    String signedIn() {
        String cookie = "app-session-" + Draft.newId() + "=1";
        sessions.add(cookie);
        return cookie;
    }

    /** Sessions that no browser has ended. */
    public int living() {
        return sessions.size();
    }

    void byBrowser(HttpExchange exchange) throws IOException {
        Map<String, String> parameters = ToyPages.parameters(exchange);
        if (!parameters.containsKey("SAMLRequest")) {
            ToyPages.send(exchange, 200, "application/json", "{\"page\": \"/slo\"}");
            return;
        }
        PeerMetadata peer = party.identityProvider();
        Element request;
        if (exchange.getRequestMethod().equals("POST")) {
            request = Xml.parse(Base64.getMimeDecoder().decode(parameters.get("SAMLRequest")));
            SealCheck.verify(request, peer.signingKeys());
        } else {
            String query = exchange.getRequestURI().getRawQuery();
            if (!RedirectQuery.verifies(query, "SAMLRequest", peer.signingKeys())) {
                throw new IllegalArgumentException("the query is not signed by the identity provider");
            }
            request = Xml.parse(RedirectQuery.inflated(parameters.get("SAMLRequest")));
        }
        require("Destination", party.at("/slo").toString(), request);
        note(request);
        String cookies = String.join(";", exchange.getRequestHeaders().getOrDefault("Cookie", List.of()));
        sessions.removeIf(cookies::contains);
        if (mood == Mood.SILENT) {
            waitForTheEnd();
            return;
        }
        if (mood == Mood.KEEPING) {
            ToyPages.send(exchange, 200, "text/html", "<!doctype html><title>Farewell</title><h1>Farewell</h1>");
            return;
        }
        URI back = peer.endpoint("SingleLogoutService", SamlNames.REDIRECT).orElseThrow();
        ToyPages.redirect(
                exchange,
                back + "?"
                        + RedirectQuery.signed(
                                "SAMLResponse", answer(request, back), parameters.get("RelayState"), signer()));
    }

    void bySoap(HttpExchange exchange) throws IOException {
        if (mood == Mood.DEAD) {
            exchange.close();
            return;
        }
        Element request = Xml.below(Xml.parse(ToyPages.body(exchange)), SamlNames.PROTOCOL, "LogoutRequest")
                .orElseThrow();
        List<PublicKey> keys = party.identityProvider().signingKeys();
        SealCheck.verify(request, keys);
        note(request);
        if (mood == Mood.SILENT) {
            waitForTheEnd();
            exchange.close();
            return;
        }
        String envelope = "<soap:Envelope xmlns:soap=\"" + SamlNames.SOAP + "\"><soap:Body>"
                + Seal.sign(answer(request, party.at("/slo/soap")), signer()) + "</soap:Body></soap:Envelope>";
        ToyPages.send(exchange, 200, "text/xml", envelope);
    }

    /** In another mood from now on; whoever waits for a word is let go. */
    public void become(Mood next) {
        mood = next;
        end.countDown();
        end = new CountDownLatch(1);
    }

    /** Lets go of whoever is waiting for a word. */
    void end() {
        end.countDown();
    }

    private void waitForTheEnd() {
        try {
            end.await();
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private ToyKey signer() {
        return mood == Mood.FORGED ? ToyKey.rsa("stranger") : party.key();
    }

    private void note(Element request) {
        Element name = Xml.below(request, SamlNames.ASSERTION, "NameID").orElseThrow();
        Optional<Element> index = Xml.below(request, SamlNames.PROTOCOL, "SessionIndex");
        told.add(new Told(
                name.getTextContent(),
                Xml.attribute(name, "Format").orElse(""),
                index.map(Element::getTextContent).orElse("")));
    }

    private static void require(String attribute, String value, Element of) {
        if (!Xml.attribute(of, attribute).orElse("").equals(value)) {
            throw new IllegalArgumentException(attribute + " is not " + value);
        }
    }

    private String answer(Element request, URI destination) {
        String status = switch (mood) {
            case REFUSING -> code("Responder", "");
            case UNKNOWING -> code("Requester", code("UnknownPrincipal", ""));
            default -> code("Success", "");
        };
        return "<samlp:LogoutResponse xmlns:samlp=\"" + SamlNames.PROTOCOL + "\" Destination=\"" + destination
                + "\" ID=\"" + Draft.newId() + "\" InResponseTo=\""
                + Xml.attribute(request, "ID").orElseThrow() + "\" IssueInstant=\""
                + Instant.now().truncatedTo(ChronoUnit.MILLIS)
                + "\" Version=\"2.0\"><saml:Issuer xmlns:saml=\"" + SamlNames.ASSERTION + "\">" + party.entityId()
                + "</saml:Issuer><samlp:Status>" + status + "</samlp:Status></samlp:LogoutResponse>";
    }

    private static String code(String word, String below) {
        return "<samlp:StatusCode Value=\"urn:oasis:names:tc:SAML:2.0:status:" + word + "\">" + below
                + "</samlp:StatusCode>";
    }
}
