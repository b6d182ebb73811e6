package io.vestibule.protocol.saml.upstream;

import static io.vestibule.protocol.saml.upstream.SamlCheckTest.reason;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.browser.InboundMessage;
import io.vestibule.connector.AuthnOutcome;
import io.vestibule.connector.AuthnOutcome.Authenticated;
import io.vestibule.connector.Departure;
import io.vestibule.connector.DepartureOutcome;
import io.vestibule.connector.Trip;
import io.vestibule.protocol.saml.toy.Draft;
import io.vestibule.protocol.saml.toy.Seal;
import io.vestibule.protocol.saml.toy.ToyIdentityProvider;
import io.vestibule.protocol.saml.toy.ToyKey;
import io.vestibule.protocol.saml.toy.XmlEncryption;
import java.security.PublicKey;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose word it is: security cases 1, 3, 4, 5, 17, 18 at this connector; the whole corpus is in the attack tests. */
class SamlSignatureTest {
    private static final ToyKey STRANGER = ToyKey.rsa("guild"); // the right name on the wrong key

    private final SamlConnectorFixture fixture = new SamlConnectorFixture();
    private final ToyKey key = SamlConnectorFixture.IDP_KEY;

    @AfterEach
    void close() {
        fixture.close();
    }

    @ParameterizedTest(name = "assertion {0}, response {1}, encrypted {2}, demanded {3}")
    @CsvSource({
        "true, true, true, true",
        "true, true, false, true",
        "true, false, true, true",
        "true, false, false, true",
        "false, true, false, false",
        "true, true, false, false",
    })
    void whatIsSignedEnoughIsBelieved(boolean assertion, boolean response, boolean encrypted, boolean demanded) {
        assertThat(login(assertion, response, encrypted, demanded)).isInstanceOf(Authenticated.class);
    }

    @ParameterizedTest(name = "assertion {0}, response {1}, encrypted {2}, demanded {3}")
    @CsvSource({
        "false, false, false, true",
        "false, false, false, false",
        "false, false, true, true",
        "false, false, true, false",
        "false, true, false, true",
        "false, true, true, true",
        "false, true, true, false",
    })
    void whatIsNotSignedEnoughIsRefused(boolean assertion, boolean response, boolean encrypted, boolean demanded) {
        assertThat(reason(login(assertion, response, encrypted, demanded))).isEqualTo("unsigned-assertion");
    }

    private AuthnOutcome login(boolean assertion, boolean response, boolean encrypted, boolean demanded) {
        fixture.idp.signsAssertion = assertion;
        fixture.idp.signsResponse = response;
        fixture.idp.encrypts = encrypted;
        return fixture.login(fixture.connector("wantAssertionsSigned: " + demanded));
    }

    @Test
    void aStrangersKeyInTheMessageIsNotBelieved() {
        assertThat(reason(login(draft -> draft.signed(STRANGER)))).isEqualTo("bad-signature");
    }

    @Test
    void aBadSignatureIsRefusedEvenWhereAGoodOneWouldDo() {
        assertThat(reason(login(draft -> Seal.sign(draft.response(Seal.sign(draft.assertion(), key)), STRANGER))))
                .isEqualTo("bad-signature");
        assertThat(reason(login(draft -> Seal.sign(draft.response(Seal.sign(draft.assertion(), STRANGER)), key))))
                .isEqualTo("bad-signature");
    }

    @Test
    void sha1IsRefusedUnlessTheOperatorNamesIt() {
        Function<Draft, String> old = draft -> draft.response(
                Seal.sign(draft.assertion(), Seal.Shape.of(key).method("http://www.w3.org/2000/09/xmldsig#rsa-sha1")));
        assertThat(login(old)).isNotInstanceOf(Authenticated.class);
        assertThat(login(old, "outdatedAlgorithms: [sha1]")).isInstanceOf(Authenticated.class);
    }

    @Test
    void cbcIsRefusedUnlessTheOperatorNamesIt() {
        Function<Draft, String> old = draft -> draft.response(XmlEncryption.encrypt(
                        Seal.sign(draft.assertion(), key),
                        SamlConnectorFixture.encryptionKey(),
                        XmlEncryption.CBC,
                        XmlEncryption.OAEP_MGF1P)
                .element("EncryptedAssertion"));
        assertThat(reason(login(old))).isEqualTo("cannot-decrypt");
        assertThat(login(old, "outdatedAlgorithms: [cbc]")).isInstanceOf(Authenticated.class);
    }

