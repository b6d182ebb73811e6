package io.vestibule.protocol.keystone.partners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.vestibule.access.Project;
import io.vestibule.directory.User;
import io.vestibule.identity.Scope;
import io.vestibule.protocol.keystone.Cloud;
import io.vestibule.protocol.keystone.CloudProfile;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Other Keystones, from the API and from the realm's file: {@code /v3/OS-FEDERATION/service_providers}. */
@QuarkusTest
@TestProfile(CloudProfile.class)
class ServiceProvidersTest {
    private static final String PATH = "/v3/OS-FEDERATION/service_providers";
    private static final Map<String, Object> GOOD =
            Map.of("auth_url", "https://sp.example/v3/auth", "sp_url", "https://sp.example/ecp", "enabled", true);

    @Inject
    Cloud cloud;

    @Test
    void oneIsMadeShownChangedListedAndDeleted() {
        String admin = admin();
        String id = "sp-" + Cloud.hex();
        put(admin, id, GOOD)
                .then()
                .statusCode(201)
                .body("service_provider.relay_state_prefix", equalTo("ss:mem:"))
                .body("service_provider.description", nullValue())
                .body("service_provider.links.self", equalTo(cloud.at(PATH + "/" + id)));
        put(admin, id, GOOD).then().statusCode(409);
        cloud.as(admin)
                .contentType("application/json")
                .body(Map.of("service_provider", Map.of("enabled", false, "description", "away")))
                .patch(cloud.at(PATH + "/" + id))
                .then()
                .statusCode(200)
                .body("service_provider.enabled", equalTo(false))
                .body("service_provider.sp_url", equalTo("https://sp.example/ecp"));
        cloud.as(admin)
                .get(cloud.at(PATH + "/" + id))
                .then()
                .statusCode(200)
                .body("service_provider.description", equalTo("away"));
        cloud.as(admin)
                .get(cloud.at(PATH + "?enabled=false&id=" + id))
                .then()
                .statusCode(200)
                .body("service_providers.id", contains(id));
        cloud.as(admin).delete(cloud.at(PATH + "/" + id)).then().statusCode(204);
        cloud.as(admin)
                .get(cloud.at(PATH + "/" + id))
                .then()
                .statusCode(404)
                .body("error.message", equalTo("Could not find Service Provider: " + id + "."));
    }

    @Test
    void whatIsNoServiceProviderIsRefused() {
        String admin = admin();
        String id = "sp-" + Cloud.hex();
        put(admin, id, Map.of("auth_url", "https://sp.example/v3/auth"))
                .then()
                .statusCode(400)
                .body("error.message", containsString("'sp_url' is a required property"));
        Map<String, Object> more = new HashMap<>(GOOD);
        more.put("owner", "me");
        put(admin, id, more).then().statusCode(400);
        Map<String, Object> broken = new HashMap<>(GOOD);
        broken.put("sp_url", "https://sp example/<ecp>");
        put(admin, id, broken).then().statusCode(400);
        cloud.as(admin).get(cloud.at(PATH + "/" + id)).then().statusCode(404);
    }

    @Test
    void whoeverAdministersNothingChangesNothing() {
        User somebody = cloud.person();
        Project project = cloud.project();
        cloud.grant(somebody.id(), "admin", Cloud.on(project));
        String token = cloud.token(somebody, Cloud.project(project));
        put(token, "sp-" + Cloud.hex(), GOOD).then().statusCode(403);
        cloud.as(token).delete(cloud.at(PATH + "/declared")).then().statusCode(403);
        cloud.as(token).get(cloud.at(PATH)).then().statusCode(403);
    }

    @Test
    void aTokenForAProjectTellsOfThoseThatAreSwitchedOnAndNoOtherTokenDoes() {
        String admin = admin();
        String off = "off-" + Cloud.hex();
        Map<String, Object> disabled = new HashMap<>(GOOD);
        disabled.put("enabled", false);
        put(admin, off, disabled).then().statusCode(201);
        User somebody = cloud.person();
        Project project = cloud.project();
        cloud.grant(somebody.id(), "member", Cloud.on(project));
        Response scoped = cloud.authenticate(Cloud.byPassword(somebody.id(), Cloud.PASSWORD), Cloud.project(project));
        scoped.then()
                .body("token.service_providers.id", hasItem("declared"))
                .body("token.service_providers.id", not(hasItem(off)));
        assertThat(scoped.jsonPath().getMap("token.service_providers.find { it.id == 'declared' }"))
                .containsOnlyKeys("id", "auth_url", "sp_url");
        cloud.authenticate(Cloud.byPassword(somebody.id(), Cloud.PASSWORD), null)
                .then()
                .body("token.service_providers", nullValue());
        String token = scoped.header("X-Subject-Token");
        put(admin, "late-" + off, GOOD).then().statusCode(201);
        cloud.validate(token, token).then().body("token.service_providers.id", hasItem("late-" + off));
    }

    private Response put(String token, String id, Map<String, Object> attributes) {
        return cloud.as(token)
                .contentType("application/json")
                .body(Map.of("service_provider", attributes))
                .put(cloud.at(PATH + "/" + id));
    }

    private String admin() {
        User admin = cloud.person();
        cloud.grant(admin.id(), "admin", new Scope.System());
        return cloud.token(admin, Cloud.system());
    }
}
