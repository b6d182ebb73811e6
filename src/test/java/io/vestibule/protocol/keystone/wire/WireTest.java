package io.vestibule.protocol.keystone.wire;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.protocol.keystone.CloudProfile;
import io.vestibule.realm.BaseUrl;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every answer of the Identity API has: recorded exchanges 001 to 004, 058 to 060, 064 and 066 to 069. */
@QuarkusTest
@TestProfile(CloudProfile.class)
class WireTest {
    @Inject
    BaseUrl base;

    @Test
    void theRootOffersTheVersionToAProgramAndAPageToABrowser() {
        given().redirects()
                .follow(false)
                .accept("application/json")
                .get(at("/"))
                .then()
                .statusCode(300)
                .header("Location", at("/v3/"))
                .header("Vary", "X-Auth-Token")
                .body("versions.values.id", equalTo(List.of("v3.14")))
                .body("versions.values[0].links[0].href", equalTo(at("/v3/")));
        given().accept("text/html").get(at("/")).then().statusCode(200).contentType(containsString("text/html"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v3", "/v3/", "/realms/cloud/v3", "/realms/other/v3", "/realms/other/v3/"})
    void everyRealmSaysWhichVersionItSpeaks(String path) {
        String self = at(path.endsWith("/") ? path : path + "/");
        given().accept("application/json")
                .get(at(path))
                .then()
                .statusCode(200)
                .contentType("application/json")
                .header("Vary", "X-Auth-Token")
                .header("x-openstack-request-id", matchesPattern("req-[0-9a-f-]{14}4[0-9a-f-]{21}"))
                .body("version.id", equalTo("v3.14"))
                .body("version.links[0].href", equalTo(self));
    }

    @Test
    void theHomeDocumentSaysWhereEverythingIs() {
        String tokens = given().accept("application/json-home")
                .get(at("/v3"))
                .then()
                .statusCode(200)
                .contentType("application/json-home")
                .extract()
                .path("resources.'https://docs.openstack.org/api/openstack-identity/3/rel/auth_tokens'.href");
        assertThat(tokens).isEqualTo("/auth/tokens");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v3/nonesuch", "/realms/cloud/v3/nonesuch", "/v2.0", "/realms/cloud/v3/auth/nonesuch"})
    void anUnknownPathIsAPlainPage(String path) {
        given().accept("application/json")
                .get(at(path))
                .then()
                .statusCode(404)
                .contentType("text/html; charset=utf-8")
                .header("Vary", "X-Auth-Token")
                .body(containsString("<title>404 Not Found</title>"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonesuch", "dark"})
    void aRealmThatDoesNotDeclareThisApiDoesNotHaveIt(String realm) {
        given().get(at("/realms/" + realm + "/v3")).then().statusCode(404).body("error.code", equalTo(404));
        given().contentType("application/json")
                .body("{\"auth\": {\"identity\": {\"methods\": []}}}")
                .post(at("/realms/" + realm + "/v3/auth/tokens"))
                .then()
                .statusCode(404);
        given().accept("application/json").get(at("/realms/" + realm)).then().statusCode(not(equalTo(300)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v3", "/realms/cloud/v3", "/v3/auth/tokens", "/v3/users", "/realms/cloud/v3/users/x"})
    void aWrongMethodIsToldSoInAShapeOfItsOwn(String path) {
        given().contentType("application/json")
                .body("{}")
                .put(at(path))
                .then()
                .statusCode(405)
                .contentType("application/json")
                .header("Allow", containsString("GET"))
                .body("$", aMapWithSize(1))
                .body("message", equalTo("The method is not allowed for the requested URL."));
    }

    @Test
    void otherAddressesKeepTheirOwnShape() {
        given().accept("application/json")
                .get(at("/realms/cloud/nonesuch"))
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("$", not(hasKey("error")));
    }

    private String at(String path) {
        return base.value() + path;
    }
}
