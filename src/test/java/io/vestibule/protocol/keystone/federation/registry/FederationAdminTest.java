package io.vestibule.protocol.keystone.federation.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.identity.DomainId;
import io.vestibule.mapping.FederationDeclaration;
import io.vestibule.protocol.keystone.CloudProfile;
import io.vestibule.protocol.keystone.identity.Personas;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@code /v3/OS-FEDERATION}: who looks after identity providers, protocols and mappings, and what is refused. */
@QuarkusTest
@TestProfile(CloudProfile.class)
class FederationAdminTest {
    private static final String IDPS = "/OS-FEDERATION/identity_providers/";
    private static final String MAPPINGS = "/OS-FEDERATION/mappings/";
    private static final String RULES = """
            {"mapping": {"rules": [{"local": [{"user": {"name": "{0}"}}], "remote": [{"type": "sub"}]}]}}""";
    private static final String EMPTY_IDP = "{\"identity_provider\": {}}";

    @Inject
    Personas personas;

    @Test
    void aProviderIsMadeWithADomainOfItsOwnAndIsOffUntilSomebodySwitchesItOn() {
        String admin = personas.cloudAdmin();
        String id = Personas.unique("idp");

        String domain = personas.put(admin, IDPS + id, EMPTY_IDP)
                .statusCode(201)
                .body("identity_provider.enabled", equalTo(false))
                .extract()
                .path("identity_provider.domain_id");

        personas.get(admin, "/domains/" + domain).statusCode(200).body("domain.name", equalTo(domain));
        personas.patch(admin, IDPS + id, "{\"identity_provider\": {\"enabled\": true, \"description\": \"x\"}}")
                .statusCode(200)
                .body("identity_provider.enabled", equalTo(true))
                .body("identity_provider.description", equalTo("x"));
    }

    @Test
    void twoUpstreamsNeverHaveOneRemoteId() {
        String admin = personas.cloudAdmin();
        String remote = "https://" + Personas.unique("issuer");
        String body = "{\"identity_provider\": {\"remote_ids\": [\"" + remote + "\"]}}";
        personas.put(admin, IDPS + Personas.unique("idp"), body).statusCode(201);
        String other = Personas.unique("idp");

        personas.put(admin, IDPS + other, body)
                .statusCode(409)
                .body(
                        "error.message",
                        equalTo("Conflict occurred attempting to store identity_provider - Duplicate remote ID: "
                                + remote + "."));
        personas.get(admin, IDPS + other).statusCode(404);
        personas.put(admin, IDPS + other, EMPTY_IDP).statusCode(201);
        personas.patch(admin, IDPS + other, body).statusCode(409);
        personas.get(admin, IDPS + other).body("identity_provider.remote_ids", equalTo(List.of()));
    }

    @Test
    void aDeletedDomainTakesItsProvidersAlong() {
        String admin = personas.cloudAdmin();
        DomainId domain = personas.domain();
        String id = Personas.unique("idp");
        personas.put(admin, IDPS + id, "{\"identity_provider\": {\"domain_id\": \"" + domain + "\"}}")
                .statusCode(201);

        personas.patch(admin, "/domains/" + domain, "{\"domain\": {\"enabled\": false}}")
                .statusCode(200);
        personas.delete(admin, "/domains/" + domain).statusCode(204);

        personas.get(admin, IDPS + id)
                .statusCode(404)
                .body("error.message", equalTo("Could not find Identity Provider: " + id + "."));
    }

