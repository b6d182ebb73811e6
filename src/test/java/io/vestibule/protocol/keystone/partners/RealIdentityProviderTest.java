package io.vestibule.protocol.keystone.partners;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.access.Actor;
import io.vestibule.access.Assignment;
import io.vestibule.access.Assignments;
import io.vestibule.access.Project;
import io.vestibule.directory.Domain;
import io.vestibule.directory.Group;
import io.vestibule.directory.GroupOutcome;
import io.vestibule.directory.Groups;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.Extra;
import io.vestibule.journey.RealmFiles;
import io.vestibule.mapping.FederationProtocol;
import io.vestibule.mapping.FederationProtocols;
import io.vestibule.mapping.IdentityProvider;
import io.vestibule.mapping.IdentityProviders;
import io.vestibule.mapping.Mappings;
import io.vestibule.mapping.RuleReader;
import io.vestibule.mapping.RuleSet;
import io.vestibule.mapping.Rules;
import io.vestibule.peer.KeystonePeer;
import io.vestibule.peer.PythonPeer;
import io.vestibule.protocol.keystone.Cloud;
import io.vestibule.protocol.keystone.CloudProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A real Keystone says who somebody is, signed with SHA-1, and keystoneauth carries it here. */
@QuarkusTest
@TestProfile(CloudProfile.class)
@Tag("peer")
@Tag("saml")
class RealIdentityProviderTest {
    private static final String RULES = """
            {"rules": [{"remote": [{"type": "openstack_user"}, {"type": "openstack_user_domain"},
                                   {"type": "openstack_project", "any_one_of": ["admin"]}],
                        "local": [{"user": {"name": "{0} of {1}"}}, {"group": {"id": "%s"}}]}]}""";

    @Inject
    Cloud cloud;

    @Inject
    RealmFiles files;

    @Inject
    IdentityProviders providers;

    @Inject
    FederationProtocols protocols;

    @Inject
    Mappings mappings;

    @Inject
    Groups groups;

    @Inject
    Assignments assignments;

    @Test
    void keystoneauthComesHereFromARealKeystone() {
        try (KeystonePeer there = KeystonePeer.prepare();
                PythonPeer client = PythonPeer.start("/keystone/python/k2k.py", List.of("keystoneauth1"), Map.of())) {
            String entityId = there.startAsIdentityProvider();
            Project landing = cloud.project();
            welcome(entityId, landing);
            String v3 = there.base() + "/v3";
            OtherSide.send(OtherSide.token(v3), "PUT", v3 + "/OS-FEDERATION/service_providers/vestibule", """
                    {"service_provider": {"enabled": true, "auth_url": "%s", "sp_url": "%s"}}
                    """.formatted(
                            cloud.at("/v3/OS-FEDERATION/identity_providers/rain/protocols/saml2/auth"),
                            cloud.at("/realms/cloud/connectors/rain/ecp")));
            Map<String, Object> question = Map.of(
                    "base",
                    Map.of(
                            "auth_url", v3,
                            "username", "admin",
                            "password", KeystonePeer.ADMIN_PASSWORD,
                            "user_domain_id", "default",
                            "project_name", "admin",
                            "project_domain_id", "default"),
                    "service_provider",
                    "vestibule",
                    "options",
                    Map.of("project_id", landing.id().value()));
            String named = "connectors:\n  - id: rain\n    preset: keystone-saml\n    hidden: true\n    config:\n"
                    + "      metadata: { url: \"" + v3 + "/OS-FEDERATION/saml2/metadata\" }\n";

            files.with(
                    "cloud",
                    "connectors:\n",
                    named,
                    () -> assertThat(client.ask(question).has("refused"))
                            .as("SHA-1 from a partner that is not named for it")
                            .isTrue());
            files.with("cloud", "connectors:\n", named + "      outdatedAlgorithms: [sha1]\n", () -> {
                JsonNode access = client.ask(question);
                assertThat(access.path("user").asText()).as(access.toString()).isEqualTo("admin of Default");
                assertThat(access.path("project").asText()).isEqualTo(landing.name());
                assertThat(access.path("roles")).extracting(JsonNode::asText).contains("member");
                assertThat(cloud.counts(access.path("token").asText())).isTrue();
            });
        }
    }

    /** Whoever comes from that Keystone's project {@code admin} is a member of {@code landing}. */
    private void welcome(String entityId, Project landing) {
        GroupOutcome made = groups.create(
                Cloud.REALM, new Groups.NewGroup(Domain.DEFAULT, "visitors-" + Cloud.hex(), "", Extra.none()));
        assertThat(made).isInstanceOf(GroupOutcome.Done.class);
        Group visitors = ((GroupOutcome.Done) made).group();
        assignments
                .grant(
                        Cloud.REALM,
                        new Assignment(
                                new Actor.OfGroup(visitors.id()),
                                Cloud.on(landing),
                                cloud.role("member").id(),
                                false))
                .orElseThrow(why -> new IllegalStateException(why.toString()));
        providers.create(new IdentityProvider(
                Cloud.REALM,
                "rain",
                Domain.DEFAULT,
                true,
                Optional.empty(),
                List.of(entityId),
                Optional.empty(),
                Optional.of(new ConnectorId("rain")),
                Optional.empty()));
        mappings.create(new RuleSet(
                Cloud.REALM, "rain", read(RULES.formatted(visitors.id().value())), false, Optional.empty()));
        protocols.create(Cloud.REALM, new FederationProtocol("rain", "saml2", "rain", Optional.empty()));
    }

    private static Rules read(String json) {
        if (RuleReader.read(json) instanceof RuleReader.Outcome.Read(Rules rules)) {
            return rules;
        }
        throw new AssertionError(json);
    }
}
