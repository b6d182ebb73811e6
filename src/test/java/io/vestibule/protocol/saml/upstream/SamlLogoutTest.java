package io.vestibule.protocol.saml.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.journey.AuditLines;
import io.vestibule.journey.RealmFiles;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.protocol.saml.toy.Draft;
import io.vestibule.protocol.saml.toy.PeerMetadata;
import io.vestibule.protocol.saml.toy.RedirectQuery;
import io.vestibule.protocol.saml.toy.SamlNames;
import io.vestibule.protocol.saml.toy.Seal;
import io.vestibule.protocol.saml.toy.SealCheck;
import io.vestibule.protocol.saml.toy.ToyIdentityProvider;
import io.vestibule.protocol.saml.toy.ToyKey;
import io.vestibule.protocol.saml.toy.Xml;
import io.vestibule.realm.BaseUrl;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/** Signing out at the identity provider, and here when it says so (SAML Profiles §4.4; security case 20). */
@QuarkusTest
@TestProfile(LodgeProfile.class)
class SamlLogoutTest {
    private static final ToyKey KEY = ToyKey.rsa("guild");
    private static final ToyKey STRANGER = ToyKey.rsa("guild");
    private static final String SUCCESS = "urn:oasis:names:tc:SAML:2.0:status:Success";
    private static final String PARTIAL = "urn:oasis:names:tc:SAML:2.0:status:PartialLogout";

    @Inject
    BaseUrl base;

    @Inject
    AuditLines audit;

    @Inject
    RealmFiles files;

    @ConfigProperty(name = "lodge.guild-port")
    int port;

    @ConfigProperty(name = "lodge.mill-port")
    int millPort;

    private final PlainBrowser browser = new PlainBrowser();
    private ToyIdentityProvider idp;
    private String session = "";

    @BeforeEach
    void open() {
        idp = ToyIdentityProvider.open(port, KEY);
        idp.publishes = metadata -> metadata.replace(
                "<md:NameIDFormat>",
                "<md:SingleLogoutService Binding=\"" + SamlNames.REDIRECT + "\" Location=\"" + idp.at("/slo")
                        + "\"></md:SingleLogoutService><md:NameIDFormat>");
        idp.trusts(metadata());
        audit.begin();
        String index = Draft.newId();
        session = index;
        idp.says = draft -> draft.sessionIndex = index;
        assertThat(home(signIn())).contains("Emmy Noether");
    }

    @AfterEach
    void close() {
        browser.close();
        idp.close();
    }

    private URI metadata() {
        return base.resolve("/realms/lodge/connectors/guild/metadata");
    }

    private URI logout() {
        return base.resolve("/realms/lodge/login/from/guild/logout");
    }

    private Visit signIn() {
        Visit picker = browser.open(base.resolve("/realms/lodge/sign-in"));
        if (!picker.address().getPath().endsWith("/login")) {
            return picker;
        }
        String link = picker.html().selectFirst("a[href*=/login/with/guild?]").absUrl("href");
        return browser.carryOn(browser.open(URI.create(link)));
    }

    private static String home(Visit visit) {
        return visit.html().text();
    }

    private boolean isSignedIn() {
        return home(browser.open(base.resolve("/realms/lodge"))).contains("Emmy Noether");
    }

