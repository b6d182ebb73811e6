package io.vestibule.protocol.keystone.federation.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.DomainId;
import io.vestibule.journey.RealmFiles;
import io.vestibule.mapping.FederatedRules;
import io.vestibule.mapping.FederatedRules.Standing;
import io.vestibule.mapping.FederationProtocol;
import io.vestibule.mapping.FederationProtocols;
import io.vestibule.mapping.IdentityProvider;
import io.vestibule.mapping.IdentityProviders;
import io.vestibule.mapping.Mappings;
import io.vestibule.mapping.RuleReader;
import io.vestibule.mapping.RuleSet;
import io.vestibule.mapping.Rules;
import io.vestibule.protocol.keystone.Cloud;
import io.vestibule.protocol.keystone.CloudProfile;
import io.vestibule.protocol.keystone.identity.Personas;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import jakarta.inject.Inject;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whose a provider and rules are when several lay claim to them: the realm's file first, and nobody has another's by a name. */
@QuarkusTest
@TestProfile(CloudProfile.class)
class FederationCaretakersTest {
    private static final String IDPS = "/OS-FEDERATION/identity_providers/";
    private static final String MAPPINGS = "/OS-FEDERATION/mappings/";
    private static final String RULES = """
            {"mapping": {"rules": [{"local": [{"user": {"name": "{0}"}}], "remote": [{"type": "sub"}]}]}}""";

    @Inject
    Personas personas;

    @Inject
    RealmFiles files;

    @Inject
    IdentityProviders providers;

    @Inject
    FederationProtocols protocols;

    @Inject
    Mappings mappings;

    @Inject
    FederatedRules rules;

    @Inject
    Realms realms;

    @Test
    void whatTheFileDeclaresIsTheFilesThoughADomainTookItsName() {
        String manager = personas.onDomain(personas.domain(), "manager");
        String id = unique();
        String remote = "https://" + id;
        made(manager, id, id, "\"enabled\": true");
        String other = unique();
        made(manager, other, id, "\"enabled\": true, \"remote_ids\": [\"" + remote + "\"]");

        declared(id, remote, () -> {
            IdentityProvider idp = providers.find(Cloud.REALM, id).orElseThrow();
            assertThat(idp.owner()).isEmpty();
            assertThat(idp.remoteIds()).containsExactly(remote);
            assertThat(protocols.of(Cloud.REALM, id))
                    .extracting(FederationProtocol::id)
                    .containsExactly("mapped");
            RuleSet rulesNow = mappings.find(Cloud.REALM, id).orElseThrow();
            assertThat(rulesNow.owner()).isEmpty();
            assertThat(rulesNow.rules().json()).contains("preferred_username");
            IdentityProvider robbed = providers.find(Cloud.REALM, other).orElseThrow();
            assertThat(robbed.remoteIds()).isEmpty();
            assertThat(robbed.enabled()).as("none means any").isFalse();
            personas.get(manager, IDPS + id).statusCode(403);
            personas.patch(manager, MAPPINGS + id, RULES).statusCode(403);
        });
        assertThat(providers.find(Cloud.REALM, id)).isEmpty();
        assertThat(mappings.find(Cloud.REALM, id)).isEmpty();
    }

    @Test
    void whatTheFileCannotHaveLetsNobodyIn() {
        String id = unique();
        String remote = "https://" + id;
        personas.put(
                        personas.cloudAdmin(),
                        IDPS + unique(),
                        "{\"identity_provider\": {\"remote_ids\": [\"" + remote + "\"]}}")
                .statusCode(201);

        declared(id, remote, () -> {
            IdentityProvider idp = providers.find(Cloud.REALM, id).orElseThrow();
            assertThat(idp.connector()).contains(new ConnectorId(id));
            assertThat(idp.enabled()).isFalse();
        });
    }

    @Test
    void aMappingThatAnothersProtocolNamesIsNotMadeAnewByADomain() {
        DomainId own = personas.domain();
        String manager = personas.onDomain(own, "manager");
        String id = unique();
        made(manager, id, id, "\"enabled\": true");
        personas.delete(manager, MAPPINGS + id).statusCode(204);

        personas.put(personas.onDomain(personas.domain(), "manager"), MAPPINGS + id, RULES)
                .statusCode(409)
                .body("error.message", equalTo("Conflict occurred attempting to store mapping - Duplicate entry."));
        personas.put(manager, MAPPINGS + id, RULES).statusCode(201);
        assertThat(rules.of(Cloud.REALM, id, "openid").orElseThrow()).isInstanceOf(FederatedRules.Bound.class);
    }

    @Test
    void aDomainsProviderDoesNotRunByAnotherDomainsRules() {
        String manager = personas.onDomain(personas.domain(), "manager");
        String id = unique();
        made(manager, id, id, "\"enabled\": true");
        personas.delete(manager, MAPPINGS + id).statusCode(204);
        mappings.create(new RuleSet(Cloud.REALM, id, read(), false, Optional.of(personas.domain())));

        assertThat(rules.of(Cloud.REALM, id, "openid").orElseThrow())
                .isInstanceOfSatisfying(
                        Standing.Closed.class,
                        closed -> assertThat(closed.reason()).isEqualTo("rules-of-another"));
    }

    @Test // else they would come in as the realm's, in the default domain
    void aDomainsProviderWithoutProtocolLetsNobodyIn() {
        DomainId domain = personas.domain();
        ConnectorId connector = new ConnectorId(unique());
        String id = unique();
        made(personas.onDomain(domain, "manager"), id, id, "\"enabled\": true");
        providers.update(Cloud.REALM, id, idp -> idp.withConnector(Optional.of(connector)));
        Realm realm = realms.find(Cloud.REALM).orElseThrow();
        assertThat(rules.forConnector(realm, connector, Optional.empty())).isInstanceOf(FederatedRules.Bound.class);

        protocols.delete(Cloud.REALM, id, "openid");

        assertThat(rules.forConnector(realm, connector, Optional.empty()))
                .isInstanceOfSatisfying(
                        Standing.Closed.class,
                        closed -> assertThat(closed.reason()).isEqualTo("rules-missing"));
    }

    private void made(String manager, String idp, String mapping, String said) {
        personas.put(manager, IDPS + idp, "{\"identity_provider\": {" + said + "}}")
                .statusCode(201);
        if (mappings.find(Cloud.REALM, mapping).isEmpty()) {
            personas.put(manager, MAPPINGS + mapping, RULES).statusCode(201);
        }
        personas.put(manager, IDPS + idp + "/protocols/openid", "{\"protocol\": {\"mapping_id\": \"" + mapping + "\"}}")
                .statusCode(201);
    }

    private void declared(String id, String remote, Runnable meanwhile) {
        files.with("cloud", "connectors:\n", """
                federation:
                  mappings:
                    - id: ID
                      rules:
                        - local: [{ user: { name: "{0}" } }]
                          remote: [{ type: preferred_username }]
                  identityProviders:
                    - { id: ID, mapping: ID, remoteIds: ["REMOTE"] }
                connectors:
                """.replace("ID", id).replace("REMOTE", remote), meanwhile);
    }

    private static Rules read() {
        return ((RuleReader.Outcome.Read) RuleReader.read("{\"rules\": [{\"local\": [{\"user\": {\"name\": \"{0}\"}}], "
                        + "\"remote\": [{\"type\": \"sub\"}]}]}"))
                .rules();
    }

    /** Good for a connector's name, too. */
    private static String unique() {
        return "idp" + Cloud.hex().substring(0, 20);
    }
}
