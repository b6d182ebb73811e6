package io.vestibule.protocol.saml.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.protocol.saml.metadata.Display.Logo;
import io.vestibule.protocol.saml.metadata.EntityDocument.Outcome;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is read out of one entity's metadata. */
class EntityMetadataTest {
    private static final String REDIRECT = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect";
    private static final TestSigner SIGNING = TestSigner.rsa();
    private static final TestSigner ENCRYPTION = TestSigner.ec();
    private static final TestSigner BOTH = TestSigner.ec();

    @Test
    void readsAnIdentityProvider() {
        EntityMetadata entity = read(IDP.formatted(SIGNING.base64(), ENCRYPTION.base64()));
        IdentityProviderRole role = entity.identityProvider().orElseThrow();

        assertThat(entity.entityId()).isEqualTo("https://idp.example.org/saml");
        assertThat(entity.validUntil()).contains(Instant.parse("2031-01-01T00:00:00Z"));
        assertThat(entity.registrar()).contains("https://registrar.example");
        assertThat(entity.categories()).containsExactly("http://refeds.org/category/hide-from-discovery");
        assertThat(entity.serviceProvider()).isEmpty();
        assertThat(role.wantsSignedRequests()).isTrue();
        assertThat(role.keys().signing()).containsExactly(SIGNING.keys().getPublic());
        assertThat(role.keys().encryption()).singleElement().satisfies(key -> {
            assertThat(key.key()).isEqualTo(ENCRYPTION.keys().getPublic());
            assertThat(key.certificate()).contains(ENCRYPTION.certificate());
            assertThat(key.methods()).containsExactly("http://www.w3.org/2009/xmlenc11#aes256-gcm");
        });
        assertThat(role.singleSignOn())
                .containsExactly(Endpoint.of(REDIRECT, URI.create("https://idp.example.org/sso")));
        assertThat(role.singleLogout())
                .singleElement()
                .extracting(Endpoint::answersTo)
                .isEqualTo(URI.create("https://idp.example.org/slo-done"));
        assertThat(Endpoint.chosen(role.artifactResolution(), 3))
                .map(Endpoint::location)
                .contains(URI.create("https://idp.example.org/artifact"));
        assertThat(role.nameIdFormats()).containsExactly("urn:oasis:names:tc:SAML:2.0:nameid-format:persistent");
        assertThat(role.scopes().all())
                .containsExactly(
                        new Scopes.Scope("example.org", false), new Scopes.Scope("^.+\\.example\\.org$", true));
        assertThat(role.display().name(List.of(Locale.GERMAN))).contains("Universität Łódź");
        assertThat(role.display().name(List.of(Locale.JAPANESE))).contains("University of Łódź");
        assertThat(role.display().keywords()).containsEntry("en", List.of("lodz poland", "ul"));
        assertThat(role.display().logos())
                .containsExactly(new Logo(URI.create("https://idp.example.org/l.png"), 64, 60, Optional.empty()));
        assertThat(role.display().domains()).containsExactly("uni.example.org");
    }

    @Test
    void readsAServiceProvider() {
        ServiceProviderRole role =
                read(SP.formatted(BOTH.base64())).serviceProvider().orElseThrow();

        assertThat(role.signsRequests()).isTrue();
        assertThat(role.wantsSignedAssertions()).isFalse();
        assertThat(role.keys().signing())
                .as("a key without use")
                .containsExactly(BOTH.keys().getPublic());
        assertThat(role.keys().encryption()).as("counts for both").hasSize(1);
        assertThat(Endpoint.chosen(role.assertionConsumers()).orElseThrow().location())
                .isEqualTo(URI.create("https://sp.example.org/acs2"));
        assertThat(Endpoint.chosen(role.assertionConsumers(), 1).orElseThrow().location())
                .isEqualTo(URI.create("https://sp.example.org/acs1"));
        assertThat(Endpoint.chosen(role.assertionConsumers(), 9)).isEmpty();
        assertThat(role.attributeConsumer(Optional.empty()).orElseThrow().requested())
                .singleElement()
                .satisfies(attribute -> {
                    assertThat(attribute.name()).isEqualTo("urn:oid:0.9.2342.19200300.100.1.3");
                    assertThat(attribute.friendlyName()).contains("mail");
                    assertThat(attribute.required()).isTrue();
                });
        assertThat(role.attributeConsumer(Optional.of(5))).isEmpty();
    }

