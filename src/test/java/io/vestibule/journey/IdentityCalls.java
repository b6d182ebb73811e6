package io.vestibule.journey;

import static io.restassured.RestAssured.given;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;

/** What programs ask of a realm's Identity API, where grace is administrator of everything. */
abstract class IdentityCalls {
    /** Where it is. */
    abstract String base();

    /** A token of grace's. */
    String administrator() {
        return token("grace", Map.of("system", Map.of("all", true)));
    }

    String token(String person, Object scope) {
        Map<String, Object> user =
                Map.of("name", person, "domain", Map.of("id", "default"), "password", person + "-password-1");
        Map<String, Object> identity = Map.of("methods", List.of("password"), "password", Map.of("user", user));
        return issued(Map.of("identity", identity, "scope", scope));
    }

    String rescoped(String token, Object scope) {
        return issued(
                Map.of("identity", Map.of("methods", List.of("token"), "token", Map.of("id", token)), "scope", scope));
    }

    private String issued(Object auth) {
        Response answer = given().contentType("application/json")
                .body(Map.of("auth", auth))
                .post(base() + "/auth/tokens");
        answer.then().statusCode(201);
        return answer.header("X-Subject-Token");
    }

    RequestSpecification as(String token) {
        return given().header("X-Auth-Token", token);
    }

    /** Whether the administrator finds the token good. */
    boolean counts(String token) {
        return validated(administrator(), token) == 200;
    }

    /** What an administrator hears who asks for it. */
    int validated(String administrator, String token) {
        return as(administrator)
                .header("X-Subject-Token", token)
                .get(base() + "/auth/tokens")
                .statusCode();
    }
}
