package io.vestibule.protocol.keystone.identity;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.access.Project;
import io.vestibule.access.ServiceCatalog;
import io.vestibule.identity.DomainId;
import io.vestibule.protocol.keystone.Cloud;
import io.vestibule.protocol.keystone.CloudProfile;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Unified limits: recorded exchanges 099 to 105. */
@QuarkusTest
@TestProfile(CloudProfile.class)
class LimitsTest {
    @Inject
    Personas personas;

    @Inject
    Cloud cloud;

    @Inject
    Instance<ServiceCatalog> catalog;

    private String system;
    private String service;
    private String resource;

    @BeforeEach
    void aServiceThatCountsSomething() {
        system = personas.onSystem("admin");
        service = catalog.isResolvable() ? catalog.get().ensureService(Cloud.REALM, "compute", "nova") : Cloud.hex();
        resource = Personas.unique("resource");
    }

    private String registered() {
        return personas.post(system, "/registered_limits", """
                        {"registered_limits": [{"service_id": "%s", "resource_name": "%s", "default_limit": 10}]}""".formatted(service, resource))
                .statusCode(201)
                .body("registered_limits", hasSize(1))
                .body("registered_limits[0].region_id", nullValue())
                .body("registered_limits[0].default_limit", equalTo(10))
                .body("registered_limits[0].description", nullValue())
                .body("links", nullValue())
                .extract()
                .path("registered_limits[0].id");
    }

    private String limit(String owner, String id, int amount) {
        return """
                {"limits": [{"service_id": "%s", "%s": "%s", "resource_name": "%s", "resource_limit": %d}]}""".formatted(service, owner, id, resource, amount);
    }

    @Test
    void aLimitNeedsARegisteredOneAndKeepsItFromChanging() {
        Project project = cloud.project();
        String body = limit("project_id", project.id().value(), 5);
        personas.post(system, "/limits", body)
                .statusCode(403)
                .body("error.message", equalTo("Unable to create a limit that has no corresponding registered limit."));
        String registered = registered();
        String id = personas.post(system, "/limits", body)
                .statusCode(201)
                .body("limits[0].project_id", equalTo(project.id().value()))
                .body("limits[0].domain_id", nullValue())
                .body("limits[0].resource_limit", equalTo(5))
                .extract()
                .path("limits[0].id");
        personas.post(system, "/limits", body).statusCode(409);
        personas.get(system, "/limits?resource_name=" + resource).body("limits.id", contains(id));
        personas.get(system, "/limits?service_id=" + service + "&project_id=" + project.id())
                .body("limits.id", contains(id));
        personas.patch(system, "/limits/" + id, "{\"limit\":{\"resource_limit\":7}}")
                .statusCode(200)
                .body("limit.resource_limit", equalTo(7));
        personas.delete(system, "/registered_limits/" + registered)
                .statusCode(403)
                .body(
                        "error.message",
                        equalTo("Unable to update or delete registered limit " + registered
                                + " because there are project limits associated with it."));
        personas.delete(system, "/limits/" + id).statusCode(204);
        personas.get(system, "/limits/" + id)
                .statusCode(404)
                .body("error.message", equalTo("Could not find limit for " + id + "."));
        personas.patch(system, "/registered_limits/" + registered, "{\"registered_limit\":{\"default_limit\":3}}")
                .statusCode(200)
                .body("registered_limit.default_limit", equalTo(3));
        personas.delete(system, "/registered_limits/" + registered).statusCode(204);
        personas.get(system, "/registered_limits/" + registered).statusCode(404);
    }

