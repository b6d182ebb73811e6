package io.vestibule.protocol.keystone.partners;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.access.Project;
import io.vestibule.directory.User;
import io.vestibule.identity.Scope;
import io.vestibule.peer.KeystoneBehindShibboleth;
import io.vestibule.peer.PythonPeer;
import io.vestibule.protocol.keystone.Cloud;
import io.vestibule.protocol.keystone.CloudProfile;
import io.vestibule.protocol.saml.toy.PeerMetadata;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A real Keystone behind Apache with mod_shib takes our assertions, and keystoneauth carries them there. */
@QuarkusTest
@TestProfile(CloudProfile.class)
@Tag("peer")
@Tag("saml")
class RealServiceProviderTest {
    @Inject
    Cloud cloud;

    @Test
    void keystoneauthGoesOnFromUsToARealKeystone() {
        try (KeystoneBehindShibboleth there = KeystoneBehindShibboleth.prepare();
                PythonPeer client = PythonPeer.start("/keystone/python/k2k.py", List.of("keystoneauth1"), Map.of())) {
            String metadata =
                    given().get(cloud.at("/v3/OS-FEDERATION/saml2/metadata")).asString();
            String entityId = PeerMetadata.identityProvider(metadata).entityId();
            there.start(entityId, metadata);
            User somebody = cloud.person();
            Project project = cloud.project();
            cloud.grant(somebody.id(), "member", Cloud.on(project));
            OtherSide.welcome(there, entityId, project.name());
            serviceProvider("real", there, there.entityId());
            serviceProvider("mistaken", there, "https://elsewhere.example/shibboleth");

            JsonNode access = client.ask(question(somebody, project, "real"));
            assertThat(access.path("user").asText())
                    .as(access + "\n" + there.log())
                    .isEqualTo(somebody.name() + " of Default");
            assertThat(access.path("project").asText()).isEqualTo("landing");
            assertThat(access.path("roles")).extracting(JsonNode::asText).contains("member");

            assertThat(client.ask(question(somebody, project, "mistaken")).has("refused"))
                    .as("an assertion for another service provider")
                    .isTrue();
            assertThat(there.log()).containsIgnoringCase("audience");
        }
    }

    private Map<String, Object> question(User somebody, Project project, String to) {
        return Map.of(
                "base",
                Map.of(
                        "auth_url", cloud.at("/v3"),
                        "user_id", somebody.id().hex(),
                        "password", Cloud.PASSWORD,
                        "project_id", project.id().value()),
                "service_provider",
                to,
                "options",
                Map.of("project_name", "landing", "project_domain_id", "default"));
    }

    private void serviceProvider(String id, KeystoneBehindShibboleth there, String entityId) {
        User admin = cloud.person();
        cloud.grant(admin.id(), "admin", new Scope.System());
        cloud.as(cloud.token(admin, Cloud.system()))
                .contentType("application/json")
                .body(Map.of(
                        "service_provider",
                        Map.of(
                                "auth_url",
                                there.authUrl("vestibule"),
                                "sp_url",
                                there.spUrl(),
                                "entity_id",
                                entityId,
                                "enabled",
                                true)))
                .put(cloud.at("/v3/OS-FEDERATION/service_providers/" + id))
                .then()
                .statusCode(201);
    }
}
