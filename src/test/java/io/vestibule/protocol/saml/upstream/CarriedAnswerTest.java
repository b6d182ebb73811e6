package io.vestibule.protocol.saml.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.browser.Visitor;
import io.vestibule.connector.Connectors;
import io.vestibule.connector.EnhancedClients;
import io.vestibule.connector.EnhancedClients.Asking;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.UpstreamIdentity;
import io.vestibule.journey.AuditLines;
import io.vestibule.journey.StoredRows;
import io.vestibule.login.CarriedArrivals;
import io.vestibule.protocol.saml.toy.Draft;
import io.vestibule.protocol.saml.toy.PeerMetadata;
import io.vestibule.protocol.saml.toy.SamlNames;
import io.vestibule.protocol.saml.toy.Seal;
import io.vestibule.protocol.saml.toy.SealCheck;
import io.vestibule.protocol.saml.toy.ToyKey;
import io.vestibule.protocol.saml.toy.Xml;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;

/**
 * Answers that a program brings (SAML Profiles §4.2): to a request that it carried, and, from a Keystone that the operator names,
 * unasked. What a Keystone says is as it was recorded: SHA-1, identifiers of bare digits, no Conditions and so no audience.
 */
@QuarkusTest
@TestProfile(FortProfile.class)
class CarriedAnswerTest {
    private static final RealmName REALM = new RealmName("fort");
    private static final String PAOS = "application/vnd.paos+xml";
    private static final String ECP = "urn:oasis:names:tc:SAML:2.0:profiles:SSO:ecp";
    private static final String UNASKED = "ss:mem:fdf483ff43564a848ab148739dc7b25d";
    private static final UnaryOperator<String> SAME = text -> text;
    private static final URI WANTED = URI.create("http://localhost/v3/OS-FEDERATION/identity_providers/guild/auth");

    @Inject
    Fort fort;

    @Inject
    Connectors connectors;

    @Inject
    CarriedArrivals arrivals;

    @Inject
    AuditLines audit;

    @Inject
    StoredRows rows;

    /** What a hostile or careless partner, or a thief, does, and why it is refused. */
    private record Case(
            String name, String connector, Consumer<Draft> says, UnaryOperator<String> mangles, String reason) {
        @Override
        public String toString() {
            return name + " is refused: " + reason;
        }
    }