    @Test
    void everyFailureToDecryptLooksTheSame() {
        AuthnOutcome broken = login(draft -> {
            XmlEncryption.Parts parts = encrypted(draft, SamlConnectorFixture.encryptionKey());
            byte[] content = parts.content().clone();
            content[content.length - 1] ^= 1;
            return draft.response(parts.content(content).element("EncryptedAssertion"));
        });
        AuthnOutcome wrongKey = login(
                draft -> draft.response(encrypted(draft, STRANGER.publicKey()).element("EncryptedAssertion")));
        AuthnOutcome noAssertion = login(draft -> draft.response(XmlEncryption.encrypt(
                        "<hello/>", SamlConnectorFixture.encryptionKey(), XmlEncryption.GCM, XmlEncryption.OAEP)
                .element("EncryptedAssertion")));
        assertThat(reason(broken)).isEqualTo("cannot-decrypt");
        assertThat(List.of(wrongKey, noAssertion)).containsOnly(broken);
    }

    private XmlEncryption.Parts encrypted(Draft draft, PublicKey to) {
        return XmlEncryption.encrypt(Seal.sign(draft.assertion(), key), to, XmlEncryption.GCM, XmlEncryption.OAEP);
    }

    @Test
    void twoAssertionsAreOneTooMany() {
        assertThat(reason(login(draft -> {
                    String signed = Seal.sign(draft.assertion(), key);
                    draft.assertionId = Draft.newId();
                    draft.nameId = "root";
                    return draft.response(signed, draft.assertion());
                })))
                .isEqualTo("assertion-count");
    }

    @Test
    void aKeyPublishedSinceIsLearnedAtOnceAndASecondStrangerIsNot() {
        SamlConnector connector = fixture.connector();
        assertThat(fixture.login(connector)).isInstanceOf(Authenticated.class);
        fixture.idp.key = STRANGER; // from now on its metadata says so
        assertThat(fixture.login(connector)).isInstanceOf(Authenticated.class);
        assertThat(fixture.providers.readings).isEqualTo(2);
    }

    @Test
    void withoutAnyKeyNobodyIsBelieved() {
        SamlConnector connector = fixture.connector();
        fixture.idp.publishes = metadata -> metadata.replaceAll("(?s)<md:KeyDescriptor.*?</md:KeyDescriptor>", "");
        Trip trip = SamlConnectorFixture.trip();
        if (connector.depart(trip) instanceof DepartureOutcome.Ready(Departure departure)) {
            String answer = fixture.draft(departure).signed(key);
            assertThat(reason(connector.arrive(
                            SamlConnectorFixture.message(answer, trip.hop()), trip, departure.memory())))
                    .isEqualTo("no-trusted-key");
        }
    }

    @ParameterizedTest
    @CsvSource({"'', bad-signature", "unsigned, unsigned"})
    void anArtifactsAnswerMustBeSigned(String how, String reason) {
        SamlConnector connector = fixture.connector("responseBinding: artifact");
        fixture.idp.signsArtifactResponse = response -> how.isEmpty() ? Seal.sign(response, STRANGER) : response;
        assertThat(reason(byArtifact(connector))).isEqualTo(reason);
    }

    @Test
    void anArtifactOfSomebodyElseIsNotEvenResolved() {
        SamlConnector connector = fixture.connector("responseBinding: artifact");
        try (var other = ToyIdentityProvider.open(0, key)) {
            Trip trip = SamlConnectorFixture.trip();
            Departure departure = SamlConnectorFixture.depart(connector, trip);
            String artifact = other.artifact(fixture.draft(departure).signed(key));
            assertThat(reason(connector.arrive(referred(artifact, trip), trip, departure.memory())))
                    .isEqualTo("artifact-source");
            assertThat(other.resolved()).isEmpty();
        }
    }

    private AuthnOutcome byArtifact(SamlConnector connector) {
        Trip trip = SamlConnectorFixture.trip();
        Departure departure = SamlConnectorFixture.depart(connector, trip);
        String artifact = fixture.idp.artifact(fixture.draft(departure).signed(key));
        return connector.arrive(referred(artifact, trip), trip, departure.memory());
    }

    private static InboundMessage referred(String artifact, Trip trip) {
        return new InboundMessage(
                InboundMessage.Method.GET, Map.of("SAMLart", List.of(artifact), "RelayState", List.of(trip.hop())), "");
    }

    private AuthnOutcome login(Function<Draft, String> answer, String... yaml) {
        SamlConnector connector = fixture.connector(yaml);
        Trip trip = SamlConnectorFixture.trip();
        Departure departure = SamlConnectorFixture.depart(connector, trip);
        String response = answer.apply(fixture.draft(departure));
        return connector.arrive(SamlConnectorFixture.message(response, trip.hop()), trip, departure.memory());
    }

    @Test
    void aResponseInAnAddressIsRefused() {
        SamlConnector connector = fixture.connector();
        Trip trip = SamlConnectorFixture.trip();
        Departure departure = SamlConnectorFixture.depart(connector, trip);
        InboundMessage posted = fixture.posted(fixture.draft(departure), trip.hop());
        InboundMessage got = new InboundMessage(InboundMessage.Method.GET, posted.parameters(), "");
        assertThat(reason(connector.arrive(got, trip, departure.memory()))).isEqualTo("wrong-message");
    }
}
