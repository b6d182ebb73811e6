package io.vestibule.protocol.keystone.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vestibule.access.Project;
import io.vestibule.access.ServiceCatalog;
import io.vestibule.directory.User;
import io.vestibule.identity.Scope;
import io.vestibule.protocol.keystone.Cloud;
import io.vestibule.protocol.keystone.CloudProfile;
import io.vestibule.protocol.keystone.catalog.CatalogDeclaration.PlaceEntry;
import io.vestibule.protocol.keystone.catalog.CatalogDeclaration.RegionEntry;
import io.vestibule.protocol.keystone.catalog.CatalogDeclaration.ServiceEntry;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The catalogue as administrators keep it and tokens show it. */
@QuarkusTest
@TestProfile(CloudProfile.class)
class CatalogTest {
    @Inject
    Cloud cloud;

    @Inject
    DeclaredCatalog declared;

    @Inject
    ServiceCatalog seeded;

    private String admin;
    private User member;
    private Project project;

    @BeforeEach
    void anAdministratorAndAMember() {
        User boss = cloud.person();
        cloud.grant(boss.id(), "admin", new Scope.System());
        admin = cloud.token(boss, Cloud.system());
        member = cloud.person();
        project = cloud.project();
        cloud.grant(member.id(), "member", Cloud.on(project));
    }

    @AfterEach
    void nothingIsDeclared() {
        declared.follow(Cloud.REALM, CatalogDeclaration.none());
    }

    @Test
    void aTokenShowsServicesWithAddressesOfItsProject() {
        String service = made("service", "services", Map.of("type", "object-store", "name", "swift"));
        made("region", "regions", Map.of("id", "r-" + service));
        String endpoint = endpoint(service, "public", "https://swift.example/v1/AUTH_%(tenant_id)s");
        JsonPath token = shown();
        String found = "token.catalog.find { it.id == '" + service + "' }";
        assertThat(token.getString(found + ".type")).isEqualTo("object-store");
        assertThat(token.getString(found + ".name")).isEqualTo("swift");
        assertThat(token.<Map<String, Object>>get(found + ".endpoints[0]"))
                .containsOnly(
                        Map.entry("id", endpoint),
                        Map.entry("interface", "public"),
                        Map.entry("region_id", "r-" + service),
                        Map.entry("region", "r-" + service),
                        Map.entry("url", "https://swift.example/v1/AUTH_" + project.id()));
    }

    @Test
    void aChangeIsSeenAtOnceAlsoByATokenThatExists() {
        String service = made("service", "services", Map.of("type", "image", "name", "glance"));
        String token = cloud.token(member, Cloud.project(project));
        assertThat(names(cloud.validate(token, token).jsonPath())).contains(service);
        change("services/" + service, Map.of("service", Map.of("enabled", false)))
                .then()
                .statusCode(200);
        assertThat(names(cloud.validate(token, token).jsonPath())).doesNotContain(service);
        cloud.as(admin).delete(cloud.at("/v3/services/" + service)).then().statusCode(204);
        cloud.as(admin).get(cloud.at("/v3/services/" + service)).then().statusCode(404);
    }

    @Test
    void bodiesAreCheckedAndRefusedInKeystonesWords() {
        Response typed = create("services", Map.of("service", Map.of("type", 1)));
        typed.then().statusCode(400);
        assertThat(typed.jsonPath().getString("error.message"))
                .startsWith("Invalid input for field 'type': 1 is not of type 'string'");
        String service = made("service", "services", Map.of("type", "x"));
        create("endpoints", Map.of("endpoint", endpointOf(service, "none", "http://x/%(secret)s")))
                .then()
                .statusCode(400);
        create("endpoints", Map.of("endpoint", endpointOf(Cloud.hex(), null, "http://x")))
                .then()
                .statusCode(400);
        create("endpoints", Map.of("endpoint", endpointOf(service, null, "no address")))
                .then()
                .statusCode(400);
        create("services", Map.of("service", Map.of("name", "typeless"))).then().statusCode(400);
    }

    @Test
    void unknownAttributesAreKeptAndListsAreFiltered() {
        String type = "t" + UUID.randomUUID();
        String service = made("service", "services", Map.of("type", type, "description", "kept", "colour", "blue"));
        JsonPath listed =
                cloud.as(admin).get(cloud.at("/v3/services?type=" + type)).jsonPath();
        assertThat(listed.getList("services.id")).containsExactly(service);
        assertThat(listed.getString("services[0].colour")).isEqualTo("blue");
        assertThat(listed.getString("services[0].description")).isEqualTo("kept");
        assertThat(listed.getString("services[0].links.self")).isEqualTo(cloud.at("/v3/services/" + service));
        assertThat(listed.getBoolean("services[0].enabled")).isTrue();
    }

