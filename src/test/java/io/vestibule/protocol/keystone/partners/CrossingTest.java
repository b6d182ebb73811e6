package io.vestibule.protocol.keystone.partners;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.vestibule.access.Project;
import io.vestibule.directory.Domain;
import io.vestibule.directory.Group;
import io.vestibule.directory.GroupOutcome;
import io.vestibule.directory.Groups;
import io.vestibule.directory.User;
import io.vestibule.identity.Extra;
import io.vestibule.identity.Scope;
import io.vestibule.protocol.keystone.Cloud;
import io.vestibule.protocol.keystone.CloudProfile;
import io.vestibule.protocol.saml.toy.PeerMetadata;
import io.vestibule.protocol.saml.toy.SamlNames;
import io.vestibule.protocol.saml.toy.SealCheck;
import io.vestibule.protocol.saml.toy.Xml;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** Keystone to Keystone, as the one that says who somebody is (recorded exchanges 131 to 135; security case 52). */
@QuarkusTest
@TestProfile(CloudProfile.class)
@Tag("saml")
class CrossingTest {
    private static final String SP = "https://declared.example/Shibboleth.sso/SAML2/ECP";
    private static final String RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";

    @Inject
    Cloud cloud;

    @Inject
    Groups groups;

    @Test
    void whoHasATokenForAProjectIsToldOfToTheOtherKeystone() {
        User somebody = cloud.person();
        Group group = group("crew;\"of one");
        groups.add(group, somebody.id());
        Project project = cloud.project();
        cloud.grant(somebody.id(), "member", Cloud.on(project));
        cloud.grant(somebody.id(), "reader", Cloud.on(project));
        Response answer = cross("/saml2", cloud.token(somebody, Cloud.project(project)), "declared");
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        assertThat(answer.contentType()).startsWith("text/xml");
        assertThat(answer.header("X-sp-url")).isEqualTo(SP);
        assertThat(answer.header("X-auth-url")).startsWith("https://declared.example/v3/OS-FEDERATION/");

        Element response = Xml.parse(answer.asByteArray());
        Element assertion = assertion(response);
        assertThat(response.getAttribute("Destination")).isEqualTo(SP);
        assertThat(response.hasAttribute("InResponseTo")).isFalse();
        Element data = Xml.below(assertion, SamlNames.ASSERTION, "SubjectConfirmationData")
                .orElseThrow();
        assertThat(data.getAttribute("Recipient")).isEqualTo(SP);
        assertThat(data.hasAttribute("InResponseTo")).isFalse();
        assertThat(Instant.parse(data.getAttribute("NotOnOrAfter")))
                .isBetween(Instant.now(), Instant.now().plusSeconds(301));
        assertThat(Xml.below(assertion, SamlNames.ASSERTION, "Audience")
                        .orElseThrow()
                        .getTextContent())
                .as("nobody else is to believe it")
                .isEqualTo("https://declared.example/shibboleth");
        assertThat(attributes(assertion))
                .containsEntry("openstack_user", List.of(somebody.name()))
                .containsEntry("openstack_user_domain", List.of("Default"))
                .containsEntry("openstack_project", List.of(project.name()))
                .containsEntry("openstack_project_domain", List.of("Default"))
                .containsEntry(
                        "openstack_groups",
                        List.of("JSON:{\"name\":\""
                                + group.name().replace("\"", "\\\"").replace(";", "\\u003b")
                                + "\",\"domain\":{\"name\":\"Default\"}}"))
                .hasEntrySatisfying(
                        "openstack_roles", roles -> assertThat(roles).containsExactlyInAnyOrder("member", "reader"));
        List.of(response, assertion)
                .forEach(
                        signed -> assertThat(SealCheck.verify(signed, metadata().signingKeys()))
                                .isEqualTo(RSA_SHA256));
    }

    @Test
    void theEnvelopeCarriesWhatTheOtherOneFindsItsPlaceBy() {
        User somebody = cloud.person();
        Project project = cloud.project();
        cloud.grant(somebody.id(), "member", Cloud.on(project));
        Response answer = cross("/saml2/ecp", cloud.token(somebody, Cloud.project(project)), "declared");
        Element envelope = Xml.parse(answer.asByteArray());
        Element relayState = Xml.below(envelope, "urn:oasis:names:tc:SAML:2.0:profiles:SSO:ecp", "RelayState")
                .orElseThrow();
        assertThat(relayState.getTextContent()).startsWith("ss:mem:").hasSizeGreaterThan(30);
        assertThat(relayState.getAttributeNS(SamlNames.SOAP, "mustUnderstand")).isIn("1", "true");
        assertThat(relayState.getAttributeNS(SamlNames.SOAP, "actor"))
                .isEqualTo("http://schemas.xmlsoap.org/soap/actor/next");
        Element response = Xml.below(envelope, SamlNames.PROTOCOL, "Response").orElseThrow();
        assertThat(SealCheck.verify(assertion(response), metadata().signingKeys()))
                .isEqualTo(RSA_SHA256);
        assertThat(assertion(response).getParentNode()).isEqualTo(response);
    }