    private String request(String nameId, String sessionIndex) {
        return "<samlp:LogoutRequest xmlns:samlp=\"" + SamlNames.PROTOCOL + "\" xmlns:saml=\"" + SamlNames.ASSERTION
                + "\" Destination=\"" + logout() + "\" ID=\"" + Draft.newId() + "\" IssueInstant=\"" + now()
                + "\" Version=\"2.0\"><saml:Issuer>" + idp.entityId() + "</saml:Issuer><saml:NameID Format=\""
                + SamlNames.PERSISTENT + "\">" + nameId + "</saml:NameID><samlp:SessionIndex>" + sessionIndex
                + "</samlp:SessionIndex></samlp:LogoutRequest>";
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    /** The reply to a query, its redirect not followed. */
    private HttpResponse<String> send(String query) {
        return browser.ask(
                HttpRequest.newBuilder(URI.create(logout() + "?" + query)).GET());
    }

    private HttpResponse<String> sendSigned(String request) {
        return send(RedirectQuery.signed("SAMLRequest", request, "their state", KEY));
    }

    private String reason(HttpResponse<String> refused) {
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        Visit page = new Visit(logout(), refused.statusCode(), refused.body(), List.of());
        return audit.refusal(page.html().selectFirst("#reference").text())
                .path("reason")
                .asText();
    }

    @Test
    void whomTheProviderSignsOutIsSignedOutHereAndTheProviderIsTold() {
        String request = request("emmy-7f3a", session);
        URI there = answer(sendSigned(request));
        assertThat(there.toString()).startsWith(idp.at("/slo") + "?");
        Map<String, String> query = SamlConnectorFixture.query(there);
        assertThat(query).containsEntry("RelayState", "their state");
        assertThat(RedirectQuery.verifies(there.getRawQuery(), "SAMLResponse", peer().signingKeys()))
                .isTrue();
        Element response = Xml.parse(RedirectQuery.inflated(query.getOrDefault("SAMLResponse", "")));
        assertThat(response.getAttribute("InResponseTo"))
                .isEqualTo(Xml.parse(request).getAttribute("ID"));
        assertThat(statuses(response)).containsExactly(SUCCESS);
        assertThat(isSignedIn()).isFalse();
    }

    /** By way of ours, where the browser's window is. */
    private URI answer(HttpResponse<String> reply) {
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(303);
        URI there = URI.create(reply.headers().firstValue("Location").orElseThrow());
        return there.toString().startsWith(logout() + "/answer")
                ? answer(browser.ask(HttpRequest.newBuilder(there).GET()))
                : there;
    }

    @Test
    void whomOnlyTheBrowserCouldTellMakesTheAnswerBySoapPartial() {
        enterBench();
        HttpResponse<String> reply = soap(Seal.sign(request("emmy-7f3a", session), KEY));
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        Element response = Xml.below(Xml.parse(reply.body()), SamlNames.PROTOCOL, "LogoutResponse")
                .orElseThrow();
        assertThat(SealCheck.verify(response, peer().signingKeys())).isNotBlank();
        assertThat(statuses(response)).containsExactly(SUCCESS, PARTIAL);
        assertThat(isSignedIn()).isFalse();
    }

    /** An application that has a page for its front channel and nothing else. */
    private void enterBench() {
        HttpResponse<String> entered = browser.ask(HttpRequest.newBuilder(
                        base.resolve("/realms/lodge/authorize?client_id=bench&response_type=code&scope=openid&state=s"
                                + "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256"
                                + "&redirect_uri=https%3A%2F%2Fbench.example%2Fback"))
                .GET());
        assertThat(entered.headers().firstValue("Location").orElse(entered.body()))
                .startsWith("https://bench.example/back?")
                .contains("code=");
    }

    /** From the first level down. */
    private static List<String> statuses(Element response) {
        Element status = Xml.below(response, SamlNames.PROTOCOL, "Status").orElseThrow();
        return Stream.iterate(
                        Xml.child(status, SamlNames.PROTOCOL, "StatusCode"),
                        Optional::isPresent,
                        code -> code.flatMap(above -> Xml.child(above, SamlNames.PROTOCOL, "StatusCode")))
                .flatMap(Optional::stream)
                .map(code -> code.getAttribute("Value"))
                .toList();
    }

    @Test
    void theProviderItselfMaySayItBySoap() {
        HttpResponse<String> reply = soap(Seal.sign(request("emmy-7f3a", session), KEY));
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        Element response = Xml.below(Xml.parse(reply.body()), SamlNames.PROTOCOL, "LogoutResponse")
                .orElseThrow();
        assertThat(SealCheck.verify(response, peer().signingKeys())).isNotBlank();
        assertThat(statuses(response)).containsExactly(SUCCESS);
        assertThat(isSignedIn()).isFalse();
    }

    @Test
    void anUnsignedMessageBySoapIsAFaultAndChangesNothing() {
        HttpResponse<String> reply = soap(request("emmy-7f3a", session));
        assertThat(reply.statusCode()).isEqualTo(500);
        assertThat(reply.body()).contains("Fault");
        assertThat(isSignedIn()).isTrue();
    }

    private HttpResponse<String> soap(String message) {
        return browser.ask(HttpRequest.newBuilder(logout())
                .header("Content-Type", "text/xml")
                .POST(BodyPublishers.ofString("<soap:Envelope xmlns:soap=\"" + SamlNames.SOAP + "\"><soap:Body>"
                        + message + "</soap:Body></soap:Envelope>")));
    }

    @Test
    void anUnsignedRequestChangesNothing() {
        assertThat(reason(send(RedirectQuery.unsigned("SAMLRequest", request("emmy-7f3a", session), null))))
                .isEqualTo("unsigned");
        assertThat(isSignedIn()).isTrue();
    }

    @Test
    void aStrangersRequestChangesNothing() {
        assertThat(reason(send(RedirectQuery.signed("SAMLRequest", request("emmy-7f3a", session), null, STRANGER))))
                .isEqualTo("bad-signature");
        assertThat(isSignedIn()).isTrue();
    }

    @Test
    void anotherPersonsNameOnThisSessionChangesNothing() {
        assertThat(reason(sendSigned(request("srinivasa-1", session)))).isEqualTo("logout-of-another");
        assertThat(isSignedIn()).isTrue();
    }

    @Test
    void anotherSessionOfTheSamePersonChangesNothing() {
        assertThat(sendSigned(request("emmy-7f3a", "_of-another-service")).statusCode())
                .isEqualTo(303); // nothing is left to end, which is what was wanted
        assertThat(isSignedIn()).isTrue();
    }

    @Test
    void aRequestForAnotherAddressChangesNothing() {
        String elsewhere = request("emmy-7f3a", session).replace(logout().toString(), "https://elsewhere.example");
        assertThat(reason(sendSigned(elsewhere))).isEqualTo("wrong-destination");
        assertThat(isSignedIn()).isTrue();
    }

    @Test
    void anOldRequestChangesNothing() {
        String old = request("emmy-7f3a", session)
                .replaceFirst("IssueInstant=\"[^\"]*\"", "IssueInstant=\"" + now().minusSeconds(3600) + "\"");
        assertThat(reason(sendSigned(old))).isEqualTo("issued-long-ago-or-in-future");
        assertThat(isSignedIn()).isTrue();
    }

    @Test
    void aRequestCountsOnce() {
        String request = request("emmy-7f3a", session);
        assertThat(sendSigned(request).statusCode()).isEqualTo(303);
        assertThat(home(signIn())).contains("Emmy Noether");
        assertThat(reason(sendSigned(request))).isEqualTo("logout-replayed");
        assertThat(isSignedIn()).isTrue();
    }

    @Test
    void changedRelayStateChangesNothingElse() {
        String query = RedirectQuery.signed("SAMLRequest", request("emmy-7f3a", session), "their state", KEY)
                .replace("RelayState=their+state", "RelayState=other");
        assertThat(query).contains("RelayState=other");
        assertThat(reason(send(query))).isEqualTo("bad-signature");
        assertThat(isSignedIn()).isTrue();
    }

    /** Down, or taking the connection and saying nothing: who signs out stays with us, and is told. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aProviderThatDoesNotAnswerKeepsNobody(boolean down) throws IOException {
        String place = idp.at("/slo").toString();
        idp.close();
        try (ServerSocket silent = new ServerSocket(down ? 0 : port, 50, InetAddress.getLoopbackAddress())) {
            assertThat(silent.isBound()).isTrue();
            long began = System.nanoTime();
            HttpResponse<String> reply = signOut();
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
            assertThat(took).isLessThan(Duration.ofSeconds(5));
            Visit report = new Visit(logout(), 200, reply.body(), List.of());
            assertThat(report.html().select(".parties li").text()).contains("Guild did not answer: sign out there too");
            assertThat(isSignedIn()).isFalse();
            URI link = URI.create(report.html()
                    .select(".parties a:contains(Sign out at Guild)")
                    .attr("href"));
            HttpResponse<String> there = browser.ask(
                    HttpRequest.newBuilder(base.resolve("/").resolve(link)).GET());
            assertThat(there.headers().firstValue("Location").orElse(there.body()))
                    .startsWith(place + "?");
        }
    }

    /** As after a restart: where one signs out there, nobody here knows or can find out. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aProviderThatNobodyHereKnowsAnythingOfIsNamedAllTheSame(boolean down) throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            if (down) {
                silent.close();
            }
            withMetadataAt(silent.getLocalPort(), () -> {
                long began = System.nanoTime();
                HttpResponse<String> reply = signOut();
                assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
                assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
                assertThat(parties(reply)).contains("Guild did not answer: sign out there too");
                assertThat(isSignedIn()).isFalse();
            });
        }
    }

    @Test
    void aProviderThatHasNoPlaceToSignOutIsSaidToHaveNone() throws IOException {
        withMetadata(
                metadata -> metadata.replaceFirst("<md:SingleLogoutService[^>]*></md:SingleLogoutService>", ""), () -> {
                    HttpResponse<String> reply = signOut();
                    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
                    assertThat(parties(reply)).contains("Guild cannot be told: sign out there too");
                });
    }

    /** The provider may never send the browser back. */
    @Test
    void whoIsToldByAFrameIsToldBeforeTheBrowserLeavesForAProviderThatWantsAForm() throws IOException {
        enterBench();
        withMetadata(
                metadata -> metadata.replaceFirst("(<md:SingleLogoutService Binding=\")[^\"]*", "$1" + SamlNames.POST),
                () -> {
                    Visit frames = new Visit(logout(), 200, signOut().body(), List.of());
                    assertThat(frames.html().select("iframe").attr("src"))
                            .startsWith("https://bench.example/signed-out?");
                    assertThat(frames.html().select("form")).isEmpty();
                    Visit leaving = browser.click(frames, "Continue");
                    assertThat(leaving.html().select("iframe")).isEmpty();
                    assertThat(leaving.html().select("form#auto-post").attr("action"))
                            .isEqualTo(idp.at("/slo").toString());
                    assertThat(leaving.html().select("form#auto-post button").text())
                            .isEqualTo("Continue");
                });
    }

    private void withMetadata(UnaryOperator<String> otherwise, Runnable meanwhile) throws IOException {
        byte[] metadata =
                otherwise.apply(browser.open(idp.at("/metadata")).body()).getBytes(StandardCharsets.UTF_8);
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, metadata.length);
                exchange.getResponseBody().write(metadata);
            }
        });
        other.start();
        try {
            withMetadataAt(other.getAddress().getPort(), meanwhile);
        } finally {
            other.stop(0);
        }
    }

    private void withMetadataAt(int elsewhere, Runnable meanwhile) {
        String known = "name: Guild\n    config:\n      metadata: { url: \"http://localhost:";
        files.with("lodge", known + port, known + elsewhere, meanwhile);
    }

    private String parties(HttpResponse<String> report) {
        return new Visit(logout(), 200, report.body(), List.of())
                .html()
                .select(".parties li")
                .text();
    }

    @Test
    void whoSignsOutHereIsSignedOutThereAndComesBack() {
        HttpResponse<String> leaving = signOut();
        assertThat(leaving.statusCode()).as(leaving.body()).isEqualTo(303);
        URI there = URI.create(leaving.headers().firstValue("Location").orElseThrow());
        assertThat(there.toString()).startsWith(idp.at("/slo") + "?");
        assertThat(RedirectQuery.verifies(there.getRawQuery(), "SAMLRequest", peer().signingKeys()))
                .isTrue();
        Map<String, String> query = SamlConnectorFixture.query(there);
        Element request = Xml.parse(RedirectQuery.inflated(query.getOrDefault("SAMLRequest", "")));
        assertThat(Xml.below(request, SamlNames.ASSERTION, "NameID")
                        .orElseThrow()
                        .getTextContent())
                .isEqualTo("emmy-7f3a");
        assertThat(Xml.below(request, SamlNames.PROTOCOL, "SessionIndex")
                        .orElseThrow()
                        .getTextContent())
                .isEqualTo(session);
        assertThat(isSignedIn()).as("here it is over before the browser left").isFalse();

        String hop = query.getOrDefault("RelayState", "");
        String response = response(request.getAttribute("ID"));
        assertThat(reason(send(RedirectQuery.signed("SAMLResponse", response(Draft.newId()), hop, KEY))))
                .isEqualTo("wrong-in-response-to");
        HttpResponse<String> back = send(RedirectQuery.signed("SAMLResponse", response, hop, KEY));
        assertThat(back.statusCode()).as(back.body()).isEqualTo(200);
        assertThat(back.body()).contains("Guild");
    }

    @Test
    void aProviderThatSaysNoIsNotCalledSignedOut() {
        URI there = URI.create(signOut().headers().firstValue("Location").orElseThrow());
        Map<String, String> query = SamlConnectorFixture.query(there);
        String id = Xml.parse(RedirectQuery.inflated(query.getOrDefault("SAMLRequest", "")))
                .getAttribute("ID");
        String no = response(id).replace(SUCCESS, "urn:oasis:names:tc:SAML:2.0:status:Responder");
        HttpResponse<String> back =
                send(RedirectQuery.signed("SAMLResponse", no, query.getOrDefault("RelayState", ""), KEY));
        assertThat(back.statusCode()).as(back.body()).isEqualTo(200);
        assertThat(parties(back)).contains("Guild asked to sign you out; it did not confirm");
        assertThat(isSignedIn()).isFalse();
    }

    /** Trusted for its own people, on this very connector or beside it; the request's ID and the hop are for anybody's eyes. */
    @Test
    void anotherProviderDoesNotAnswerForTheOneThatWasAsked() {
        ToyKey key = ToyKey.rsa("mill");
        URI there = URI.create(signOut().headers().firstValue("Location").orElseThrow());
        Map<String, String> query = SamlConnectorFixture.query(there);
        String asked = Xml.parse(RedirectQuery.inflated(query.getOrDefault("SAMLRequest", "")))
                .getAttribute("ID");
        String hop = query.getOrDefault("RelayState", "");
        try (ToyIdentityProvider mill = ToyIdentityProvider.open(millPort, key)) {
            URI beside = base.resolve("/realms/lodge/login/from/mill/logout");
            String says = response(asked)
                    .replace(idp.entityId(), mill.entityId())
                    .replace(logout().toString(), beside.toString());
            HttpResponse<String> answered = browser.ask(HttpRequest.newBuilder(
                            URI.create(beside + "?" + RedirectQuery.signed("SAMLResponse", says, hop, key)))
                    .GET());
            assertThat(reason(answered)).isEqualTo("wrong-in-response-to");
        }
        assertThat(send(RedirectQuery.signed("SAMLResponse", response(asked), hop, KEY))
                        .statusCode())
                .as("it still waits for whom it asked")
                .isEqualTo(200);
    }

    private String response(String inResponseTo) {
        return "<samlp:LogoutResponse xmlns:samlp=\"" + SamlNames.PROTOCOL + "\" xmlns:saml=\"" + SamlNames.ASSERTION
                + "\" Destination=\"" + logout() + "\" ID=\"" + Draft.newId() + "\" InResponseTo=\"" + inResponseTo
                + "\" IssueInstant=\"" + now() + "\" Version=\"2.0\"><saml:Issuer>" + idp.entityId()
                + "</saml:Issuer><samlp:Status><samlp:StatusCode Value=\"" + SUCCESS
                + "\"></samlp:StatusCode></samlp:Status></samlp:LogoutResponse>";
    }

    /** The reply to the portal's confirmation. */
    private HttpResponse<String> signOut() {
        Visit page = browser.open(base.resolve("/realms/lodge/sign-out"));
        var form = page.html().selectFirst("form[action$=/logout/confirm]");
        assertThat(form).as(page.body()).isNotNull();
        String content = form.select("input, button[name][value=yes]").stream()
                .map(input -> input.attr("name") + "=" + URLEncoder.encode(input.val(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return browser.ask(HttpRequest.newBuilder(URI.create(form.absUrl("action")))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", base.value().toString())
                .POST(BodyPublishers.ofString(content)));
    }

    private PeerMetadata peer() {
        return PeerMetadata.serviceProvider(browser.open(metadata()).body());
    }
}
