package io.vestibule.protocol.keystone.auth;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.vestibule.directory.User;
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

    private Response asked(String realm, String user, Object identity) {
        return given().header("X-Remote-User", user)
                .contentType("application/json")
                .body(Map.of("auth", Map.of("identity", identity)))
                .post(cloud.at("/realms/" + realm + "/v3/auth/tokens"));
    }
}
