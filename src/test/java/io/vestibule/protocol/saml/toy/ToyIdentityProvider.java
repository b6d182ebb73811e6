package io.vestibule.protocol.saml.toy;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/**
 * An identity provider where everybody is signed in already: {@code /metadata}, {@code /sso} by Redirect and POST, {@code /soap}
 * for artifacts, {@code /slo/soap} for logouts. What it answers is changed by its public fields while it runs.
 */
public final class ToyIdentityProvider implements AutoCloseable {
    /** By which binding it answers. */
    public enum Answer {
        POST,
        ARTIFACT
    }

    /** A request that came: by which binding, as which text, and whether its signature is one of the sender's metadata. */
    public record Asked(
            String binding, Element request, @Nullable String relayState, boolean verified) {
        public String id() {
            return request.getAttribute("ID");
        }

        public String issuer() {
            return Xml.child(request, SamlNames.ASSERTION, "Issuer")
                    .orElseThrow()
                    .getTextContent();
        }
    }

    private final ToyPages pages;
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final List<Element> resolved = new CopyOnWriteArrayList<>();
    private final List<String> strayed = new CopyOnWriteArrayList<>();
    private final List<URI> partners = new CopyOnWriteArrayList<>();
    private final List<Element> signedOut = new CopyOnWriteArrayList<>();
    private final Map<String, String> artifacts = new ConcurrentHashMap<>();

    public volatile ToyKey key;
    public volatile Answer answer = Answer.POST;
    /** Whether assertions are encrypted for partners whose metadata has a key for that. */
    public volatile boolean encrypts = true;

    public volatile boolean signsAssertion = true;
    public volatile boolean signsResponse = true;
    public volatile boolean wantsSignedRequests = true;
    /** What it says of the person, for every answer. */
    public volatile Consumer<Draft> says = draft -> {};
    /** The whole answer, as text, on its way out. */
    public volatile UnaryOperator<String> mangles = response -> response;
    /** Metadata as text before it is signed. */
    public volatile UnaryOperator<String> publishes = metadata -> metadata;

    private ToyIdentityProvider(int port, ToyKey key) {
        this.key = key;
        this.pages = new ToyPages(port, this::page);
    }

    /** @param port 0 for any */
    public static ToyIdentityProvider open(int port, ToyKey key) {
        return new ToyIdentityProvider(port, key);
    }

    public URI base() {
        return pages.base();
    }

    public String entityId() {
        return at("/metadata").toString();
    }

    public URI at(String path) {
        return pages.base().resolve(path);
    }

    /** A service provider's metadata, asked anew for every answer. */
    public void trusts(URI metadata) {
        partners.add(metadata);
    }

    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    public Asked lastAsked() {
        return asked.getLast();
    }

    /** Every address that was asked for and is none of its pages. */
    public List<String> strayed() {
        return List.copyOf(strayed);
    }

    /** Every ArtifactResolve that came. */
    public List<Element> resolved() {
        return List.copyOf(resolved);
    }

    /** Every LogoutRequest that came by SOAP and verified. */
    public List<Element> signedOut() {
        return List.copyOf(signedOut);
    }

    @Override
    public void close() {
        pages.close();
    }

    public String metadata() {
        String role = "<md:IDPSSODescriptor protocolSupportEnumeration=\"" + SamlNames.PROTOCOL
                + "\" WantAuthnRequestsSigned=\"" + wantsSignedRequests
                + "\"><md:KeyDescriptor use=\"signing\"><ds:KeyInfo xmlns:ds=\"" + SamlNames.DSIG + "\">"
                + Seal.certificate(key) + "</ds:KeyInfo></md:KeyDescriptor>"
                + "<md:ArtifactResolutionService index=\"0\" Binding=\"" + SamlNames.SOAP_BINDING + "\" Location=\""
                + at("/soap") + "\"/><md:NameIDFormat>" + SamlNames.PERSISTENT + "</md:NameIDFormat>"
                + "<md:SingleSignOnService Binding=\"" + SamlNames.REDIRECT + "\" Location=\"" + at("/sso") + "\"/>"
                + "<md:SingleSignOnService Binding=\"" + SamlNames.POST + "\" Location=\"" + at("/sso") + "\"/>"
                + "</md:IDPSSODescriptor>";
        return Seal.sign(publishes.apply(SamlMetadata.entity(entityId(), role)), key);
    }

