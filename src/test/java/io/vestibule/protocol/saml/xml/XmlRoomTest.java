package io.vestibule.protocol.saml.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.keys.CertifiedKey;
import io.vestibule.keys.SignatureProvider;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.shibboleth.utilities.java.support.xml.SerializeSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.opensaml.core.xml.XMLObject;
import org.opensaml.saml.saml2.core.Assertion;
import org.opensaml.saml.saml2.core.AuthnRequest;
import org.opensaml.saml.saml2.core.EncryptedAssertion;
import org.opensaml.saml.saml2.core.Issuer;
import org.opensaml.saml.saml2.core.NameID;
import org.opensaml.saml.saml2.core.Response;
import org.opensaml.saml.saml2.core.Status;
import org.opensaml.saml.saml2.core.StatusCode;
import org.opensaml.saml.saml2.core.Subject;
import org.w3c.dom.Element;

/** What leaves the room is signed, encrypted and encoded so that it can come back in; what is not, does not. */
class XmlRoomTest {
    private static final CertifiedKey RSA = SamlKeys.rsa();
    private static final CertifiedKey EC = SamlKeys.ec();

    private final OpenSaml openSaml = new OpenSaml();
    private final XmlReading reading = new XmlReading(openSaml, new MessageSchema());
    private final Signatures signatures = new Signatures(openSaml, new SignatureProvider());
    private final Encryption encryption = new Encryption(openSaml);
    private final Decryption decryption = new Decryption(openSaml, reading);
    private final SoapBinding soap = new SoapBinding(openSaml, reading);

    static Stream<CertifiedKey> keys() {
        return Stream.of(RSA, EC);
    }

    @ParameterizedTest
    @MethodSource("keys")
    void whatOneKeySignedOnlyThatKeyVerifies(CertifiedKey key) throws SamlRefused {
        Assertion assertion = assertion("emmy");
        signatures.sign(assertion, key);
        Response response = response();
        response.getAssertions().add(assertion);
        Response back = read(signatures.sign(response, key), Response.class);

        assertThat(signatures.verify(back, trusting(key), Algorithms.CURRENT).object())
                .isSameAs(back);
        Assertion inside = signatures
                .verify(back.getAssertions().getFirst(), trusting(key), Algorithms.CURRENT)
                .object();
        assertThat(inside.getSubject().getNameID().getValue()).isEqualTo("emmy");
        CertifiedKey other = key == RSA ? SamlKeys.rsa() : SamlKeys.ec();
        refused("bad-signature", () -> signatures.verify(back, trusting(other), Algorithms.CURRENT));
        refused("bad-signature", () -> signatures.verify(back, trusting(key == RSA ? EC : RSA), Algorithms.CURRENT));
        refused("no-trusted-key", () -> signatures.verify(back, List.of(), Algorithms.CURRENT));
    }

    @Test
    void aChangedWordBreaksTheSignature() throws SamlRefused {
        Assertion assertion = assertion("emmy");
        String xml = SerializeSupport.nodeToString(signatures.sign(assertion, RSA));
        Assertion changed =
                reading.message(xml.replace("emmy", "ada").getBytes(StandardCharsets.UTF_8), Assertion.class);
        refused("bad-signature", () -> signatures.verify(changed, trusting(RSA), Algorithms.CURRENT));
    }

    @Test
    void anUnsignedElementIsNeverVerified() throws SamlRefused {
        Assertion assertion = read(openSaml.marshal(assertion("emmy")), Assertion.class);
        refused("unsigned", () -> signatures.verify(assertion, trusting(RSA), Algorithms.CURRENT));
    }

    @Test
    void anEncryptedAssertionOpensWithItsKeyAndKeepsItsSignature() throws SamlRefused {
        Assertion assertion = assertion("emmy");
        signatures.sign(assertion, EC);
        for (Encryption.KeyTransport transport : Encryption.KeyTransport.values()) {
            Response response = response();
            response.getEncryptedAssertions()
                    .add(encryption.encrypt(
                            assertion,
                            new Encryption.Recipient(
                                    RSA.certificate().getPublicKey(), transport, Encryption.Content.AES_256_GCM)));
            Response back = read(signatures.sign(response, EC), Response.class);
            EncryptedAssertion encrypted = back.getEncryptedAssertions().getFirst();
            Assertion open = decryption.open(
                    encrypted, List.of(SamlKeys.rsa().privateKey(), RSA.privateKey()), Algorithms.CURRENT);
            signatures.verify(open, trusting(EC), Algorithms.CURRENT);
            assertThat(open.getSubject().getNameID().getValue()).isEqualTo("emmy");
            refused(
                    "cannot-decrypt",
                    () -> decryption.open(encrypted, List.of(SamlKeys.rsa().privateKey()), Algorithms.CURRENT));
        }
    }

    @ParameterizedTest
    @MethodSource("keys")
    void aSignedQueryVerifiesByItsOctets(CertifiedKey key) throws SamlRefused {
        URI address = RedirectBinding.encode(
                URI.create("https://idp.example/sso?x=1"),
                MessageParameter.SAML_REQUEST,
                openSaml.marshal(request()),
                Optional.of("a b+c&d"),
                Optional.of(key));
        RedirectBinding.Received received = RedirectBinding.decode(address.getRawQuery());
        RedirectBinding.verify(received, trusting(key), Algorithms.CURRENT);
        assertThat(received.relayState()).contains("a b+c&d");
        assertThat(reading.message(received.xml(), AuthnRequest.class).getID()).isEqualTo("_request");
        RedirectBinding.Received changed =
                RedirectBinding.decode(address.getRawQuery().replace("a+b", "b+b"));
        refused("bad-signature", () -> RedirectBinding.verify(changed, trusting(key), Algorithms.CURRENT));
        refused("repeated-parameter", () -> RedirectBinding.decode(address.getRawQuery() + "&RelayState=x"));
        refused("wrong-message", () -> RedirectBinding.decode(address.getRawQuery() + "&SAMLResponse=x"));
        refused(
                "bad-signature",
                () -> RedirectBinding.decode(address.getRawQuery().replaceAll("&SigAlg=[^&]*", "")));
    }

