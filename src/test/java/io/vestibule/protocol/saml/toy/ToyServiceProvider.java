package io.vestibule.protocol.saml.toy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.w3c.dom.Element;

/**
 * A service provider: {@code /login} asks (its query says what: binding, relayState, nameid, acr, comparison, idp, requester,
 * proxyCount, and any attribute of AuthnRequest by its own name), {@code /acs} shows as JSON what came, {@code /metadata}.
 */
public final class ToyServiceProvider implements AutoCloseable {
    private static final Set<String> ATTRIBUTES = Set.of(
            "ForceAuthn",
            "IsPassive",
            "ProtocolBinding",
            "AssertionConsumerServiceURL",
            "AssertionConsumerServiceIndex",
            "AttributeConsumingServiceIndex",
            "ProviderName");

    private final ToyPages pages;
    private final ToyKey key;
    private final Optional<ToyKey> encryption;
    private final URI identityProvider;
    /** Requests on their way, each with the cookie of the browser that left; empty where a test asks by itself. */
    private final Map<String, String> pending = new ConcurrentHashMap<>();

    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final ObjectMapper json = new ObjectMapper();
    private final ToySignOut signOut = new ToySignOut(this);

    public volatile boolean signsRequests = true;
    /** Whether answers that nobody asked for are shown like others. */
    public volatile boolean takesUnsolicited;
    /** Metadata as text before it is signed. */
    public volatile UnaryOperator<String> publishes = metadata -> metadata;

    private ToyServiceProvider(String host, int port, ToyKey key, Optional<ToyKey> encryption, URI identityProvider) {
        this.key = key;
        this.encryption = encryption;
        this.identityProvider = identityProvider;
        this.pages = new ToyPages(host, port, this::page);
    }

    /**
     * @param port 0 for any
     * @param encryption nothing where assertions shall come unencrypted
     * @param identityProvider address of its metadata, asked anew each time
     */
    public static ToyServiceProvider open(int port, ToyKey key, Optional<ToyKey> encryption, URI identityProvider) {
        return new ToyServiceProvider("localhost", port, key, encryption, identityProvider);
    }

    /** One that browsers take for another site than {@code localhost}. */
    public static ToyServiceProvider onAnotherSite(ToyKey key, URI identityProvider) {
        return new ToyServiceProvider("127.0.0.1", 0, key, Optional.empty(), identityProvider);
    }

    public URI base() {
        return pages.base();
    }

    public URI at(String path) {
        return pages.base().resolve(path);
    }

    /** How it is told that a session is over. */
    public ToySignOut signOut() {
        return signOut;
    }

    public String entityId() {
        return at("/metadata").toString();
    }

    public ToyKey key() {
        return key;
    }

    @Override
    public void close() {
        signOut.end();
        pages.close();
    }

    public String metadata() {
        String role = "<md:SPSSODescriptor protocolSupportEnumeration=\"" + SamlNames.PROTOCOL
                + "\" AuthnRequestsSigned=\"" + signsRequests + "\" WantAssertionsSigned=\"true\">"
                + descriptor("signing", key)
                + encryption.map(known -> descriptor("encryption", known)).orElse("")
                + "<md:NameIDFormat>" + SamlNames.PERSISTENT + "</md:NameIDFormat>"
                + acs(SamlNames.POST, 0, true) + acs(SamlNames.ARTIFACT, 1, false) + "</md:SPSSODescriptor>";
        return Seal.sign(publishes.apply(SamlMetadata.entity(entityId(), role)), key);
    }

    /** A request by which a test goes its own way; the answer to it will be expected. */
    public AuthnAsk ask() {
        AuthnAsk ask = new AuthnAsk(
                entityId(),
                identityProvider()
                        .endpoint("SingleSignOnService", SamlNames.REDIRECT)
                        .orElseThrow()
                        .toString());
        pending.put(ask.id, "");
        return ask;
    }

    public PeerMetadata identityProvider() {
        return PeerMetadata.identityProvider(pages.get(identityProvider));
    }

    private static String descriptor(String use, ToyKey key) {
        return "<md:KeyDescriptor use=\"" + use + "\"><ds:KeyInfo xmlns:ds=\"" + SamlNames.DSIG + "\">"
                + Seal.certificate(key) + "</ds:KeyInfo></md:KeyDescriptor>";
    }

    private String acs(String binding, int index, boolean isDefault) {
        return "<md:AssertionConsumerService index=\"" + index + "\" isDefault=\"" + isDefault + "\" Binding=\""
                + binding + "\" Location=\"" + at("/acs") + "\"/>";
    }

    private void page(HttpExchange exchange) throws IOException {
        switch (exchange.getRequestURI().getPath()) {
            case "/metadata" -> ToyPages.send(exchange, 200, "application/samlmetadata+xml", metadata());
            case "/login" -> leave(exchange);
            case "/acs" -> show(exchange);
            case "/slo" -> signOut.byBrowser(exchange);
            case "/slo/soap" -> signOut.bySoap(exchange);
            default ->
                ToyPages.send(
                        exchange,
                        200,
                        "application/json",
                        json.writeValueAsString(
                                Map.of("page", exchange.getRequestURI().toString())));
        }
    }