    /** What it would say to a service provider of which only this is known. */
    public Draft draft(String audience, String acs, @Nullable String inResponseTo) {
        Draft draft = new Draft(entityId(), audience, acs, inResponseTo);
        says.accept(draft);
        return draft;
    }

    /** The whole answer as the settings want it. */
    public String answer(Draft draft, Optional<PublicKey> encryptFor) {
        boolean success = draft.status.equals(List.of(SamlNames.SUCCESS));
        String assertion = signsAssertion ? Seal.sign(draft.assertion(), key) : draft.assertion();
        if (encrypts && encryptFor.isPresent()) {
            assertion = XmlEncryption.assertion(assertion, encryptFor.get());
        }
        String response = success ? draft.response(assertion) : draft.response();
        return mangles.apply(signsResponse ? Seal.sign(response, key) : response);
    }

    /** An artifact that stands for this message (SAML Bindings §3.6.4). */
    public String artifact(String message) {
        try {
            byte[] octets = Arrays.copyOf(new byte[] {0, 4, 0, 0}, 44);
            byte[] source = MessageDigest.getInstance("SHA-1").digest(entityId().getBytes(StandardCharsets.UTF_8));
            byte[] handle =
                    MessageDigest.getInstance("SHA-1").digest(Draft.newId().getBytes(StandardCharsets.UTF_8));
            System.arraycopy(source, 0, octets, 4, 20);
            System.arraycopy(handle, 0, octets, 24, 20);
            String artifact = Base64.getEncoder().encodeToString(octets);
            artifacts.put(artifact, message);
            return artifact;
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** How an artifact's answer is signed and wrapped; a case may change it. */
    public volatile UnaryOperator<String> signsArtifactResponse = response -> Seal.sign(response, key);

    /** What is said, from a successful answer on, to a LogoutRequest that came by SOAP. */
    public volatile UnaryOperator<String> signsLogoutResponse = response -> Seal.sign(response, key);

    private void page(HttpExchange exchange) throws IOException {
        switch (exchange.getRequestURI().getPath()) {
            case "/metadata" -> ToyPages.send(exchange, 200, "application/samlmetadata+xml", metadata());
            case "/sso" -> sso(exchange);
            case "/soap" -> resolve(exchange);
            case "/slo/soap" -> signOut(exchange);
            default -> {
                strayed.add(exchange.getRequestURI().toString());
                ToyPages.send(exchange, 404, "text/plain", "nothing here");
            }
        }
    }

    private void sso(HttpExchange exchange) throws IOException {
        boolean post = exchange.getRequestMethod().equals("POST");
        Map<String, String> parameters = ToyPages.parameters(exchange);
        String message = parameters.get("SAMLRequest");
        if (message == null) {
            ToyPages.send(exchange, 400, "text/plain", "no SAMLRequest in " + parameters.keySet());
            return;
        }
        Element request = Xml.parse(
                post
                        ? new String(Base64.getMimeDecoder().decode(message), StandardCharsets.UTF_8)
                        : RedirectQuery.inflated(message));
        Optional<PeerMetadata> sender = partner(
                Xml.child(request, SamlNames.ASSERTION, "Issuer").orElseThrow().getTextContent());
        boolean verified = sender.map(PeerMetadata::signingKeys)
                .filter(keys -> post
                        ? !SealCheck.verify(request, keys).isEmpty()
                        : RedirectQuery.verifies(exchange.getRequestURI().getRawQuery(), "SAMLRequest", keys))
                .isPresent();
        String relayState = parameters.get("RelayState");
        Asked came = new Asked(post ? SamlNames.POST : SamlNames.REDIRECT, request, relayState, verified);
        asked.add(came);
        if (sender.isPresent() && wantsSignedRequests && !verified) {
            ToyPages.send(exchange, 403, "text/plain", "the request's signature does not verify");
            return;
        }
        respond(exchange, came, sender);
    }

    private void respond(HttpExchange exchange, Asked came, Optional<PeerMetadata> sender) throws IOException {
        boolean artifact = answer == Answer.ARTIFACT;
        String acs = Xml.attribute(came.request(), "AssertionConsumerServiceURL")
                .or(() -> sender.flatMap(peer -> peer.endpoint(
                                "AssertionConsumerService", artifact ? SamlNames.ARTIFACT : SamlNames.POST))
                        .map(URI::toString))
                .orElseThrow();
        Draft draft = draft(came.issuer(), acs, came.id());
        String response = answer(
                draft,
                sender.flatMap(peer -> peer.encryptionKeys().stream()
                        .filter(known -> known.getAlgorithm().equals("RSA"))
                        .findFirst()));
        Map<String, String> fields = new LinkedHashMap<>();
        if (artifact) {
            fields.put("SAMLart", artifact(response));
        } else {
            fields.put("SAMLResponse", Base64.getEncoder().encodeToString(response.getBytes(StandardCharsets.UTF_8)));
        }
        if (came.relayState() != null) {
            fields.put("RelayState", came.relayState());
        }
        if (artifact) {
            ToyPages.redirect(exchange, acs + (acs.contains("?") ? "&" : "?") + RedirectQuery.form(fields));
        } else {
            ToyPages.post(exchange, acs, fields);
        }
    }

    private void resolve(HttpExchange exchange) throws IOException {
        Element resolve = Xml.below(Xml.parse(ToyPages.body(exchange)), SamlNames.PROTOCOL, "ArtifactResolve")
                .orElseThrow();
        resolved.add(resolve);
        String artifact = Xml.child(resolve, SamlNames.PROTOCOL, "Artifact")
                .orElseThrow()
                .getTextContent()
                .strip();
        String message = artifacts.remove(artifact); // Core §3.5.3: used once
        String response = "<samlp:ArtifactResponse xmlns:samlp=\"" + SamlNames.PROTOCOL + "\" ID=\"" + Draft.newId()
                + "\" InResponseTo=\"" + resolve.getAttribute("ID") + "\" IssueInstant=\""
                + Instant.now().truncatedTo(ChronoUnit.MILLIS) + "\" Version=\"2.0\"><saml:Issuer xmlns:saml=\""
                + SamlNames.ASSERTION + "\">" + entityId() + "</saml:Issuer><samlp:Status><samlp:StatusCode Value=\""
                + SamlNames.SUCCESS + "\"></samlp:StatusCode></samlp:Status>" + (message == null ? "" : message)
                + "</samlp:ArtifactResponse>";
        ToyPages.send(
                exchange,
                200,
                "text/xml",
                "<soap:Envelope xmlns:soap=\"" + SamlNames.SOAP + "\"><soap:Body>"
                        + signsArtifactResponse.apply(response) + "</soap:Body></soap:Envelope>");
    }

    private void signOut(HttpExchange exchange) throws IOException {
        Element request = Xml.below(Xml.parse(ToyPages.body(exchange)), SamlNames.PROTOCOL, "LogoutRequest")
                .orElseThrow();
        String issuer =
                Xml.child(request, SamlNames.ASSERTION, "Issuer").orElseThrow().getTextContent();
        SealCheck.verify(request, partner(issuer).orElseThrow().signingKeys());
        signedOut.add(request);
        String response = "<samlp:LogoutResponse xmlns:samlp=\"" + SamlNames.PROTOCOL + "\" ID=\"" + Draft.newId()
                + "\" InResponseTo=\"" + request.getAttribute("ID") + "\" IssueInstant=\""
                + Instant.now().truncatedTo(ChronoUnit.MILLIS) + "\" Version=\"2.0\"><saml:Issuer xmlns:saml=\""
                + SamlNames.ASSERTION + "\">" + entityId() + "</saml:Issuer><samlp:Status><samlp:StatusCode Value=\""
                + SamlNames.SUCCESS + "\"></samlp:StatusCode></samlp:Status></samlp:LogoutResponse>";
        ToyPages.send(
                exchange,
                200,
                "text/xml",
                "<soap:Envelope xmlns:soap=\"" + SamlNames.SOAP + "\"><soap:Body>" + signsLogoutResponse.apply(response)
                        + "</soap:Body></soap:Envelope>");
    }

    private Optional<PeerMetadata> partner(String entityId) {
        return partners.stream()
                .map(address -> PeerMetadata.serviceProvider(pages.get(address)))
                .filter(peer -> peer.entityId().equals(entityId))
                .findFirst();
    }
}