    @Test
    void anEnvelopeBringsItsMessageWithTheSignature() throws SamlRefused {
        AuthnRequest request = request();
        signatures.sign(request, RSA);
        AuthnRequest back =
                soap.open(soap.envelope(request), AuthnRequest.class).message();
        signatures.verify(back, trusting(RSA), Algorithms.CURRENT);
        refused("wrong-message", () -> soap.open(soap.envelope(request()), Response.class));
    }

    @Test
    void anArtifactNamesItsIssuer() throws SamlRefused {
        Artifact artifact = Artifact.of("https://idp.example", 3, new byte[20]);
        assertThat(Artifact.parse(artifact.encoded())).isEqualTo(artifact);
        assertThat(artifact.isOf("https://idp.example")).isTrue();
        assertThat(artifact.isOf("https://other.example")).isFalse();
        refused("malformed-artifact", () -> Artifact.parse("AAAA"));
    }

    @ParameterizedTest
    @CsvSource({
        "malformed-xml, <!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
        "processing-instruction, <a><?x y?></a>",
        "comment, <a>b<!-- c --></a>",
        "duplicate-id, <a ID='x'><b ID='x'/></a>",
        "duplicate-id, <a ID='x'><b Id='x'/></a>",
        "schema, <a/>",
        "malformed-xml, <x:a/>",
        "malformed-xml, <a>",
    })
    void whatTwoReadersCouldReadDifferentlyIsRefused(String reason, String xml) {
        refused(reason, () -> reading.message(xml.getBytes(StandardCharsets.UTF_8), XMLObject.class));
    }

    @Test
    void sizeAndDepthAreLimited() {
        String deep = "<a>".repeat(10_000) + "</a>".repeat(10_000);
        refused("malformed-xml", () -> reading.message(deep.getBytes(StandardCharsets.UTF_8), XMLObject.class));
        StringBuilder wide = new StringBuilder("<a");
        for (int i = 0; i < 10_000; i++) {
            wide.append(" a").append(i).append("='x'");
        }
        refused(
                "malformed-xml",
                () -> reading.message(wide.append("/>").toString().getBytes(StandardCharsets.UTF_8), XMLObject.class));
        refused("message-too-large", () -> reading.message(new byte[300 * 1024], XMLObject.class));
        refused(
                "malformed-xml",
                () -> reading.message(
                        new byte[] {'<', 'a', '>', (byte) 0xc3, '(', '<', '/', 'a', '>'}, XMLObject.class));
    }

    private interface Attempt {
        void run() throws SamlRefused;
    }

    private static void refused(String reason, Attempt attempt) {
        assertThatThrownBy(attempt::run)
                .isInstanceOfSatisfying(
                        SamlRefused.class,
                        refusal -> assertThat(refusal.reason()).isEqualTo(reason));
    }

    private static List<PublicKey> trusting(CertifiedKey key) {
        return List.of(key.certificate().getPublicKey());
    }

    private <T extends XMLObject> T read(Element message, Class<T> type) throws SamlRefused {
        return reading.message(SerializeSupport.nodeToString(message).getBytes(StandardCharsets.UTF_8), type);
    }

    private Assertion assertion(String name) {
        Assertion assertion = openSaml.build(Assertion.DEFAULT_ELEMENT_NAME, Assertion.class);
        assertion.setID("_assertion");
        assertion.setIssueInstant(Instant.now());
        assertion.setIssuer(issuer());
        Subject subject = openSaml.build(Subject.DEFAULT_ELEMENT_NAME, Subject.class);
        NameID id = openSaml.build(NameID.DEFAULT_ELEMENT_NAME, NameID.class);
        id.setValue(name);
        subject.setNameID(id);
        assertion.setSubject(subject);
        return assertion;
    }

    private Response response() {
        Response response = openSaml.build(Response.DEFAULT_ELEMENT_NAME, Response.class);
        response.setID("_response");
        response.setIssueInstant(Instant.now());
        response.setIssuer(issuer());
        Status status = openSaml.build(Status.DEFAULT_ELEMENT_NAME, Status.class);
        StatusCode code = openSaml.build(StatusCode.DEFAULT_ELEMENT_NAME, StatusCode.class);
        code.setValue(StatusCode.SUCCESS);
        status.setStatusCode(code);
        response.setStatus(status);
        return response;
    }

    private AuthnRequest request() {
        AuthnRequest request = openSaml.build(AuthnRequest.DEFAULT_ELEMENT_NAME, AuthnRequest.class);
        request.setID("_request");
        request.setIssueInstant(Instant.now());
        request.setIssuer(issuer());
        return request;
    }

    private Issuer issuer() {
        Issuer issuer = openSaml.build(Issuer.DEFAULT_ELEMENT_NAME, Issuer.class);
        issuer.setValue("https://idp.example");
        return issuer;
    }
}
