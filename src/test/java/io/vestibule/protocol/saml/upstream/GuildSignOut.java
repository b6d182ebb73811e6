package io.vestibule.protocol.saml.upstream;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.vestibule.journey.RealmFiles;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.protocol.saml.toy.Draft;
import io.vestibule.protocol.saml.toy.RedirectQuery;
import io.vestibule.protocol.saml.toy.SamlNames;
import io.vestibule.protocol.saml.toy.ToyIdentityProvider;
import io.vestibule.protocol.saml.toy.ToyKey;
import io.vestibule.protocol.saml.toy.ToyServiceProvider;
import io.vestibule.protocol.saml.toy.Xml;
import io.vestibule.realm.BaseUrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.w3c.dom.Element;

/**
 * The guild, which signs people out by their browser, and two applications of the lodge that only a browser can tell: the booth
 * (SAML, no SOAP) and the till (OpenID, a page for its front channel).
 */
final class GuildSignOut implements AutoCloseable {
    static final String SUCCESS = "urn:oasis:names:tc:SAML:2.0:status:Success";
    static final String PARTIAL = "urn:oasis:names:tc:SAML:2.0:status:PartialLogout";
    private static final ToyKey KEY = ToyKey.rsa("guild");

    final ToyIdentityProvider idp;
    final ToyServiceProvider booth;
    final List<String> toldAtTill = new CopyOnWriteArrayList<>();
    private final URI lodge;
    private final HttpServer till;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final RealmFiles files;
    /** Whether the till's page never loads. */
    volatile boolean tillHangs;

    GuildSignOut(BaseUrl base, int port, RealmFiles files) {
        this.lodge = base.resolve("/realms/lodge");
        this.files = files;
        idp = ToyIdentityProvider.open(port, KEY);
        idp.publishes = metadata -> metadata.replace(
                "<md:NameIDFormat>",
                "<md:SingleLogoutService Binding=\"" + SamlNames.REDIRECT + "\" Location=\"" + idp.at("/slo")
                        + "\"></md:SingleLogoutService><md:NameIDFormat>");
        idp.trusts(at("/connectors/guild/metadata"));
        booth = ToyServiceProvider.open(0, ToyKey.rsa("booth"), Optional.empty(), at("/saml/metadata"));
        till = till();
        awaken();
    }

    /** The realm makes its SAML keys when it is first asked; a busy machine takes longer for it than a login waits. */
    private void awaken() {
        try (PlainBrowser operator = new PlainBrowser()) {
            operator.open(at("/connectors/guild/metadata"));
            operator.open(at("/saml/metadata"));
        }
    }

    private HttpServer till() {
        return server(exchange -> {
            if (exchange.getRequestURI().getPath().equals("/out")) {
                toldAtTill.add(exchange.getRequestURI().getQuery());
                if (tillHangs) {
                    return;
                }
            }
            try (exchange) {
                exchange.sendResponseHeaders(200, -1);
            }
        });
    }

