package io.vestibule.protocol.saml.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.protocol.saml.metadata.TestFederation.Manner;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.DigestMethod;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Security case 24: what a federation's signature must be, and that what is read is what was signed. */
class SignedMetadataTest {
    private static final TestSigner RSA = TestSigner.rsa();
    private static final TestSigner EC = TestSigner.ec();
    private static final TestSigner STRANGER = TestSigner.rsa();
    private static final Instant UNTIL = Instant.parse("2027-01-01T00:00:00Z");
    private static final String PLAIN = TestFederation.aggregate(
            Optional.of(UNTIL),
            Optional.of(UNTIL.minusSeconds(60)),
            TestFederation.idp("https://a.example", "A &amp; B <![CDATA[<ü>]]> 𝔘", "a.example", "https://reg"),
            TestFederation.idp("https://b.example", "B", "b.example", "https://reg"));

    /** What reading gave: entities as documents, or why not. */
    private record Reading(Optional<Envelope> envelope, List<EntityMetadata> entities, String refused) {}

    static Stream<Manner> goodManners() {
        String more = "http://www.w3.org/2001/04/xmldsig-more#";
        Manner usual = Manner.usual(RSA);
        return Stream.of(
                usual,
                usual.with(List.of("xs", "mdui", "#default")),
                usual.to(""),
                usual.by(more + "rsa-sha512", DigestMethod.SHA512),
                usual.by("http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1", DigestMethod.SHA256));
    }

    @ParameterizedTest
    @MethodSource("goodManners")
    void believesWhatATrustedKeySigned(Manner manner) {
        Reading reading = read(TestFederation.signed(PLAIN, RSA, manner), RSA);

        assertThat(reading.refused()).isEmpty();
        assertThat(reading.envelope())
                .contains(new Envelope(
                        "fed", Optional.of(UNTIL), Optional.empty(), Optional.of(UNTIL.minusSeconds(60)), 2));
        assertThat(reading.entities())
                .extracting(EntityMetadata::entityId)
                .containsExactly("https://a.example", "https://b.example");
        assertThat(reading.entities().getFirst().validUntil()).contains(UNTIL);
        assertThat(reading.entities().getFirst().registrar()).contains("https://reg");
        assertThat(reading.entities()
                        .getFirst()
                        .identityProvider()
                        .orElseThrow()
                        .display()
                        .names())
                .containsEntry("en", "A & B <ü> 𝔘");
    }

    @Test
    void believesAnEllipticCurveAsWell() {
        assertThat(read(TestFederation.signed(PLAIN, EC), RSA, EC).refused()).isEmpty();
    }

    @Test
    void believesASignedEntityOnItsOwn() {
        String alone = TestFederation.alone(TestFederation.idp("https://a.example", "A", "a.example", "https://reg"));
        Reading reading = read(TestFederation.signed(alone, RSA), RSA);

        assertThat(reading.refused()).isEmpty();
        assertThat(reading.entities()).extracting(EntityMetadata::entityId).containsExactly("https://a.example");
    }

    @Test
    void refusesADocumentWithoutSignature() {
        assertThat(read(PLAIN, RSA).refused()).isEqualTo("unsigned");
    }

    @Test
    void refusesAStrangersSignatureThoughItBringsItsKeyAlong() {
        assertThat(read(TestFederation.signed(PLAIN, STRANGER), RSA, EC).refused())
                .isEqualTo("signature");
    }

    @Test
    void refusesWeakOrUnknownForms() {
        Manner usual = Manner.usual(RSA);
        assertThat(read(
                                TestFederation.signed(
                                        PLAIN,
                                        RSA,
                                        usual.by("http://www.w3.org/2000/09/xmldsig#rsa-sha1", DigestMethod.SHA256)),
                                RSA)
                        .refused())
                .isEqualTo("algorithm");
        assertThat(read(TestFederation.signed(PLAIN, RSA, usual.by(usual.signatureMethod(), DigestMethod.SHA1)), RSA)
                        .refused())
                .isEqualTo("algorithm");
        assertThat(read(TestFederation.signed(PLAIN, RSA, usual.transformed(CanonicalizationMethod.INCLUSIVE)), RSA)
                        .refused())
                .isEqualTo("signature-form");
    }