    @Test
    void leavesOutPlacesThatAreNoWebAddress() {
        String hostile = SP.replace("https://sp.example.org/acs2", "javascript:alert(1)");

        assertThat(read(hostile.formatted(BOTH.base64()))
                        .serviceProvider()
                        .orElseThrow()
                        .assertionConsumers())
                .extracting(endpoint -> endpoint.location().getScheme())
                .containsExactly("https");
    }

    @Test
    void leavesOutAKeyThatCannotBeRead() {
        assertThat(read(SP.formatted("AAAA")).serviceProvider().orElseThrow().keys())
                .isEqualTo(PartnerKeys.none());
    }

    @Test
    void takesTheEarliestValidityOfAllThatSurroundsAnEntity() {
        String group = "<EntitiesDescriptor xmlns='urn:oasis:names:tc:SAML:2.0:metadata'"
                + " validUntil='2029-05-05T00:00:00Z'>" + IDP.formatted(SIGNING.base64(), ENCRYPTION.base64())
                + "</EntitiesDescriptor>";

        assertThat(read(group).validUntil()).contains(Instant.parse("2029-05-05T00:00:00Z"));
        assertThat(read(group).validAt(Instant.parse("2029-05-05T00:00:00Z"))).isFalse();
    }

    @Test
    void refusesADocumentTypeDeclaration() {
        String bomb = "<!DOCTYPE a [<!ENTITY x 'y'><!ENTITY z '&x;&x;'>]>" + SP.formatted(BOTH.base64());

        assertThat(refused(bomb)).isEqualTo("document-type");
        assertThat(refused("<!DOCTYPE a SYSTEM 'file:///etc/passwd'>" + SP.formatted(BOTH.base64())))
                .isEqualTo("document-type");
    }

    @Test
    void refusesDepthWithoutEnd() {
        assertThat(refused("<EntityDescriptor xmlns='urn:oasis:names:tc:SAML:2.0:metadata' entityID='x'>"
                        + "<a>".repeat(100) + "</a>".repeat(100) + "</EntityDescriptor>"))
                .isEqualTo("not-well-formed");
    }

    @Test
    void refusesWhatIsNoMetadata() {
        assertThat(refused("<html/>")).isEqualTo("not-metadata");
        assertThat(refused("no XML at all")).isEqualTo("not-well-formed");
        assertThat(refused("<?xml version='1.1'?>" + SP.formatted(BOTH.base64())))
                .isEqualTo("not-well-formed");
        assertThat(refused("<EntityDescriptor xmlns='urn:oasis:names:tc:SAML:2.0:metadata'/>"))
                .isEqualTo("entity-id");
    }

    @Test
    void asksWhichOfSeveral() {
        String two = "<EntitiesDescriptor xmlns='urn:oasis:names:tc:SAML:2.0:metadata'>"
                + "<EntityDescriptor entityID='a'/><EntityDescriptor entityID='b'/></EntitiesDescriptor>";

        assertThat(refused(two)).isEqualTo("several-entities");
        assertThat(new EntityDocument().read(two.getBytes(StandardCharsets.UTF_8), Optional.of("b")))
                .isInstanceOfSatisfying(
                        Outcome.Read.class,
                        read -> assertThat(read.entity().entityId()).isEqualTo("b"));
    }

    private static EntityMetadata read(String text) {
        Outcome outcome = new EntityDocument().read(text.getBytes(StandardCharsets.UTF_8), Optional.empty());
        assertThat(outcome).isInstanceOf(Outcome.Read.class);
        return ((Outcome.Read) outcome).entity();
    }

