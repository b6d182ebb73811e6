package io.vestibule.protocol.keystone.partners;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vestibule.access.Project;
import io.vestibule.directory.User;
import io.vestibule.identity.Scope;
import io.vestibule.peer.KeystoneBehindShibboleth;
import io.vestibule.peer.KeystonePeer;
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
    private static final String MAPPING = """
            {"mapping": {"rules": [{
              "local": [{"user": {"name": "{0} of {1}"}}, {"group": {"name": "visitors", "domain": {"id": "default"}}}],
              "remote": [{"type": "openstack_user"}, {"type": "openstack_user_domain"},
                         {"type": "openstack_project", "any_one_of": ["%s"]}, {"type": "openstack_roles", "any_one_of": ["member"]}]
            }]}}""";

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
            welcome(there, entityId, project);
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

    /** What the other side's administrator does: who comes from {@code project} is a member of the project {@code landing}. */
    private static void welcome(KeystoneBehindShibboleth there, String entityId, Project project) {
        String v3 = there.behind() + "/v3";
        Response login = given().contentType("application/json")
                .body("""
                        {"auth": {"identity": {"methods": ["password"], "password": {"user": {"name": "admin",
                         "domain": {"id": "default"}, "password": "%s"}}},
                         "scope": {"project": {"name": "admin", "domain": {"id": "default"}}}}}
                        """.formatted(KeystonePeer.ADMIN_PASSWORD))
                .post(v3 + "/auth/tokens");
        String token = login.header("X-Subject-Token");
        String federation = v3 + "/OS-FEDERATION";
        String landing = send(token, "POST", v3 + "/projects", "{\"project\": {\"name\": \"landing\"}}")
                .getString("project.id");
        String visitors = send(token, "POST", v3 + "/groups", "{\"group\": {\"name\": \"visitors\"}}")
                .getString("group.id");
        String member = send(token, "GET", v3 + "/roles?name=member", "").getString("roles[0].id");
        send(token, "PUT", v3 + "/projects/" + landing + "/groups/" + visitors + "/roles/" + member, "");
        send(token, "PUT", federation + "/identity_providers/vestibule", """
                {"identity_provider": {"enabled": true, "remote_ids": ["%s"]}}""".formatted(entityId));
        send(token, "PUT", federation + "/mappings/crossing", MAPPING.formatted(project.name()));
        send(token, "PUT", federation + "/identity_providers/vestibule/protocols/saml2", """
                {"protocol": {"mapping_id": "crossing"}}""");
    }

    private static JsonPath send(String token, String method, String url, String body) {
        Response answer = given().header("X-Auth-Token", token)
                .contentType("application/json")
                .body(body)
                .request(method, url);
        assertThat(answer.statusCode())
                .as(method + " " + url + " " + answer.asString())
                .isBetween(200, 204);
        return answer.jsonPath();
    }
}