    @Test
    void aRegionWithEndpointsBelowItStaysAndOneWithoutTakesItsChildrenAlong() {
        String top = made("region", "regions", Map.of("description", "top"));
        String below = made("region", "regions", Map.of("id", "below-" + top, "parent_region_id", top));
        create("regions", Map.of("region", Map.of("id", below))).then().statusCode(409);
        change("regions/" + top, Map.of("region", Map.of("parent_region_id", below)))
                .then()
                .statusCode(400);
        String service = made("service", "services", Map.of("type", "x"));
        String endpoint = made("endpoint", "endpoints", endpointOf(service, below, "http://x/"));
        cloud.as(admin).delete(cloud.at("/v3/regions/" + top)).then().statusCode(403);
        cloud.as(admin).delete(cloud.at("/v3/endpoints/" + endpoint)).then().statusCode(204);
        cloud.as(admin).delete(cloud.at("/v3/regions/" + top)).then().statusCode(204);
        cloud.as(admin).get(cloud.at("/v3/regions/" + below)).then().statusCode(404);
        JsonPath named = cloud.as(admin)
                .contentType("application/json")
                .body(Map.of("region", Map.of()))
                .put(cloud.at("/v3/regions/put-" + top))
                .jsonPath();
        assertThat(named.getString("region.id")).isEqualTo("put-" + top);
        assertThat(named.getString("region.description")).isEmpty();
    }

    @Test
    void aProjectThatIsGivenEndpointsSeesNoOthers() {
        String service = made("service", "services", Map.of("type", "x"));
        String given = endpoint(service, "public", "http://given/");
        String other = endpoint(service, "internal", "http://other/");
        String association = cloud.at("/v3/OS-EP-FILTER/projects/" + project.id() + "/endpoints/" + given);
        assertThat(endpoints()).contains(given, other);
        cloud.as(admin).put(association).then().statusCode(204);
        cloud.as(admin).put(association).then().statusCode(409);
        assertThat(endpoints()).containsExactly(given);
        cloud.as(admin).get(association).then().statusCode(204);
        cloud.as(admin).delete(association).then().statusCode(204);
        cloud.as(admin).get(association).then().statusCode(404);
        assertThat(endpoints()).contains(given, other);
    }

    @Test
    void aGroupGivesTheEndpointsThatItsFiltersFit() {
        String service = made("service", "services", Map.of("type", "x"));
        String fits = endpoint(service, "internal", "http://fits/");
        endpoint(service, "public", "http://does-not/");
        String group = made(
                "endpoint_group",
                "OS-EP-FILTER/endpoint_groups",
                Map.of("name", "g", "filters", Map.of("service_id", service, "interface", "internal")));
        String path = "/v3/OS-EP-FILTER/endpoint_groups/" + group;
        assertThat(cloud.as(admin).get(cloud.at(path + "/endpoints")).jsonPath().getList("endpoints.id"))
                .containsExactly(fits);
        cloud.as(admin).put(cloud.at(path + "/projects/" + project.id())).then().statusCode(204);
        assertThat(endpoints()).containsExactly(fits);
        assertThat(cloud.as(admin).get(cloud.at(path + "/projects")).jsonPath().getList("projects.id"))
                .containsExactly(project.id().value());
        create(
                        "OS-EP-FILTER/endpoint_groups",
                        Map.of("endpoint_group", Map.of("name", "g", "filters", Map.of("url", "x"))))
                .then()
                .statusCode(400);
        cloud.as(admin).delete(cloud.at(path)).then().statusCode(204);
        assertThat(endpoints()).contains(fits).hasSizeGreaterThan(1);
    }

    @Test
    void anEndpointObeysItsOwnPolicyThenItsServicesInItsRegionThenItsServices() {
        String top = made("region", "regions", Map.of());
        String below = made("region", "regions", Map.of("parent_region_id", top));
        String service = made("service", "services", Map.of("type", "x"));
        String endpoint = made("endpoint", "endpoints", endpointOf(service, below, "http://x/"));
        String ofAll = policy();
        String ofRegion = policy();
        String own = policy();
        String asked = cloud.at("/v3/endpoints/" + endpoint + "/OS-ENDPOINT-POLICY/policy");
        cloud.as(admin).get(asked).then().statusCode(404);
        associate(ofAll, "services/" + service);
        assertThat(cloud.as(admin).get(asked).jsonPath().getString("policy.id")).isEqualTo(ofAll);
        associate(ofRegion, "services/" + service + "/regions/" + top);
        assertThat(cloud.as(admin).get(asked).jsonPath().getString("policy.id")).isEqualTo(ofRegion);
        associate(own, "endpoints/" + endpoint);
        assertThat(cloud.as(admin).get(asked).jsonPath().getString("policy.id")).isEqualTo(own);
        assertThat(cloud.as(admin)
                        .get(cloud.at("/v3/policies/" + ofRegion + "/OS-ENDPOINT-POLICY/endpoints"))
                        .jsonPath()
                        .getList("endpoints.id"))
                .containsExactly(endpoint);
        String association = cloud.at("/v3/policies/" + own + "/OS-ENDPOINT-POLICY/endpoints/" + endpoint);
        cloud.as(admin).delete(association).then().statusCode(204);
        cloud.as(admin).get(association).then().statusCode(404);
    }

