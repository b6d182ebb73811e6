package io.vestibule.protocol.keystone.auth;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vestibule.directory.User;
import io.vestibule.journey.RealmFiles;
import io.vestibule.protocol.keystone.Cloud;
import io.vestibule.protocol.keystone.CloudProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Recorded exchanges 169 and 170: a front end says who the user is. The realm {@code front} names one, at this machine. */
@QuarkusTest
@TestProfile(CloudProfile.class)
class ExternalUserTest {
    private static final Object EXTERNAL = Map.of("methods", List.of("external"), "external", Map.of());

    @Inject
    Cloud cloud;

    @Inject
    RealmFiles files;

    @Test
    void whomTheFrontEndNamesHasAToken() {
        asked("front", "ada", EXTERNAL)
                .then()
                .statusCode(201)
                .body("token.user.name", equalTo("ada"))
                .body("token.methods", equalTo(List.of("external")));
        asked("front", "nobody", EXTERNAL).then().statusCode(401);
        given().contentType("application/json")
                .body(Map.of("auth", Map.of("identity", EXTERNAL)))
                .post(cloud.at("/realms/front/v3/auth/tokens"))
                .then()
                .statusCode(401);
    }

    @Test
    void anotherUsersPasswordBesideItIsRefused() {
        Object bob = Map.of(
                "methods",
                List.of("password"),
                "password",
                Map.of("user", Map.of("name", "bob", "domain", Map.of("id", "default"), "password", "bob-password-1")));
        asked("front", "bob", bob).then().statusCode(201).body("token.methods", hasItems("external", "password"));
        asked("front", "ada", bob).then().statusCode(401);
    }

    @Test
    void aStrangersHeaderCountsForNothing() {
        asked("stranger", "ada", EXTERNAL).then().statusCode(401);
        User somebody = cloud.person();
        asked("cloud", somebody.name(), EXTERNAL)
                .then()
                .statusCode(401)
                .body("error.message", equalTo("Attempted to authenticate with an unsupported method."));
    }

    @Test // security: a front end that adds its header leaves the client's beside it
    void whoIsSaidTwiceIsNobody() {
        for (Map<String, List<String>> headers : List.of(
                Map.of("X-Remote-User", List.of("ada", "bob")),
                Map.of("X-Remote-User", List.of("", "bob")),
                Map.of("X-Remote-User", List.of("ada", "ada")),
                Map.of("X-Remote-User", List.of("ada"), "X-Remote-Domain", List.of("Default", "Default")))) {
            RequestSpecification asking = given().contentType("application/json");
            headers.forEach((name, values) -> values.forEach(value -> asking.header(name, value)));
            asking.body(Map.of("auth", Map.of("identity", EXTERNAL)))
                    .post(cloud.at("/realms/front/v3/auth/tokens"))
                    .then()
                    .statusCode(401);
        }
        asked("front", "ada", EXTERNAL).then().statusCode(201);
    }

    @Test
    void aSecondFactorThatEverybodyNeedsIsAskedBesideAFrontEndsWord() {
        files.with(
                "front",
                "keystone:\n",
                "factors: { demand: everybody }\nkeystone:\n",
                () -> asked("front", "ada", EXTERNAL)
                        .then()
                        .statusCode(401)
                        .header("Openstack-Auth-Receipt", notNullValue())
                        .body("required_auth_methods", hasItems(List.of("external", "totp"))));
        files.with(
                "front",
                "keystone:\n",
                "factors: { demand: passwords }\nkeystone:\n",
                () -> asked("front", "ada", EXTERNAL).then().statusCode(201));
    }

    private Response asked(String realm, String user, Object identity) {
        return given().header("X-Remote-User", user)
                .contentType("application/json")
                .body(Map.of("auth", Map.of("identity", identity)))
                .post(cloud.at("/realms/" + realm + "/v3/auth/tokens"));
    }
}