    private HttpServer server(HttpHandler pages) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(threads);
            server.createContext("/", pages);
            server.start();
            return server;
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
    }

    @Override
    public void close() {
        booth.close();
        idp.close();
        till.stop(0);
        threads.close();
    }

    URI at(String path) {
        return URI.create(lodge + path);
    }

    URI logout() {
        return at("/login/from/guild/logout");
    }

    URI boothDoor() {
        return booth.at("/login?binding=redirect");
    }

    URI tillDoor() {
        return at("/authorize?client_id=till&response_type=code&scope=openid&state=s"
                + "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256&redirect_uri="
                + tillBase() + "/back");
    }

    private String tillBase() {
        return "http://localhost:" + till.getAddress().getPort();
    }

    void withBoothAndTill(String binding, Runnable meanwhile) {
        String parties = """
                relyingParties:
                  - id: %s
                    name: Booth
                    consent: trusted
                    saml:
                      signingCertificates: ["%s"]
                      assertionConsumerServices:
                        - { url: "%s", index: 0, preferred: true }
                      singleLogoutServices:
                        - { url: "%s", binding: %s }
                  - id: till
                    name: Till
                    consent: trusted
                    oidc:
                      redirectUris: ["%s/back"]
                      frontchannelLogoutUri: "%s/out"
                      clientSecrets: ["the-secret-of-till-which-nobody-uses"]
                """.formatted(
                        booth.entityId(),
                        booth.key().certificateText(),
                        booth.at("/acs"),
                        booth.at("/slo"),
                        binding,
                        tillBase(),
                        tillBase());
        files.with("lodge", "relyingParties:\n", parties, meanwhile);
    }

    /** With service providers that only the browser can tell, and by going there. */
    void withVisited(List<ToyServiceProvider> visited, Runnable meanwhile) {
        String parties = visited.stream()
                .map(one -> """
                          - id: %s
                            name: On port %s
                            consent: trusted
                            saml:
                              signingCertificates: ["%s"]
                              assertionConsumerServices:
                                - { url: "%s", index: 0, preferred: true }
                              singleLogoutServices:
                                - { url: "%s", binding: redirect }
                        """.formatted(
                                one.entityId(),
                                one.base().getPort(),
                                one.key().certificateText(),
                                one.at("/acs"),
                                one.at("/slo")))
                .collect(Collectors.joining());
        files.with("lodge", "relyingParties:\n", "relyingParties:\n" + parties, meanwhile);
    }

    /** With metadata of the guild, from elsewhere, that do not say where one signs out there. */
    void withoutAPlaceForAnswers(Runnable meanwhile) {
        byte[] without = idp.metadata()
                .replaceFirst("<md:SingleLogoutService[^>]*></md:SingleLogoutService>", "")
                .getBytes(StandardCharsets.UTF_8);
        HttpServer elsewhere = server(exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, without.length);
                exchange.getResponseBody().write(without);
            }
        });
        try {
            String known = "name: Guild\n    config:\n      metadata: { url: \"http://localhost:";
            files.with(
                    "lodge",
                    known + idp.base().getPort(),
                    known + elsewhere.getAddress().getPort(),
                    meanwhile);
        } finally {
            elsewhere.stop(0);
        }
    }

    /** Unsigned; of all the person's sessions without any index. */
    String request(String nameId, String... indexes) {
        return "<samlp:LogoutRequest xmlns:samlp=\"" + SamlNames.PROTOCOL + "\" xmlns:saml=\"" + SamlNames.ASSERTION
                + "\" Destination=\"" + logout() + "\" ID=\"" + Draft.newId() + "\" IssueInstant=\""
                + Instant.now().truncatedTo(ChronoUnit.MILLIS) + "\" Version=\"2.0\"><saml:Issuer>" + idp.entityId()
                + "</saml:Issuer><saml:NameID Format=\"" + SamlNames.PERSISTENT + "\">" + nameId + "</saml:NameID>"
                + Stream.of(indexes)
                        .map(index -> "<samlp:SessionIndex>" + index + "</samlp:SessionIndex>")
                        .collect(Collectors.joining())
                + "</samlp:LogoutRequest>";
    }

    URI redirect(String request) {
        return URI.create(logout() + "?" + RedirectQuery.signed("SAMLRequest", request, "their state", KEY));
    }

    static ToyKey key() {
        return KEY;
    }

    /** From the first level down, of each answer that a browser brought by now. */
    List<List<String>> answers() {
        return idp.strayed().stream()
                .filter(address -> address.startsWith("/slo?"))
                .map(address -> RedirectQuery.read(URI.create(address).getRawQuery()))
                .map(query -> Xml.parse(RedirectQuery.inflated(query.get("SAMLResponse"))))
                .map(GuildSignOut::statuses)
                .toList();
    }

    static List<String> statuses(Element response) {
        Element status = Xml.below(response, SamlNames.PROTOCOL, "Status").orElseThrow();
        return Stream.iterate(
                        Xml.child(status, SamlNames.PROTOCOL, "StatusCode"),
                        Optional::isPresent,
                        code -> code.flatMap(above -> Xml.child(above, SamlNames.PROTOCOL, "StatusCode")))
                .flatMap(Optional::stream)
                .map(code -> code.getAttribute("Value"))
                .toList();
    }
}
