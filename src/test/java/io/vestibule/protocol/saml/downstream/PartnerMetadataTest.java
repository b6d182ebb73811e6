package io.vestibule.protocol.saml.downstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.protocol.saml.toy.AuthnAsk;
import io.vestibule.protocol.saml.toy.RedirectQuery;
import io.vestibule.protocol.saml.toy.SamlNames;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** A service provider that says itself, in metadata, what it is and wants. */
@QuarkusTest
@TestProfile(SamlLabProfile.class)
class PartnerMetadataTest extends SamlTest {
    private static final String REQUESTED = "<md:AttributeConsumingService index=\"3\" isDefault=\"true\">"
            + "<md:ServiceName xml:lang=\"en\">Toy</md:ServiceName><md:RequestedAttribute Name=\"%s\"/>"
            + "</md:AttributeConsumingService><md:AttributeConsumingService index=\"4\">"
            + "<md:ServiceName xml:lang=\"en\">Toy</md:ServiceName><md:RequestedAttribute Name=\"%s\"/>"
            + "</md:AttributeConsumingService></md:SPSSODescriptor>";
    private static final String MAIL = "urn:oid:0.9.2342.19200300.100.1.3";
    private static final String GROUPS = "urn:oid:1.3.6.1.4.1.5923.1.5.1.1";

    @Test
    void itsKeysEncryptAndItsAddressesAreAnswered() {
        party.close();
        party = lab.serviceProvider(true);
        lab.declareByMetadata(party);
        JsonNode shown = signIn("ada", "binding=post");
        assertThat(shown.path("encrypted").asBoolean()).as(shown.toString()).isTrue();
        assertThat(shown.path("nameId").path("Format").asText()).isEqualTo(SamlNames.PERSISTENT);
        assertThat(signIn("ada", "binding=redirect&ProtocolBinding=" + SamlNames.ARTIFACT)
                        .path("assertionSigned")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void itSignsRequestsWhenItSaysSo() {
        lab.declareByMetadata(party); // AuthnRequestsSigned is true
        AuthnAsk ask = new AuthnAsk(party.entityId(), lab.at("/saml/sso").toString());
        String unsigned = RedirectQuery.unsigned("SAMLRequest", ask.text(), null);
        assertThat(browser.open(URI.create(lab.at("/saml/sso") + "?" + unsigned))
                        .body())
                .contains("unsigned-request");
    }

    @Test
    void itGetsTheAttributesItAsksForAndNoOthers() {
        party.publishes = metadata -> metadata.replace("</md:SPSSODescriptor>", REQUESTED.formatted(MAIL, GROUPS));
        lab.declareByMetadata(party);
        assertThat(signIn("ada", "binding=redirect").path("attributes").fieldNames())
                .toIterable()
                .containsExactly(MAIL);
        assertThat(signIn("ada", "binding=redirect&AttributeConsumingServiceIndex=4")
                        .path("attributes")
                        .fieldNames())
                .toIterable()
                .containsExactly(GROUPS);
        assertThat(status(signIn("ada", "binding=redirect&AttributeConsumingServiceIndex=9")))
                .containsExactly("Requester", "RequestUnsupported");
    }

    @Test
    void itGetsThePairwiseIdentifierItNeeds() {
        String need =
                "<md:Extensions><mdattr:EntityAttributes xmlns:mdattr=\"urn:oasis:names:tc:SAML:metadata:attribute\">"
                        + "<saml:Attribute xmlns:saml=\"" + SamlNames.ASSERTION
                        + "\" Name=\"urn:oasis:names:tc:SAML:profiles:subject-id:req\" NameFormat=\""
                        + SamlNames.URI_NAMES
                        + "\"><saml:AttributeValue>any</saml:AttributeValue></saml:Attribute></mdattr:EntityAttributes>"
                        + "</md:Extensions><md:SPSSODescriptor";
        party.publishes = metadata -> metadata.replaceFirst("<md:SPSSODescriptor", need);
        lab.declareByMetadata(party);
        assertThat(signIn("ada", "binding=redirect")
                        .path("attributes")
                        .path(AttributeCatalogue.PAIRWISE_ID)
                        .path(0)
                        .asText())
                .matches("[0-9a-f]{32}@lab\\.example");
    }

    @Test
    void withoutItsMetadataItIsNotAnswered() {
        URI asks = lab.redirect(
                party, new AuthnAsk(party.entityId(), lab.at("/saml/sso").toString()), null);
        party.close();
        lab.declareByMetadata(party);
        assertThat(browser.open(asks).body()).contains("no-metadata");
    }
}