    @Test
    void onlyAdministratorsKeepIt() {
        String token = cloud.token(member, Cloud.project(project));
        cloud.as(token)
                .contentType("application/json")
                .body(Map.of("service", Map.of("type", "x")))
                .post(cloud.at("/v3/services"))
                .then()
                .statusCode(403);
        cloud.as(token).get(cloud.at("/v3/services")).then().statusCode(403);
        cloud.as(token).get(cloud.at("/v3/regions")).then().statusCode(200);
        cloud.as(token).get(cloud.at("/v3/endpoints/" + Cloud.hex())).then().statusCode(404);
        cloud.as("nobody").get(cloud.at("/v3/endpoints/" + Cloud.hex())).then().statusCode(401);
        cloud.as("nobody").get(cloud.at("/v3/regions")).then().statusCode(401);
    }

    @Test
    void whatARealmsFileDeclaresIsThereUntilItIsDeclaredNoMore() {
        PlaceEntry place = new PlaceEntry(
                Optional.of("declared"), Optional.of("https://nova/"), Map.of("admin", "https://nova-admin/"));
        ServiceEntry nova = new ServiceEntry("compute", "nova", Optional.empty(), true, List.of(place));
        declared.follow(
                Cloud.REALM,
                new CatalogDeclaration(
                        List.of(new RegionEntry("declared", Optional.of("Here"), Optional.of("earth"))),
                        List.of(nova)));
        JsonPath shown = shown();
        String service = "token.catalog.find { it.id == '" + nova.id() + "' }";
        assertThat(shown.getList(service + ".endpoints.interface")).containsExactly("public", "internal", "admin");
        assertThat(shown.getList(service + ".endpoints.url"))
                .containsExactly("https://nova/", "https://nova/", "https://nova-admin/");
        assertThat(seeded.service(Cloud.REALM, "nova")).contains(nova.id());
        declared.follow(Cloud.REALM, CatalogDeclaration.none());
        assertThat(names(shown())).doesNotContain(nova.id());
        cloud.as(admin).get(cloud.at("/v3/regions/declared")).then().statusCode(404);
    }

    @Test
    void aBootstrapTwiceIsABootstrapOnce() {
        String name = "identity-" + UUID.randomUUID();
        String first = seeded.ensureService(Cloud.REALM, "identity", name);
        seeded.ensureRegion(Cloud.REALM, "seeded");
        seeded.ensureEndpoint(Cloud.REALM, first, Optional.of("seeded"), "public", URI.create("https://one/v3"));
        assertThat(seeded.ensureService(Cloud.REALM, "identity", name)).isEqualTo(first);
        seeded.ensureRegion(Cloud.REALM, "seeded");
        seeded.ensureEndpoint(Cloud.REALM, first, Optional.of("seeded"), "public", URI.create("https://two/v3"));
        JsonPath listed = cloud.as(admin)
                .get(cloud.at("/v3/endpoints?service_id=" + first))
                .jsonPath();
        assertThat(listed.getList("endpoints.url")).containsExactly("https://two/v3");
    }

    private JsonPath shown() {
        Response issued = cloud.authenticate(Cloud.byPassword(member.id(), Cloud.PASSWORD), Cloud.project(project));
        issued.then().statusCode(201);
        return issued.jsonPath();
    }

    private static List<String> names(JsonPath token) {
        return token.getList("token.catalog.id");
    }

    private List<String> endpoints() {
        return shown().getList("token.catalog.endpoints.id.flatten()");
    }

    private String endpoint(String service, String face, String url) {
        create("regions", Map.of("region", Map.of("id", "r-" + service)));
        Map<String, String> wanted =
                Map.of("service_id", service, "interface", face, "url", url, "region_id", "r-" + service);
        return made("endpoint", "endpoints", wanted);
    }

    private static Map<String, String> endpointOf(String service, String region, String url) {
        return region == null
                ? Map.of("service_id", service, "interface", "public", "url", url)
                : Map.of("service_id", service, "interface", "public", "url", url, "region", region);
    }

    private String policy() {
        return made("policy", "policies", Map.of("type", "application/json", "blob", "{}"));
    }

    private void associate(String policy, String subject) {
        String path = cloud.at("/v3/policies/" + policy + "/OS-ENDPOINT-POLICY/" + subject);
        cloud.as(admin).put(path).then().statusCode(204);
        cloud.as(admin).get(path).then().statusCode(204);
    }

    private Response create(String path, Object body) {
        return cloud.as(admin).contentType("application/json").body(body).post(cloud.at("/v3/" + path));
    }

    private Response change(String path, Object body) {
        return cloud.as(admin).contentType("application/json").body(body).patch(cloud.at("/v3/" + path));
    }

    private String made(String member, String path, Map<String, ?> attributes) {
        Response created = create(path, Map.of(member, attributes));
        created.then().statusCode(201);
        return created.jsonPath().getString(member + ".id");
    }
}
