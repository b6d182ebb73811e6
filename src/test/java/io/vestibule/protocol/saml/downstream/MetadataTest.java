package io.vestibule.protocol.saml.downstream;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.vestibule.protocol.saml.toy.PeerMetadata;
import io.vestibule.protocol.saml.toy.SamlNames;
import io.vestibule.protocol.saml.toy.SealCheck;
import io.vestibule.protocol.saml.toy.Xml;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** SAML Metadata §2.4.3: what the identity provider says of itself. */
@QuarkusTest
@TestProfile(SamlLabProfile.class)
class MetadataTest {
    @Inject
    SamlLab lab;

    @Test
    void itIsSignedAndFreshAndNamesEveryEndpoint() {
        Response answer = given().get(lab.at("/saml/metadata"));
        answer.then().statusCode(200);
        assertThat(answer.contentType()).startsWith("application/samlmetadata+xml");
        PeerMetadata idp = PeerMetadata.identityProvider(answer.asString());
        assertThat(idp.entityId()).isEqualTo(lab.at("/saml/metadata").toString());
        assertThat(SealCheck.verify(idp.entity(), idp.signingKeys())).isEqualTo(SamlNames.RSA_SHA256);
        assertThat(Instant.parse(idp.entity().getAttribute("validUntil")))
                .isBetween(Instant.now().plus(Duration.ofDays(6)), Instant.now().plus(Duration.ofDays(8)));
        assertThat(idp.entity().getAttribute("cacheDuration")).isNotEmpty();
        assertThat(idp.endpoint("SingleSignOnService", SamlNames.REDIRECT)).contains(lab.at("/saml/sso"));
        assertThat(idp.endpoint("SingleSignOnService", SamlNames.POST)).contains(lab.at("/saml/sso"));
        assertThat(idp.endpoint("SingleSignOnService", SamlNames.SOAP_BINDING)).contains(lab.at("/saml/ecp"));
        assertThat(idp.endpoint("ArtifactResolutionService", SamlNames.SOAP_BINDING))
                .contains(lab.at("/saml/artifact"));
        assertThat(idp.endpoints("NameIDFormat")).hasSize(5);
        assertThat(idp.flag("WantAuthnRequestsSigned")).isFalse();
    }

    @Test
    void everyKeySaysWhatItIsFor() {
        PeerMetadata idp = PeerMetadata.identityProvider(
                given().get(lab.at("/saml/metadata")).asString());
        assertThat(idp.endpoints("KeyDescriptor"))
                .hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(key -> assertThat(key.getAttribute("use")).isIn("signing", "encryption"));
        assertThat(idp.signingKeys()).extracting(key -> key.getAlgorithm()).contains("RSA", "EC");
        assertThat(idp.encryptionKeys()).isNotEmpty().doesNotContainAnyElementsOf(idp.signingKeys());
    }

    @Test
    void peopleSeeNamesAndWhomToAsk() {
        Element entity = Xml.parse(given().get(lab.at("/saml/metadata")).asString());
        String ui = "urn:oasis:names:tc:SAML:metadata:ui";
        assertThat(entity.getElementsByTagNameNS(ui, "DisplayName").getLength()).isEqualTo(2);
        assertThat(Xml.below(entity, ui, "DisplayName").orElseThrow().getTextContent())
                .isEqualTo("SAML lab");
        assertThat(Xml.below(entity, "urn:mace:shibboleth:metadata:1.0", "Scope")
                        .orElseThrow()
                        .getTextContent())
                .isEqualTo("lab.example");
        assertThat(Xml.below(entity, SamlNames.METADATA, "OrganizationName")
                        .orElseThrow()
                        .getTextContent())
                .isEqualTo("Laboratory");
        assertThat(entity.getElementsByTagNameNS(SamlNames.METADATA, "EmailAddress")
                        .item(0)
                        .getTextContent())
                .isEqualTo("mailto:security@lab.example");
    }

    @Test
    void itIsMadeOnceAndNotSentAgainToWhomHasIt() {
        Response first = given().get(lab.at("/saml/metadata"));
        assertThat(given().get(lab.at("/saml/metadata")).asString()).isEqualTo(first.asString());
        given().header("If-None-Match", first.header("ETag"))
                .get(lab.at("/saml/metadata"))
                .then()
                .statusCode(304);
    }
}