    @Test // so that a service asks once for all that binds it where it is
    void aServiceAsksForWhatBindsItInItsRegion() {
        Project project = cloud.project();
        String region = Personas.unique("region");
        personas.post(system, "/regions", "{\"region\": {\"id\": \"%s\"}}".formatted(region))
                .statusCode(201);
        registered();
        String here = """
                {"service_id": "%s", "region_id": "%s", "resource_name": "%s", """.formatted(service, region, resource);
        String ofRegion = personas.post(
                        system, "/registered_limits", "{\"registered_limits\": [" + here + " \"default_limit\": 20}]}")
                .statusCode(201)
                .extract()
                .path("registered_limits[0].id");
        personas.post(system, "/limits", limit("project_id", project.id().value(), 5))
                .statusCode(201);
        String own = personas.post(
                        system,
                        "/limits",
                        "{\"limits\": [" + here + " \"project_id\": \"" + project.id() + "\", \"resource_limit\": 6}]}")
                .statusCode(201)
                .extract()
                .path("limits[0].id");

        String asked = "service_id=" + service + "&region_id=" + region;
        personas.get(system, "/registered_limits?" + asked).body("registered_limits.id", contains(ofRegion));
        personas.get(system, "/limits?" + asked).body("limits.id", contains(own));
        personas.get(system, "/limits?" + asked + "x").body("limits", hasSize(0));
    }

    @Test
    void registeredLimitsAreOfOneKindOnlyOnce() {
        registered();
        personas.post(system, "/registered_limits", """
                        {"registered_limits": [{"service_id": "%s", "resource_name": "%s", "default_limit": 1}]}""".formatted(service, resource))
                .statusCode(409)
                .body(
                        "error.message",
                        equalTo("Conflict occurred attempting to store registered_limit - Duplicate entry."));
        personas.post(system, "/registered_limits", "{\"registered_limits\": []}")
                .statusCode(400);
    }

    @Test
    void everybodySeesTheirOwnPart() {
        registered();
        DomainId domain = personas.domain();
        Project own = cloud.project();
        String ofDomain = made(limit("domain_id", domain.value(), 9));
        String ofProject = made(limit("project_id", own.id().value(), 4));
        String asProject = made(limit("project_id", personas.project(domain), 3));
        String query = "/limits?resource_name=" + resource;
        personas.get(system, query).body("limits", hasSize(3));
        personas.get(personas.onDomain(domain, "reader"), query)
                .body("limits.id", hasItem(ofDomain))
                .body("limits.id", hasItem(asProject))
                .body("limits.id", not(hasItem(ofProject)));
        String reader = personas.onProject(own, "reader");
        personas.get(reader, query).body("limits.id", contains(ofProject));
        personas.get(reader, "/limits/" + ofProject).statusCode(200);
        personas.get(reader, "/limits/" + ofDomain).statusCode(403);
        personas.get(reader, "/registered_limits?resource_name=" + resource).body("registered_limits", hasSize(1));
        personas.post(reader, "/limits", limit("project_id", own.id().value(), 1))
                .statusCode(403);
    }

    private String made(String body) {
        return personas.post(system, "/limits", body).statusCode(201).extract().path("limits[0].id");
    }

    @Test
    void aLimitIsOfSomethingThatExists() {
        registered();
        personas.post(system, "/limits", limit("project_id", Cloud.hex(), 1))
                .statusCode(400)
                .body(
                        "error.message",
                        equalTo("Expecting to find project_id in limit. The server could not comply with the request"
                                + " since it is either malformed or otherwise incorrect. The client is assumed to be"
                                + " in error."));
    }

    @Test
    void theModelSaysHowLimitsBindEachOther() {
        personas.get(personas.onProject(cloud.project(), "reader"), "/limits/model")
                .statusCode(200)
                .body("model.name", equalTo("flat"))
                .body(
                        "model.description",
                        equalTo(
                                "Limit enforcement and validation does not take project hierarchy into consideration."));
    }

    @Test
    void certificatesOfPkiTokensAreGone() {
        personas.get("none", "/OS-SIMPLE-CERT/ca").statusCode(410).body("error.code", equalTo(410));
        personas.get("none", "/OS-SIMPLE-CERT/certificates").statusCode(410);
    }
}
