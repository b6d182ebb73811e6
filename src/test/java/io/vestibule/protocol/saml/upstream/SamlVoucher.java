package io.vestibule.protocol.saml.upstream;

import io.vestibule.journey.Voucher;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.protocol.saml.toy.Draft;
import io.vestibule.protocol.saml.toy.PeerMetadata;
import io.vestibule.protocol.saml.toy.SamlNames;
import io.vestibule.protocol.saml.toy.ToyIdentityProvider;
import io.vestibule.protocol.saml.toy.ToyKey;
import io.vestibule.protocol.saml.toy.Xml;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.w3c.dom.Element;

/** An identity provider of SAML as the house's connector {@code stone}. */
public final class SamlVoucher implements Voucher {
    private static final ToyKey KEY = ToyKey.rsa("stone");
    private static final String PAOS = "application/vnd.paos+xml";
    private static final String ECP = "urn:oasis:names:tc:SAML:2.0:profiles:SSO:ecp";
    private static final String STATUS = "urn:oasis:names:tc:SAML:2.0:status:";

    private final ToyIdentityProvider idp = ToyIdentityProvider.open(0, KEY);
    private final String realm;

    /** @param realm the address of the house */
    public SamlVoucher(URI realm) {
        this.realm = realm.toString();
        idp.trusts(ourMetadata());
    }

    private URI ourMetadata() {
        return URI.create(realm + "/connectors/stone/metadata");
    }

    @Override
    public String connector() {
        return "stone";
    }

    @Override
    public String protocol() {
        return "saml2";
    }

    @Override
    public String declaration() {
        return """
              - id: stone
                type: saml
                name: Stone
                config:
                  metadata: { url: "%s" }
                  acr: { "%s": "%s" }
            """.formatted(idp.entityId(), MFA, STRONG);
    }

    @Override
    public void says(String name, Answer answer) {
        idp.says = draft -> {
            draft.nameId = name + "-7f3a";
            draft.attributes.clear();
            draft.attributes.put("urn:oid:0.9.2342.19200300.100.1.1", List.of(name)); // uid
            draft.authnContext = switch (answer) {
                case STRONGLY -> STRONG;
                case WEAKLY, UNABLE -> WEAK;
                case SILENTLY -> null;
                case BOASTING -> MFA;
            };
            if (answer == Answer.UNABLE && wantsMore(String.valueOf(draft.inResponseTo))) {
                draft.status = List.of(STATUS + "Responder", STATUS + "NoAuthnContext");
            }
        };
    }

    @Override
    public List<String> askedFor() {
        return idp.asked().stream().map(SamlVoucher::classOf).toList();
    }

    private boolean wantsMore(String request) {
        return idp.asked().stream()
                .anyMatch(asked -> asked.id().equals(request) && !classOf(asked).isEmpty());
    }

    private static String classOf(ToyIdentityProvider.Asked asked) {
        return Xml.below(asked.request(), SamlNames.ASSERTION, "AuthnContextClassRef")
                .map(Element::getTextContent)
                .orElse("");
    }

    /** SAML Profiles §4.2. */
    @Override
    public HttpResponse<String> bring(PlainBrowser program, URI door) {
        Element envelope = Xml.parse(program.ask(HttpRequest.newBuilder(door)
                        .header("Accept", "text/html, */*, " + PAOS)
                        .header("PAOS", "ver=\"urn:liberty:paos:2003-08\";\"" + ECP + "\""))
                .body());
        String request = Xml.below(envelope, SamlNames.PROTOCOL, "AuthnRequest")
                .orElseThrow()
                .getAttribute("ID");
        String relayState = Xml.below(envelope, ECP, "RelayState").orElseThrow().getTextContent();
        URI consumer = URI.create(realm + "/connectors/stone/ecp");
        String audience = PeerMetadata.serviceProvider(
                        program.ask(HttpRequest.newBuilder(ourMetadata())).body())
                .entityId();
        Draft draft = idp.draft(audience, consumer.toString(), request);
        HttpResponse<String> taken = program.ask(HttpRequest.newBuilder(consumer)
                .header("Content-Type", PAOS)
                .POST(BodyPublishers.ofString(envelope(relayState, draft.signed(KEY)))));
        if (taken.statusCode() != 303) {
            throw new AssertionError(taken.statusCode() + " " + taken.body());
        }
        return program.ask(HttpRequest.newBuilder(door));
    }

    private static String envelope(String relayState, String message) {
        return "<S:Envelope xmlns:S=\"" + SamlNames.SOAP + "\"><S:Header><ecp:RelayState xmlns:ecp=\"" + ECP
                + "\" S:mustUnderstand=\"1\" S:actor=\"http://schemas.xmlsoap.org/soap/actor/next\">" + relayState
                + "</ecp:RelayState></S:Header><S:Body>" + message + "</S:Body></S:Envelope>";
    }

    @Override
    public void close() {
        idp.close();
    }
}