    @Test // or everybody of its upstream came in with no rules at all
    void aDomainWhoseProviderIsBoundToAConnectorIsDeletedOnceThatIsUnbound() {
        String admin = personas.cloudAdmin();
        DomainId domain = personas.domain();
        String id = Personas.unique("idp");
        personas.put(
                        admin,
                        IDPS + id,
                        "{\"identity_provider\": {\"domain_id\": \"" + domain + "\", \"connector\": \"local\"}}")
                .statusCode(201);
        personas.patch(admin, "/domains/" + domain, "{\"domain\": {\"enabled\": false}}")
                .statusCode(200);

        personas.delete(admin, "/domains/" + domain)
                .statusCode(409)
                .body("error.message", containsString(id + " is bound to local"));

        personas.get(admin, "/domains/" + domain).statusCode(200);
        personas.get(admin, IDPS + id).statusCode(200).body("identity_provider.connector", equalTo("local"));
        personas.patch(admin, IDPS + id, "{\"identity_provider\": {\"connector\": null}}")
                .statusCode(200);
        personas.delete(admin, "/domains/" + domain).statusCode(204);
        personas.get(admin, IDPS + id).statusCode(404);
    }

    @Test // who names a protocol must not name what counts as proven
    void aProtocolIsNotCalledAsAMethodOfOurOwn() {
        String admin = personas.cloudAdmin();
        String idp = Personas.unique("idp");
        String mapping = Personas.unique("map");
        personas.put(admin, IDPS + idp, EMPTY_IDP).statusCode(201);
        personas.put(admin, MAPPINGS + mapping, RULES).statusCode(201);
        String body = "{\"protocol\": {\"mapping_id\": \"" + mapping + "\"}}";
        String path = IDPS + idp + "/protocols/";

        for (String ours : List.of(
                "password", "totp", "passkey", "recovery", "token", "external", "application_credential", "oauth1")) {
            personas.put(admin, path + ours, body)
                    .statusCode(400)
                    .body(
                            "error.message",
                            equalTo("A protocol cannot be called " + ours + ", as a method of authentication is."));
            personas.get(admin, path + ours).statusCode(404);
            assertThatThrownBy(() -> new FederationDeclaration.ProtocolEntry(ours, mapping, Optional.empty()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(ours);
        }
        for (String theirs : List.of("openid", "saml2", "mapped", "x509")) {
            personas.put(admin, path + theirs, body).statusCode(201);
        }
    }

    @Test
    void aProtocolNamesAMappingThatIsThere() {
        String admin = personas.cloudAdmin();
        String idp = Personas.unique("idp");
        String mapping = Personas.unique("map");
        personas.put(admin, IDPS + idp, EMPTY_IDP).statusCode(201);
        String path = IDPS + idp + "/protocols/openid";
        String body = "{\"protocol\": {\"mapping_id\": \"" + mapping + "\"}}";

        personas.put(admin, path, body)
                .statusCode(400)
                .body("error.message", equalTo("Invalid mapping id: " + mapping));
        personas.get(admin, path)
                .statusCode(404)
                .body(
                        "error.message",
                        equalTo("Could not find federated protocol openid for Identity Provider: " + idp + "."));
        personas.put(admin, MAPPINGS + mapping, RULES).statusCode(201);
        personas.put(admin, path, body).statusCode(201);
        personas.put(admin, path, body)
                .statusCode(409)
                .body(
                        "error.message",
                        equalTo("Conflict occurred attempting to store federation_protocol - "
                                + "Duplicate entry found with ID openid."));
        personas.patch(admin, path, "{\"protocol\": {\"remote_id_attribute\": \"HTTP_OIDC_ISS\"}}")
                .statusCode(200);
        personas.get(admin, IDPS + idp + "/protocols")
                .body("protocols[0].remote_id_attribute", equalTo("HTTP_OIDC_ISS"))
                .body("protocols[0].mapping_id", equalTo(mapping));
        personas.delete(admin, path).statusCode(204);
        personas.delete(admin, path).statusCode(404);
    }

    @Test
    void brokenRulesAreToldInKeystonesWordsOneALine() {
        personas.put(personas.cloudAdmin(), MAPPINGS + Personas.unique("map"), """
                        {"mapping": {"rules": [{"local": [{"user": {"nickname": "x"}}]}], "schema_version": "1.0"}}""")
                .statusCode(400)
                .body(
                        "error.message",
                        equalTo("'remote' is a required property\n"
                                + "Additional properties are not allowed ('nickname' was unexpected)\n"));
    }

    @Test
    void theEditionOfTheLanguageComesBackWhereItWasSaid() {
        String admin = personas.cloudAdmin();
        String id = Personas.unique("map");
        personas.put(admin, MAPPINGS + id, RULES.replace("{\"rules\"", "{\"schema_version\": \"2.0\", \"rules\""))
                .statusCode(201)
                .body("mapping.schema_version", equalTo("2.0"));

        personas.put(admin, MAPPINGS + id, RULES).statusCode(409);
        personas.patch(admin, MAPPINGS + id, RULES.replace("sub", "mail"))
                .statusCode(200)
                .body("mapping.rules[0].remote[0].type", equalTo("mail"));
        personas.delete(admin, MAPPINGS + id).statusCode(204);
        personas.get(admin, MAPPINGS + id)
                .statusCode(404)
                .body("error.message", equalTo("Could not find mapping: " + id + "."));
    }

    @Test
    void rulesAreTriedWithoutGivingAnything() {
        String admin = personas.cloudAdmin();
        String id = Personas.unique("map");
        personas.put(admin, MAPPINGS + id, RULES).statusCode(201);

        personas.post(admin, MAPPINGS + id + "/test", "{\"claims\": {\"sub\": \"ada\"}}")
                .statusCode(200)
                .body("test.outcome", equalTo("matched"))
                .body("test.user.name", equalTo("ada"))
                .body("test.rules[0].matches", equalTo(true))
                .body("test.lint", equalTo(List.of()));
        personas.post(admin, MAPPINGS + id + "/test", "{\"claims\": {\"mail\": \"x\"}}")
                .body("test.outcome", equalTo("no-match"))
                .body("test.rules[0].why", equalTo("sub is not asserted"));
        personas.post(personas.onDomain(personas.domain(), "admin"), MAPPINGS + id + "/test", "{\"claims\": {}}")
                .statusCode(403);
    }

    @Test
    void whatRulesNameAndThereIsNotIsToldBeforeAnybodyComesIn() {
        String admin = personas.cloudAdmin();
        DomainId domain = personas.domain();
        String group = personas.get(admin, "/groups/" + personas.group(domain))
                .extract()
                .path("group.name");
        String rules = """
                {"mapping": {"rules": [{"remote": [{"type": "sub"}], "local": [{"user": {"name": "{0}"}},
                  {"group": {"name": "%1$s", "domain": {"id": "%2$s"}}},
                  {"group": {"name": "nonesuch", "domain": {"id": "%2$s"}}},
                  {"group": {"name": "%1$s", "domain": {"name": "nowhere"}}},
                  {"projects": [{"name": "home of {0}", "roles": [{"name": "member"}, {"name": "nonesuch"}]}]}]}]}}""".formatted(group, domain);
        String ofRealm = Personas.unique("map");
        String claims = "{\"claims\": {\"sub\": \"ada\"}}";
        personas.put(admin, MAPPINGS + ofRealm, rules).statusCode(201);

        personas.post(admin, MAPPINGS + ofRealm + "/test", claims)
                .statusCode(200)
                .body("test.outcome", equalTo("matched"))
                .body(
                        "test.skipped",
                        equalTo(Map.of(
                                "group nonesuch of domain " + domain,
                                "there is none",
                                "group " + group + " of domain nowhere",
                                "there is no such domain",
                                "role nonesuch on project home of ada",
                                "there is none")));
        personas.get(admin, "/projects?name=home%20of%20ada").body("projects", equalTo(List.of()));

        String manager = personas.onDomain(personas.domain(), "manager");
        String theirs = Personas.unique("map");
        personas.put(manager, MAPPINGS + theirs, rules).statusCode(201);
        personas.post(manager, MAPPINGS + theirs + "/test", claims)
                .body(
                        "test.skipped.'group " + group + " of domain " + domain + "'",
                        equalTo("the rules are a domain's and give nothing outside of it"));
    }

    @Test
    void aDomainsAdministratorLooksAfterWhatIsTheirsAndSeesNothingElse() {
        DomainId own = personas.domain();
        String manager = personas.onDomain(own, "manager");
        String theirs = Personas.unique("idp");
        String mapping = Personas.unique("map");
        String ofRealm = Personas.unique("idp");
        personas.put(personas.cloudAdmin(), IDPS + ofRealm, "{\"identity_provider\": {\"domain_id\": \"" + own + "\"}}")
                .statusCode(201);

        personas.put(manager, IDPS + theirs, EMPTY_IDP)
                .statusCode(201)
                .body("identity_provider.domain_id", equalTo(own.value()));
        personas.put(manager, MAPPINGS + mapping, RULES).statusCode(201);
        personas.put(
                        manager,
                        IDPS + theirs + "/protocols/openid",
                        "{\"protocol\": {\"mapping_id\": \"" + mapping + "\"}}")
                .statusCode(201);

        personas.get(manager, "/OS-FEDERATION/identity_providers")
                .statusCode(200)
                .body("identity_providers.id", contains(theirs));
        personas.get(manager, "/OS-FEDERATION/mappings").statusCode(200).body("mappings.id", contains(mapping));
        personas.get(manager, IDPS + ofRealm).statusCode(403);
        personas.patch(manager, IDPS + ofRealm, "{\"identity_provider\": {\"remote_ids\": [\"x\"]}}")
                .statusCode(403);
        personas.delete(manager, IDPS + theirs).statusCode(204);
    }

    @Test
    void aDomainsAdministratorCanNeitherBindAConnectorNorBorrowTheRealmsRulesNorMakeUsersElsewhere() {
        String manager = personas.onDomain(personas.domain(), "manager");
        String theirs = Personas.unique("idp");
        String realms = Personas.unique("map");
        personas.put(personas.cloudAdmin(), MAPPINGS + realms, RULES).statusCode(201);
        personas.put(manager, IDPS + theirs, "{\"identity_provider\": {\"connector\": \"local\"}}")
                .statusCode(403);
        personas.put(manager, IDPS + theirs, "{\"identity_provider\": {\"domain_id\": \"default\"}}")
                .statusCode(403);
        personas.put(manager, IDPS + theirs, EMPTY_IDP).statusCode(201);

        personas.patch(manager, IDPS + theirs, "{\"identity_provider\": {\"connector\": \"local\"}}")
                .statusCode(403);
        personas.put(
                        manager,
                        IDPS + theirs + "/protocols/openid",
                        "{\"protocol\": {\"mapping_id\": \"" + realms + "\"}}")
                .statusCode(400)
                .body("error.message", startsWith("Invalid mapping id"));
        personas.get(manager, MAPPINGS + realms).statusCode(403);
        personas.patch(personas.cloudAdmin(), IDPS + theirs, "{\"identity_provider\": {\"connector\": \"local\"}}")
                .statusCode(200)
                .body("identity_provider.connector", equalTo("local"));
    }

    @Test // or it would name the realm's own upstream behind the same connector, and have its people
    void whoseWordABoundProviderTakesIsForTheRealmsAdministrators() {
        String manager = personas.onDomain(personas.domain(), "manager");
        String theirs = Personas.unique("idp");
        String own = "{\"identity_provider\": {\"remote_ids\": [\"https://" + theirs + "\"]}}";
        personas.put(manager, IDPS + theirs, EMPTY_IDP).statusCode(201);
        personas.patch(manager, IDPS + theirs, own).statusCode(200);
        personas.patch(personas.cloudAdmin(), IDPS + theirs, "{\"identity_provider\": {\"connector\": \"local\"}}")
                .statusCode(200);

        for (String other : List.of("[]", "[\"https://campus.example\"]", "[\"https://" + theirs + "\", \"x\"]")) {
            personas.patch(manager, IDPS + theirs, "{\"identity_provider\": {\"remote_ids\": " + other + "}}")
                    .statusCode(403);
        }
        String on = "{\"identity_provider\": {\"enabled\": true}}";
        String off = "{\"identity_provider\": {\"enabled\": false}}";
        personas.patch(manager, IDPS + theirs, on).statusCode(403);
        personas.patch(personas.cloudAdmin(), IDPS + theirs, on).statusCode(200);
        personas.patch(manager, IDPS + theirs, own).statusCode(200);
        personas.patch(manager, IDPS + theirs, on)
                .statusCode(200)
                .body("identity_provider.remote_ids", contains("https://" + theirs))
                .body("identity_provider.connector", equalTo("local"));
        personas.patch(manager, IDPS + theirs, off).statusCode(200);
        personas.patch(manager, IDPS + theirs, on).statusCode(403);
        personas.get(manager, IDPS + theirs).body("identity_provider.enabled", equalTo(false));
        personas.patch(personas.cloudAdmin(), IDPS + theirs, "{\"identity_provider\": {\"remote_ids\": []}}")
                .statusCode(200)
                .body("identity_provider.remote_ids", equalTo(List.of()));
        personas.delete(manager, IDPS + theirs).statusCode(403); // its connector would be bound by no rules
        personas.patch(personas.cloudAdmin(), IDPS + theirs, "{\"identity_provider\": {\"connector\": null}}")
                .statusCode(200);
        personas.delete(manager, IDPS + theirs).statusCode(204);
    }

    @Test
    void howLongWhatABoundProviderGaveHoldsIsLengthenedByTheRealmsAdministrators() {
        String manager = personas.onDomain(personas.domain(), "manager");
        String theirs = Personas.unique("idp");
        personas.put(manager, IDPS + theirs, EMPTY_IDP).statusCode(201);
        personas.patch(
                        personas.cloudAdmin(),
                        IDPS + theirs,
                        "{\"identity_provider\": {\"connector\": \"local\", \"authorization_ttl\": 60}}")
                .statusCode(200);

        for (String longer : List.of(
                "\"authorization_ttl\": null",
                "\"authorization_ttl\": 0",
                "\"authorization_ttl\": 61",
                "\"grants_kept_for\": 1")) {
            personas.patch(manager, IDPS + theirs, "{\"identity_provider\": {" + longer + "}}")
                    .statusCode(403);
        }
        personas.patch(manager, IDPS + theirs, "{\"identity_provider\": {\"authorization_ttl\": 30}}")
                .statusCode(200)
                .body("identity_provider.authorization_ttl", equalTo(30));
        personas.patch(personas.cloudAdmin(), IDPS + theirs, "{\"identity_provider\": {\"connector\": null}}")
                .statusCode(200);
    }

    @Test
    void oneDomainsThingsAreNoneOfAnothersAndReadersOnlyRead() {
        DomainId own = personas.domain();
        String mapping = Personas.unique("map");
        personas.put(personas.onDomain(own, "admin"), MAPPINGS + mapping, RULES).statusCode(201);

        String reader = personas.onDomain(own, "reader");
        personas.get(reader, MAPPINGS + mapping).statusCode(200);
        personas.patch(reader, MAPPINGS + mapping, RULES).statusCode(403);
        String stranger = personas.onDomain(personas.domain(), "admin");
        personas.get(stranger, MAPPINGS + mapping).statusCode(403);
        personas.delete(stranger, MAPPINGS + mapping).statusCode(403);
        personas.get(stranger, "/OS-FEDERATION/mappings").body("mappings.id", not(hasItem(mapping)));
        personas.get(personas.onSystem("reader"), "/OS-FEDERATION/mappings").body("mappings.id", hasItem(mapping));
        assertThat(personas.put(personas.onSystem("reader"), IDPS + "x", EMPTY_IDP)
                        .extract()
                        .statusCode())
                .isEqualTo(403);
    }
}