    @Test
    void onlyTheHolderOfATokenForAProjectMayGoAndOnlyToAKeystoneThatIsKnownAndOn() {
        User somebody = cloud.person();
        Project project = cloud.project();
        cloud.grant(somebody.id(), "member", Cloud.on(project));
        cloud.grant(somebody.id(), "reader", new Scope.System());
        String token = cloud.token(somebody, Cloud.project(project));
        String notOfAProject = "You are not authorized to perform the requested action: Use a project scoped token when"
                + " attempting to create a SAML assertion.";
        for (String path : List.of("/saml2", "/saml2/ecp")) {
            cross(path, cloud.token(somebody, null), "declared")
                    .then()
                    .statusCode(403)
                    .body("error.message", equalTo(notOfAProject));
            cross(path, cloud.token(somebody, Cloud.system()), "declared")
                    .then()
                    .statusCode(403);
            cross(path, token, "nonesuch")
                    .then()
                    .statusCode(404)
                    .body("error.message", equalTo("Could not find Service Provider: nonesuch."));
            cross(path, "no-token", "declared").then().statusCode(404);
            cross(path, disabled(project), "declared").then().statusCode(404);
            given().contentType("application/json")
                    .body(Map.of("auth", Map.of("identity", Map.of())))
                    .post(cloud.at("/v3/auth/OS-FEDERATION" + path))
                    .then()
                    .statusCode(400);
        }
        User admin = cloud.person();
        cloud.grant(admin.id(), "admin", new Scope.System());
        String off = "off-" + Cloud.hex();
        cloud.as(cloud.token(admin, Cloud.system()))
                .contentType("application/json")
                .body(Map.of(
                        "service_provider",
                        Map.of("auth_url", "https://off.example/auth", "sp_url", "https://off.example/ecp")))
                .put(cloud.at("/v3/OS-FEDERATION/service_providers/" + off))
                .then()
                .statusCode(201);
        cross("/saml2/ecp", token, off)
                .then()
                .statusCode(403)
                .body("error.message", equalTo("Service Provider " + off + " is disabled"));
    }

    @Test
    void whatWasPassedOnIsNotPassedOnFurther() {
        User somebody = cloud.person();
        Project project = cloud.project();
        cloud.grant(somebody.id(), "member", Cloud.on(project));
        String token = cloud.token(somebody, Cloud.project(project));
        Response credential = cloud.as(token)
                .contentType("application/json")
                .body(Map.of("application_credential", Map.of("name", "robot")))
                .post(cloud.at("/v3/users/" + somebody.id().hex() + "/application_credentials"));
        credential.then().statusCode(201);
        String delegated = cloud.authenticate(
                        Map.of(
                                "methods",
                                List.of("application_credential"),
                                "application_credential",
                                Map.of(
                                        "id", credential.path("application_credential.id"),
                                        "secret", credential.path("application_credential.secret"))),
                        null)
                .header("X-Subject-Token");
        cross("/saml2/ecp", delegated, "declared").then().statusCode(403);
    }

    @Test
    void aNameThatReadsAsTwoIsNotTold() {
        Project project = cloud.project();
        User two = cloud.person("x;admin-" + UUID.randomUUID());
        cloud.grant(two.id(), "member", Cloud.on(project));
        cross("/saml2", cloud.token(two, Cloud.project(project)), "declared")
                .then()
                .statusCode(403);

        User markup = cloud.person("</saml:AttributeValue><x>" + UUID.randomUUID());
        cloud.grant(markup.id(), "member", Cloud.on(project));
        Response answer = cross("/saml2", cloud.token(markup, Cloud.project(project)), "declared");
        assertThat(attributes(assertion(Xml.parse(answer.asByteArray()))))
                .as("markup stays text")
                .containsEntry("openstack_user", List.of(markup.name()));
    }

    @Test
    void metadataAreThoseOfTheRealmsIdentityProviderAndForEverybody() {
        Response answer = given().get(cloud.at("/v3/OS-FEDERATION/saml2/metadata"));
        answer.then().statusCode(200);
        assertThat(answer.contentType()).startsWith("text/xml");
        assertThat(answer.asString())
                .isEqualTo(given().get(cloud.at("/realms/cloud/saml/metadata")).asString());
    }

    private String disabled(Project project) {
        User gone = cloud.person();
        cloud.grant(gone.id(), "member", Cloud.on(project));
        String token = cloud.token(gone, Cloud.project(project));
        User admin = cloud.person();
        cloud.grant(admin.id(), "admin", new Scope.System());
        cloud.as(cloud.token(admin, Cloud.system()))
                .contentType("application/json")
                .body(Map.of("user", Map.of("enabled", false)))
                .patch(cloud.at("/v3/users/" + gone.id().hex()))
                .then()
                .statusCode(200);
        return token;
    }

    private Group group(String name) {
        GroupOutcome made = groups.create(
                Cloud.REALM, new Groups.NewGroup(Domain.DEFAULT, name + UUID.randomUUID(), "", Extra.none()));
        if (made instanceof GroupOutcome.Done(Group group)) {
            return group;
        }
        throw new AssertionError(made.toString());
    }

    private Response cross(String path, String token, String to) {
        return given().contentType("application/json")
                .body(Map.of(
                        "auth",
                        Map.of(
                                "identity",
                                Map.of("methods", List.of("token"), "token", Map.of("id", token)),
                                "scope",
                                Map.of("service_provider", Map.of("id", to)))))
                .post(cloud.at("/v3/auth/OS-FEDERATION" + path));
    }

    private PeerMetadata metadata() {
        return PeerMetadata.identityProvider(
                given().get(cloud.at("/v3/OS-FEDERATION/saml2/metadata")).asString());
    }

    private static Element assertion(Element response) {
        return Xml.child(response, SamlNames.ASSERTION, "Assertion").orElseThrow();
    }

    private static Map<String, List<String>> attributes(Element assertion) {
        Map<String, List<String>> attributes = new LinkedHashMap<>();
        Element statement =
                Xml.child(assertion, SamlNames.ASSERTION, "AttributeStatement").orElseThrow();
        for (Element attribute : Xml.children(statement, SamlNames.ASSERTION, "Attribute")) {
            attributes.put(
                    attribute.getAttribute("Name"),
                    Xml.children(attribute, SamlNames.ASSERTION, "AttributeValue").stream()
                            .map(Element::getTextContent)
                            .toList());
        }
        return attributes;
    }
}