    @Test
    void refusesASignatureOverAnotherElement() {
        String inner = TestFederation.idp("https://a.example", "A", "a.example", "https://reg")
                .replaceFirst("entityID", "ID='in' entityID");
        String document = TestFederation.aggregate(UNTIL, inner);
        String signed = TestFederation.signed(document, RSA).replace("URI=\"#fed\"", "URI=\"#in\"");

        assertThat(read(signed, RSA).refused()).isEqualTo("signature-form");
    }

    @Test
    void refusesASecondRootThatTookTheIdOfTheSignedOne() {
        String signed = TestFederation.signed(PLAIN, RSA);
        String body = signed.substring(signed.indexOf("<md:EntitiesDescriptor"));
        String signature = body.substring(
                body.indexOf("<ds:Signature "), body.indexOf("</ds:Signature>") + "</ds:Signature>".length());
        String wrapped = "<md:EntitiesDescriptor xmlns:md='" + Names.MD + "' ID='fed'>" + signature
                + TestFederation.alone(TestFederation.idp("https://evil.example", "E", "e", "r"))
                        .replace("ID='fed'", "")
                + body.replace(signature, "") + "</md:EntitiesDescriptor>";

        assertThat(read(wrapped, RSA).refused()).isEqualTo("digest");
    }

    @Test
    void refusesAnyOctetThatWasChanged() {
        String signed = TestFederation.signed(PLAIN, RSA);
        for (String word : List.of("a.example", "https://reg", "2027", "shibmd:Scope", "B<", "published")) {
            int from = signed.indexOf("</ds:Signature>");
            int at = word.equals("2027") ? signed.indexOf(word) : signed.indexOf(word, from);
            if (word.equals("published")) {
                assertThat(read(signed.replace(word, "publisheD"), RSA).refused())
                        .as("a comment says nothing")
                        .isEmpty();
                continue;
            }
            assertThat(at).as(word).isPositive();
            String changed = signed.substring(0, at) + (char) (signed.charAt(at) + 1) + signed.substring(at + 1);

            assertThat(read(changed, RSA).refused()).as(word).isNotEmpty();
        }
    }

    @Test
    void joinsTextThatACommentWasPutInto() {
        String signed = TestFederation.signed(PLAIN, RSA);
        String commented = signed.replaceFirst(">b\\.example<", ">b<!-- -->.example<");

        assertThat(commented).isNotEqualTo(signed);
        assertThat(read(commented, RSA)
                        .entities()
                        .get(1)
                        .identityProvider()
                        .orElseThrow()
                        .scopes()
                        .admit("b.example"))
                .as("as the signature sees it")
                .isTrue();
    }

    @Test
    void refusesADocumentTypeDeclarationBeforeAnythingElse() {
        String signed = TestFederation.signed(PLAIN, RSA);
        String bomb = signed.replaceFirst("<md:Entities", "<!DOCTYPE x [<!ENTITY a 'b'>]><md:Entities");

        assertThat(read(bomb, RSA).refused()).isEqualTo("document-type");
    }

    @Test
    void refusesADocumentThatWouldGrowWithoutEnd() {
        String namespace = "urn:" + "x".repeat(50_000);
        String growing = "<md:EntityDescriptor xmlns:md='" + Names.MD + "' xmlns:a='" + namespace + "' entityID='x'>"
                + "<a:b/>".repeat(1_000) + "</md:EntityDescriptor>";

        assertThat(read(growing).refused()).isEqualTo("too-large");
    }

    private static Reading read(String document, TestSigner... trusted) {
        byte[] octets = document.getBytes(StandardCharsets.UTF_8);
        List<PublicKey> keys = Stream.of(trusted)
                .map(signer -> signer.certificate().getPublicKey())
                .toList();
        List<EntityMetadata> entities = new ArrayList<>();
        EntityReader reader = new EntityReader(new HardenedXml());
        try {
            Envelope envelope = VerifiedCopy.write(
                    new HardenedXml(),
                    new ByteArrayInputStream(octets),
                    new ByteArrayOutputStream(),
                    4L * octets.length + 1024,
                    keys,
                    (offset, entity, around) -> entities.add(reader.one(around.around(entity), Optional.empty())));
            return new Reading(Optional.of(envelope), entities, "");
        } catch (MetadataRefused refused) {
            return new Reading(Optional.empty(), List.of(), refused.reason());
        } catch (IOException tooMuch) {
            return new Reading(Optional.empty(), List.of(), "too-large");
        }
    }
}