    static Stream<Case> attacks() {
        String elsewhere = "https://elsewhere.example/Shibboleth.sso/SAML2/ECP";
        return Stream.of(
                said("another cloud's Recipient", draft -> draft.recipient = elsewhere, "wrong-recipient"),
                said("another cloud's Destination", draft -> draft.destination = elsewhere, "wrong-destination"),
                said("no Recipient", draft -> draft.recipient = null, "wrong-recipient"),
                said("an end that is past", draft -> draft.subjectNotOnOrAfter = past(), "confirmation-expired"),
                said("no end", draft -> draft.subjectNotOnOrAfter = null, "confirmation-expired"),
                said("a session that is over", draft -> draft.sessionNotOnOrAfter = past(), "session-expired"),
                said("a time to come", draft -> draft.issued = Instant.now().plusSeconds(600), "issued-in-future"),
                said("another issuer", draft -> draft.issuer = "https://other.example/idp", "wrong-issuer"),
                said(
                        "an assertion of another",
                        draft -> draft.assertionIssuer = "https://o.example",
                        "wrong-assertion-issuer"),
                said("an audience that is another", CarriedAnswerTest::forAnother, "wrong-audience"),
                said("a request of nobody", draft -> draft.inResponseTo = "_1", "wrong-in-response-to"),
                said(
                        "a request of nobody, signed",
                        draft -> draft.subjectInResponseTo = "_1",
                        "wrong-assertion-in-response-to"),
                said(
                        "a user of no domain",
                        draft -> draft.attributes.remove("openstack_user_domain"),
                        "subject-attribute"),
                said(
                        "a user who is two",
                        draft -> draft.attributes.put("openstack_user", List.of("ada", "admin")),
                        "subject-attribute"),
                new Case("nothing signed", "cloud", keystone(), CarriedAnswerTest::unsigned, "unsigned-assertion"),
                new Case(
                        "one word changed",
                        "cloud",
                        keystone(),
                        text -> text.replace(">ada<", ">eve<"),
                        "bad-signature"),
                new Case("an assertion wrapped around", "cloud", keystone(), CarriedAnswerTest::wrapped, "schema"),
                new Case("two assertions", "cloud", keystone(), CarriedAnswerTest::doubled, "assertion-count"),
                new Case("SHA-1 where nobody allowed it", "cumulus", keystone(), SAME, "digest-algorithm"),
                new Case("a Keystone's ways by whom nobody called one", "strict", keystone(), SAME, "schema"),
                new Case("an unasked answer where none is taken", "guild", usual(), SAME, "carried-unasked"));
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void whatIsNotFromThatKeystoneForUsNowAndOnceIsRefused(Case attack) {
        refused(
                attack.connector(),
                answer(attack.connector(), attack.says(), attack.mangles(), fort.idp().key),
                attack.reason());
    }

    @Test
    void aKeystoneOfAnotherKeyIsRefused() {
        refused("cloud", answer("cloud", keystone(), SAME, ToyKey.rsa("stranger")), "bad-signature");
    }

    @Test
    void whatAKeystoneSaysIsBelievedOnceAndToldToWhoeverBroughtIt() {
        String envelope = answer("cloud", keystone(), SAME, fort.idp().key);
        HttpResponse<String> taken = post("cloud", PAOS, envelope);
        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(303);
        Visitor program = visitor(taken);
        assertThat(arrivals.take(REALM, new ConnectorId("guild"), program))
                .as("somebody else's")
                .isEmpty();
        UpstreamIdentity ada =
                arrivals.take(REALM, new ConnectorId("cloud"), program).orElseThrow();
        assertThat(ada.subject()).isEqualTo("Default!ada");
        assertThat(ada.claims().all("openstack_roles")).containsExactly("member", "reader");
        assertThat(ada.claims().all("openstack_groups"))
                .containsExactly("JSON:{\"name\":\"crew\",\"domain\":{\"name\":\"Default\"}}");
        assertThat(ada.claims().first("openstack_project")).contains("demo");
        assertThat(arrivals.take(REALM, new ConnectorId("cloud"), program))
                .as("once")
                .isEmpty();
        refused("cloud", envelope, "assertion-replayed");
    }

    @Test
    void namesakesOfTwoDomainsAreTwo() {
        post("cloud", PAOS, answer("cloud", keystone(), SAME, fort.idp().key));
        HttpResponse<String> other = post(
                "cloud",
                PAOS,
                answer(
                        "cloud",
                        keystone().andThen(draft -> draft.attributes.put("openstack_user_domain", List.of("Guests"))),
                        SAME,
                        fort.idp().key));
        assertThat(arrivals.take(REALM, new ConnectorId("cloud"), visitor(other))
                        .orElseThrow()
                        .subject())
                .isEqualTo("Guests!ada");
    }

    @Test
    void aPageOfAnotherSiteCannotSendOne() {
        String envelope = answer("cloud", keystone(), SAME, fort.idp().key);
        assertThat(post("cloud", "text/plain", envelope).statusCode()).isEqualTo(415);
        assertThat(post("shut", PAOS, envelope).statusCode()).isEqualTo(404);
        assertThat(post("nonesuch", PAOS, envelope).statusCode()).isEqualTo(404);
    }

    @Test
    void aProgramCarriesARequestAndBringsItsAnswer() {
        Asked asked = ask("guild");
        assertThat(asked.consumer()).isEqualTo(ecp("guild").toString());
        assertThat(SealCheck.verify(asked.request(), ours("guild").signingKeys()))
                .contains("sha256");
        HttpResponse<String> taken = post("guild", PAOS, asked.answer());
        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(303);
        assertThat(taken.headers().firstValue("Location")).contains(WANTED.toString());
        assertThat(arrivals.take(REALM, new ConnectorId("guild"), visitor(taken))
                        .orElseThrow()
                        .subject())
                .isEqualTo("emmy-7f3a");
        refused("guild", asked.answer(), "assertion-replayed");
    }

    @Test
    void theAnswerToOneRequestIsNoneToAnother() {
        Asked one = ask("guild");
        Asked other = ask("guild");
        refused("guild", envelope(other.relayState(), one.message()), "wrong-in-response-to");
        refused("guild", envelope(UNASKED, one.message()), "carried-unasked");
        refused("strict", one.answer(), "carried-unasked");
    }

    @Test
    void whatWasMeantForABrowserIsNotTakenFromAProgram() {
        Asked asked = ask("guild");
        Draft draft =
                fort.idp().draft(ours("guild").entityId(), fort.acs("guild").toString(), asked.id());
        refused("guild", envelope(asked.relayState(), draft.signed(fort.idp().key)), "wrong-destination");
    }

    /** What the program was given, and what the identity provider answers to it. */
    private record Asked(String id, Element request, String consumer, String relayState, String message) {
        String answer() {
            return envelope(relayState, message);
        }
    }

    private Asked ask(String connector) {
        EnhancedClients door = connectors
                .find(REALM, new ConnectorId(connector))
                .orElseThrow()
                .enhancedClients()
                .orElseThrow();
        Asking asking = door.ask(WANTED);
        assertThat(asking).isInstanceOf(Asking.Envelope.class);
        Element envelope = Xml.parse(((Asking.Envelope) asking).body());
        Element request =
                Xml.below(envelope, SamlNames.PROTOCOL, "AuthnRequest").orElseThrow();
        String consumer = Xml.below(envelope, "urn:liberty:paos:2003-08", "Request")
                .orElseThrow()
                .getAttribute("responseConsumerURL");
        String id = request.getAttribute("ID");
        Draft draft = fort.idp().draft(ours(connector).entityId(), consumer, id);
        return new Asked(
                id,
                request,
                consumer,
                Xml.below(envelope, ECP, "RelayState").orElseThrow().getTextContent(),
                draft.signed(fort.idp().key));
    }

    private void refused(String connector, String envelope, String reason) {
        long sessions = rows.sessions();
        audit.begin();
        HttpResponse<String> answer = post(connector, PAOS, envelope);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(rows.sessions()).isEqualTo(sessions);
        assertThat(audit.all()).hasSize(1);
        assertThat(audit.all().getFirst().path("reason").asText()).isEqualTo(reason);
        assertThat(answer.body())
                .contains(audit.all().getFirst().path("reference").asText());
    }

    private HttpResponse<String> post(String connector, String type, String envelope) {
        try {
            return fort.client()
                    .send(
                            HttpRequest.newBuilder(ecp(connector))
                                    .header("Content-Type", type)
                                    .POST(HttpRequest.BodyPublishers.ofString(envelope))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    private static Visitor visitor(HttpResponse<String> answer) {
        String[] cookie = answer.headers()
                .firstValue("Set-Cookie")
                .orElseThrow()
                .split(";")[0]
                .split("=", 2);
        return new Visitor("127.0.0.1", "", Map.of(cookie[0], cookie[1]), List.of());
    }

    private URI ecp(String connector) {
        return fort.at("/connectors/" + connector + "/ecp");
    }

    private PeerMetadata ours(String connector) {
        try {
            HttpRequest request = HttpRequest.newBuilder(fort.at("/connectors/" + connector + "/metadata"))
                    .build();
            return PeerMetadata.serviceProvider(fort.client()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body());
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** As Keystone does it: the assertion signed with SHA-1, the response not. */
    private String answer(String connector, Consumer<Draft> says, UnaryOperator<String> mangles, ToyKey key) {
        Draft draft =
                fort.idp().draft(ours(connector).entityId(), ecp(connector).toString(), null);
        says.accept(draft);
        Seal.Shape sha1 = Seal.Shape.of(key).method(SamlNames.DSIG + "rsa-sha1").digest(SamlNames.DSIG + "sha1");
        return envelope(UNASKED, mangles.apply(draft.response(Seal.sign(draft.assertion(), sha1))));
    }

    private static String envelope(String relayState, String message) {
        return "<S:Envelope xmlns:S=\"" + SamlNames.SOAP + "\"><S:Header><ecp:RelayState xmlns:ecp=\"" + ECP
                + "\" S:mustUnderstand=\"1\" S:actor=\"http://schemas.xmlsoap.org/soap/actor/next\">" + relayState
                + "</ecp:RelayState></S:Header><S:Body>" + message + "</S:Body></S:Envelope>";
    }

    private static Case said(String name, Consumer<Draft> says, String reason) {
        return new Case(name, "cloud", keystone().andThen(says), SAME, reason);
    }

    private static Consumer<Draft> usual() {
        return draft -> {};
    }

    private static Consumer<Draft> keystone() {
        return draft -> {
            draft.responseId = "1" + hex();
            draft.assertionId = "2" + hex();
            draft.conditional = false;
            draft.nameId = "ada";
            draft.nameIdFormat = null;
            draft.attributes.clear();
            draft.attributes.put("openstack_user", List.of("ada"));
            draft.attributes.put("openstack_user_domain", List.of("Default"));
            draft.attributes.put("openstack_roles", List.of("member", "reader"));
            draft.attributes.put("openstack_project", List.of("demo"));
            draft.attributes.put("openstack_project_domain", List.of("Default"));
            draft.attributes.put(
                    "openstack_groups", List.of("JSON:{\"name\":\"crew\",\"domain\":{\"name\":\"Default\"}}"));
        };
    }

    private static String hex() {
        return UUID.randomUUID().toString().replace("-", "").substring(1);
    }

    private static Instant past() {
        return Instant.now().minusSeconds(3600);
    }

    private static void forAnother(Draft draft) {
        draft.conditional = true;
        draft.audiences = List.of(List.of("https://elsewhere.example/shibboleth"));
    }

    private static String unsigned(String response) {
        return response.replaceAll("(?s)<ds:Signature .*?</ds:Signature>", "");
    }

    /** XSW: the signed one stays where nobody reads it, another says who it is. */
    private static String wrapped(String response) {
        int begin = response.indexOf("<saml:Assertion ");
        int end = response.indexOf("</saml:Assertion>") + "</saml:Assertion>".length();
        String genuine = response.substring(begin, end);
        String forged = unsigned(genuine)
                .replaceFirst(" ID=\"[^\"]*\"", " ID=\"3" + hex() + "\"")
                .replace(">ada<", ">admin<");
        String holding = forged.replace("<saml:Subject>", genuine + "<saml:Subject>");
        return response.substring(0, begin) + holding + response.substring(end);
    }

    private static String doubled(String response) {
        int begin = response.indexOf("<saml:Assertion ");
        int end = response.indexOf("</saml:Assertion>") + "</saml:Assertion>".length();
        String genuine = response.substring(begin, end);
        String forged = unsigned(genuine)
                .replaceFirst(" ID=\"[^\"]*\"", " ID=\"3" + hex() + "\"")
                .replace(">ada<", ">admin<");
        return response.substring(0, begin) + forged + response.substring(begin);
    }
}