    private static String refused(String text) {
        Outcome outcome = new EntityDocument().read(text.getBytes(StandardCharsets.UTF_8), Optional.empty());
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        return ((Outcome.Refused) outcome).reason();
    }

    private static final String IDP = """
            <EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#"
                xmlns:mdui="urn:oasis:names:tc:SAML:metadata:ui" xmlns:shibmd="urn:mace:shibboleth:metadata:1.0"
                entityID="https://idp.example.org/saml" validUntil="2031-01-01T00:00:00Z">
              <Extensions>
                <mdrpi:RegistrationInfo xmlns:mdrpi="urn:oasis:names:tc:SAML:metadata:rpi"
                    registrationAuthority="https://registrar.example"/>
                <mdattr:EntityAttributes xmlns:mdattr="urn:oasis:names:tc:SAML:metadata:attribute"
                    xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">
                  <saml:Attribute Name="http://macedir.org/entity-category">
                    <saml:AttributeValue>http://refeds.org/category/hide-from-discovery</saml:AttributeValue>
                  </saml:Attribute>
                </mdattr:EntityAttributes>
              </Extensions>
              <IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"
                  WantAuthnRequestsSigned="true">
                <Extensions>
                  <shibmd:Scope regexp="false">example.org</shibmd:Scope>
                  <shibmd:Scope regexp="true">^.+\\.example\\.org$</shibmd:Scope>
                  <mdui:UIInfo>
                    <mdui:DisplayName xml:lang="en">University of Łódź</mdui:DisplayName>
                    <mdui:DisplayName xml:lang="de">Universität Łódź</mdui:DisplayName>
                    <mdui:Keywords xml:lang="en">lodz+poland ul</mdui:Keywords>
                    <mdui:Logo width="64" height="60">https://idp.example.org/l.png</mdui:Logo>
                    <mdui:Logo width="64" height="60">http://idp.example.org/plain.png</mdui:Logo>
                  </mdui:UIInfo>
                  <mdui:DiscoHints><mdui:DomainHint>uni.example.org</mdui:DomainHint></mdui:DiscoHints>
                </Extensions>
                <KeyDescriptor use="signing">
                  <ds:KeyInfo><ds:X509Data><ds:X509Certificate>%s</ds:X509Certificate></ds:X509Data></ds:KeyInfo>
                </KeyDescriptor>
                <KeyDescriptor use="encryption">
                  <ds:KeyInfo><ds:X509Data><ds:X509Certificate>%s</ds:X509Certificate></ds:X509Data></ds:KeyInfo>
                  <EncryptionMethod Algorithm="http://www.w3.org/2009/xmlenc11#aes256-gcm"/>
                </KeyDescriptor>
                <ArtifactResolutionService index="3" Binding="urn:oasis:names:tc:SAML:2.0:bindings:SOAP"
                    Location="https://idp.example.org/artifact"/>
                <SingleLogoutService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
                    Location="https://idp.example.org/slo" ResponseLocation="https://idp.example.org/slo-done"/>
                <NameIDFormat>urn:oasis:names:tc:SAML:2.0:nameid-format:persistent</NameIDFormat>
                <SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
                    Location="https://idp.example.org/sso"/>
              </IDPSSODescriptor>
            </EntityDescriptor>
            """;

    private static final String SP = """
            <md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://sp.example.org">
              <md:SPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"
                  AuthnRequestsSigned="1">
                <md:KeyDescriptor><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data>
                  <ds:X509Certificate>%s</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>
                <md:AssertionConsumerService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" index="1"
                    isDefault="false" Location="https://sp.example.org/acs1"/>
                <md:AssertionConsumerService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" index="2"
                    Location="https://sp.example.org/acs2"/>
                <md:AttributeConsumingService index="1">
                  <md:ServiceName xml:lang="en">Wiki</md:ServiceName>
                  <md:RequestedAttribute Name="urn:oid:0.9.2342.19200300.100.1.3" FriendlyName="mail"
                      NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:uri" isRequired="true"/>
                </md:AttributeConsumingService>
              </md:SPSSODescriptor>
            </md:EntityDescriptor>
            """;
}
