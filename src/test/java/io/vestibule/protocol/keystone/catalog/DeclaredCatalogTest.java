package io.vestibule.protocol.keystone.catalog;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.vestibule.identity.DeclaredId;
import io.vestibule.journey.DemoProfile;
import io.vestibule.realm.BaseUrl;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The demo realm as it is delivered: its file declares where its Identity API is. */
@QuarkusTest
@TestProfile(DemoProfile.class)
class DeclaredCatalogTest {
    @Inject
    BaseUrl base;

    @Test
    void anAdministratorOfTheDemoFindsTheIdentityServiceInTheirToken() {
        Map<String, ?> inDefault = Map.of("id", "default");
        Map<String, ?> ada = Map.of("name", "ada", "domain", inDefault, "password", "correct horse battery staple");
        Response issued = given().contentType("application/json")
                .body(Map.of(
                        "auth",
                        Map.of(
                                "identity", Map.of("methods", List.of("password"), "password", Map.of("user", ada)),
                                "scope", Map.of("project", Map.of("name", "admin", "domain", inDefault)))))
                .post(base.value() + "/v3/auth/tokens");
        issued.then().statusCode(201);
        assertThat(issued.jsonPath().getString("token.catalog[0].id")).isEqualTo(DeclaredId.of("service", "keystone"));
        assertThat(issued.jsonPath().getString("token.catalog[0].type")).isEqualTo("identity");
        assertThat(issued.jsonPath().getList("token.catalog[0].endpoints.url"))
                .containsExactly(base.value() + "/v3", base.value() + "/v3", base.value() + "/v3");
        String token = issued.header("X-Subject-Token");
        given().header("X-Auth-Token", token)
                .get(base.value() + "/v3/regions/RegionOne")
                .then()
                .statusCode(200);
    }
}