    private void leave(HttpExchange exchange) throws IOException {
        Map<String, String> query = RedirectQuery.read(exchange.getRequestURI().getRawQuery());
        String binding = "post".equalsIgnoreCase(query.get("binding")) ? SamlNames.POST : SamlNames.REDIRECT;
        String sso = identityProvider()
                .endpoint("SingleSignOnService", binding)
                .orElseThrow()
                .toString();
        AuthnAsk ask = new AuthnAsk(entityId(), sso);
        query.forEach((name, value) -> {
            switch (name) {
                case "nameid" -> ask.nameIdFormat = value;
                case "acr" -> ask.authnContexts = List.of(value.split(" "));
                case "comparison" -> ask.comparison = value;
                case "idp" -> ask.identityProviders = List.of(value.split(" "));
                case "requester" -> ask.requesters = List.of(value.split(" "));
                case "proxyCount" -> ask.proxyCount = Integer.valueOf(value);
                default -> {
                    if (ATTRIBUTES.contains(name)) {
                        ask.attributes.put(name, value);
                    }
                }
            }
        });
        String cookie = "toy-" + ask.id + "=1";
        pending.put(ask.id, cookie);
        exchange.getResponseHeaders().add("Set-Cookie", cookie + "; Path=/acs; HttpOnly; Secure; SameSite=None");
        String relayState = query.getOrDefault("relayState", "state-of-" + ask.id);
        if (binding.equals(SamlNames.POST)) {
            String message = signsRequests ? Seal.sign(ask.text(), key) : ask.text();
            Map<String, String> fields = new LinkedHashMap<>();
            fields.put("SAMLRequest", Base64.getEncoder().encodeToString(message.getBytes(StandardCharsets.UTF_8)));
            fields.put("RelayState", relayState);
            ToyPages.post(exchange, sso, fields);
        } else {
            String away = signsRequests
                    ? RedirectQuery.signed("SAMLRequest", ask.text(), relayState, key)
                    : RedirectQuery.unsigned("SAMLRequest", ask.text(), relayState);
            ToyPages.redirect(exchange, sso + (sso.contains("?") ? "&" : "?") + away);
        }
    }

    private void show(HttpExchange exchange) throws IOException {
        Map<String, String> parameters = ToyPages.parameters(exchange);
        Map<String, Object> shown;
        int status = 200;
        try {
            String cookies = String.join(";", exchange.getRequestHeaders().getOrDefault("Cookie", List.of()));
            shown = new LinkedHashMap<>(read(parameters, cookies));
            exchange.getResponseHeaders().add("Set-Cookie", signOut.signedIn() + "; Path=/; HttpOnly; SameSite=Lax");
        } catch (RuntimeException refused) {
            shown = new LinkedHashMap<>(Map.of("refused", String.valueOf(refused.getMessage())));
            status = 403;
        }
        shown.put("relayState", parameters.getOrDefault("RelayState", ""));
        ToyPages.send(exchange, status, "application/json", json.writeValueAsString(shown));
    }

    private Map<String, Object> read(Map<String, String> parameters, String cookies) {
        PeerMetadata peer = identityProvider();
        Element response = parameters.containsKey("SAMLart")
                ? resolve(parameters.get("SAMLart"), peer)
                : Xml.parse(Base64.getMimeDecoder().decode(parameters.getOrDefault("SAMLResponse", "")));
        Verdict verdict =
                new Verdict(peer, entityId(), at("/acs").toString(), encryption.map(ToyKey::key), takesUnsolicited);
        return verdict.of(response, request -> isOf(cookies, request), seen);
    }

    private boolean isOf(String cookies, String request) {
        String cookie = pending.get(request);
        return cookie != null && cookies.contains(cookie) && pending.remove(request, cookie);
    }

    private Element resolve(String artifact, PeerMetadata peer) {
        URI resolver = peer.endpoint("ArtifactResolutionService", SamlNames.SOAP_BINDING)
                .orElseThrow(() -> new IllegalArgumentException("no ArtifactResolutionService"));
        String resolve = "<samlp:ArtifactResolve xmlns:samlp=\"" + SamlNames.PROTOCOL + "\" Destination=\"" + resolver
                + "\" ID=\"" + Draft.newId() + "\" IssueInstant=\""
                + Instant.now().truncatedTo(ChronoUnit.MILLIS)
                + "\" Version=\"2.0\"><saml:Issuer xmlns:saml=\"" + SamlNames.ASSERTION + "\">" + entityId()
                + "</saml:Issuer><samlp:Artifact>" + Xml.escape(artifact)
                + "</samlp:Artifact></samlp:ArtifactResolve>";
        Element envelope = Xml.parse(pages.soap(resolver, Seal.sign(resolve, key)));
        Element answer =
                Xml.below(envelope, SamlNames.PROTOCOL, "ArtifactResponse").orElseThrow();
        SealCheck.verify(answer, peer.signingKeys());
        return Xml.child(answer, SamlNames.PROTOCOL, "Response")
                .orElseThrow(() -> new IllegalArgumentException("the artifact stands for nothing"));
    }
}
