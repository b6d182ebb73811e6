package io.vestibule.everypath.keystone;

import static io.restassured.RestAssured.given;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vestibule.directory.User;
import io.vestibule.everypath.Stage;
import io.vestibule.identity.Scope;
import java.util.List;
import java.util.Map;

/** What the stage's person, and a service that nobody switches off, say to the Identity API. */
final class Tokens {
    private final Stage stage;
    private final User operator;

    Tokens(Stage stage) {
        this.stage = stage;
        this.operator = stage.bystander();
        stage.grant(operator.id(), "admin", new Scope.System());
    }

    Stage stage() {
        return stage;
    }

    String at(String path) {
        return stage.world().at("/v3" + path);
    }

    RequestSpecification as(String token) {
        return given().header("X-Auth-Token", token).contentType("application/json");
    }

    /** As the one who runs the cloud, who comes anew each time. */
    RequestSpecification asOperator() {
        return as(asSystem(operator));
    }

    /** A token of a bystander who has a role on the whole system; an empty one when there is none to be had. */
    String asSystem(User who) {
        String token = external(who, Map.of("system", Map.of("all", true))).header("X-Subject-Token");
        return token == null ? "" : token;
    }

    Map<String, Object> inProject() {
        return Map.of("project", Map.of("id", stage.project().id().value()));
    }

    Map<String, Object> user() {
        return Map.of("id", stage.user().id().hex(), "password", Stage.PASSWORD);
    }

    Response byPassword(Object scope) {
        return authenticate(Map.of("methods", List.of("password"), "password", Map.of("user", user())), scope);
    }

    Response byToken(String token, Object scope) {
        return authenticate(Map.of("methods", List.of("token"), "token", Map.of("id", token)), scope);
    }

    /** As a front end on this machine says who it is. */
    Response external(User who, Object scope) {
        return given().header("X-Remote-User", who.name())
                .header("X-Remote-Domain", stage.world().domainName(who.domain()))
                .contentType("application/json")
                .body(body(Map.of("methods", List.of("external"), "external", Map.of()), scope))
                .post(at("/auth/tokens"));
    }

    Response authenticate(Object identity, Object scope) {
        return given().contentType("application/json")
                .body(body(identity, scope))
                .post(at("/auth/tokens"));
    }

    /** What is still missing beside what that receipt stands for. */
    Response withReceipt(String receipt, Object identity, Object scope) {
        return given().header("Openstack-Auth-Receipt", receipt)
                .contentType("application/json")
                .body(body(identity, scope))
                .post(at("/auth/tokens"));
    }

    /** One that was given out while everything was on. */
    String token(Object scope) {
        return text(byPassword(scope));
    }

    static String text(Response issued) {
        issued.then().statusCode(201);
        return issued.header("X-Subject-Token");
    }

    /** Whether a service that is shown the token is told whose it is. */
    boolean validates(String token) {
        return asOperator()
                        .header("X-Subject-Token", token)
                        .header("OpenStack-Identity-Access-Rules", "1.0")
                        .get(at("/auth/tokens"))
                        .statusCode()
                == 200;
    }

    static Map<String, Object> body(Object identity, Object scope) {
        return Map.of("auth", Map.of("identity", identity, "scope", scope));
    }
}
