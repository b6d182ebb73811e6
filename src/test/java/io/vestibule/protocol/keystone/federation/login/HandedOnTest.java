package io.vestibule.protocol.keystone.federation.login;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vestibule.login.KeptForAWhile;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.protocol.keystone.CloudProfile;
import io.vestibule.records.Changes;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody whom an identity provider vouches for hands on: worth something while they could come in themselves (security case 49). */
@QuarkusTest
@Tag("keystone")
@Tag("oidc")
@TestProfile(CloudProfile.class)
class HandedOnTest {
    @Inject
    Campus campus;

    @Inject
    CampusRules rules;

    @Inject
    EntityManager entityManager;

    @Inject
    Changes changes;

    @Inject
    KeptForAWhile kept;

    private String emmy;
    private Map<String, Object> credential;
    private String trust;
    private String pretending;

    @BeforeEach
    void declare() {
        campus.declareOnce();
        rules.bind();
        handOn();
    }

    @AfterEach
    void forget() {
        rules.unbind();
    }

    /** Of all that can be handed on: an application credential, a trust, and one to speak as the person. */
    private void handOn() {
        Response scoped = scoped(login());
        String token = scoped.header("X-Subject-Token");
        emmy = scoped.path("token.user.id");
        Response made = as(token)
                .contentType("application/json")
                .body(Map.of("application_credential", Map.of("name", "batch-" + System.nanoTime())))
                .post(campus.sky("/v3/users/" + emmy + "/application_credentials"));
        made.then().statusCode(201);
        credential = Map.of(
                "id", made.path("application_credential.id"), "secret", made.path("application_credential.secret"));
        trust = trusted(token, false);
        pretending = trusted(token, true);
    }

    private String trusted(String token, boolean impersonation) {
        return as(token)
                .contentType("application/json")
                .body(Map.of(
                        "trust",
                        Map.of(
                                "trustor_user_id",
                                emmy,
                                "trustee_user_id",
                                ada().path("token.user.id"),
                                "project_id",
                                rules.project(),
                                "impersonation",
                                impersonation,
                                "roles",
                                List.of(Map.of("name", "member")))))
                .post(campus.sky("/v3/OS-TRUST/trusts"))
                .then()
                .statusCode(201)
                .extract()
                .path("trust.id");
    }

    /** Tokens of all of them. */
    private List<String> used() {
        List<Response> answers = List.of(useCredential(), useTrust(trust), useTrust(pretending));
        answers.forEach(answer -> answer.then().statusCode(201));
        assertThat(answers.get(1).<String>path("token.user.id")).isNotEqualTo(emmy);
        assertThat(answers.get(2).<String>path("token.user.id")).isEqualTo(emmy);
        return answers.stream().map(answer -> answer.header("X-Subject-Token")).toList();
    }

    private void areWorthNothing(List<String> tokens) {
        assertThat(tokens).noneMatch(this::counts);
        useCredential().then().statusCode(401);
        useTrust(trust).then().statusCode(403);
        useTrust(pretending).then().statusCode(403);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void roleOrGroupThatALaterLoginTakesBack(boolean byGroup) {
        rules.give(byGroup);
        login();
        handOn();
        List<String> tokens = used();
        assertThat(tokens).allMatch(this::counts);
        rules.giveNothing();
        assertThat(tokens).as("until the next login").allMatch(this::counts);

        login();

        areWorthNothing(tokens);
        rules.give(byGroup);
        login();
        used();
    }

    @Test
    void whatTheProviderKeepsForAWhileCountsUntilThatIsOver() {
        keptFor("60").then().body("identity_provider.grants_kept_for", equalTo(60));
        login();
        rules.giveNothing();
        login();
        List<String> tokens = used();
        String scoped = scoped(login()).header("X-Subject-Token");
        kept.takeBack();
        assertThat(counts(scoped)).isTrue();

        keptEarlier("61 minutes");
        kept.takeBack();

        assertThat(counts(scoped)).isFalse();
        areWorthNothing(tokens);
        keptFor("null").then().body("identity_provider", not(hasKey("grants_kept_for")));
    }

    private Response keptFor(String minutes) {
        return admin().contentType("application/json")
                .body("{\"identity_provider\": {\"grants_kept_for\": " + minutes + "}}")
                .patch(campus.sky("/v3/OS-FEDERATION/identity_providers/campus"));
    }

    private void keptEarlier(String by) {
        QuarkusTransaction.requiringNew()
                .run(() -> entityManager
                        .createNativeQuery("update kept_grant set given_at = given_at - cast(?1 as interval)")
                        .setParameter(1, by)
                        .executeUpdate());
    }

    @Test
    void identityProviderSwitchedOff() {
        List<String> tokens = used();
        rules.enabled(false);
        areWorthNothing(tokens);
        rules.enabled(true);
        used();
    }

    @Test
    void identityProviderDeletedUntilThePersonComesInAnew() {
        roleOnTheProject();
        List<String> tokens = used();
        rules.enabled(false);
        areWorthNothing(tokens);

        admin().delete(campus.sky("/v3/OS-FEDERATION/identity_providers/campus"))
                .then()
                .statusCode(204);

        areWorthNothing(tokens);
        try (PlainBrowser browser = new PlainBrowser()) {
            signIn(browser);
        }
        used();
        admin().delete(campus.sky("/v3/users/" + emmy)).then().statusCode(204);
    }

    @Test // they have neither a password nor anybody elsewhere of their own
    void localUserWhomRulesNamed() {
        String name = "named " + System.nanoTime();
        emmy = admin().contentType("application/json")
                .body(Map.of("user", Map.of("name", name)))
                .post(campus.sky("/v3/users"))
                .path("user.id");
        roleOnTheProject();
        rules.sayOfEmmy(
                Optional.empty(),
                "{\"name\": \"" + name + "\", \"domain\": {\"id\": \"default\"}, \"type\": \"local\"}");
        String before = emmy;
        handOn();
        assertThat(emmy).isEqualTo(before);
        List<String> tokens = used();

        rules.enabled(false);
        areWorthNothing(tokens);
        rules.enabled(true);
        used();
        admin().delete(campus.sky("/v3/OS-FEDERATION/identity_providers/campus"))
                .then()
                .statusCode(204);
        areWorthNothing(tokens);
    }

    /** Of an administrator's word, not of the rules'. */
    private void roleOnTheProject() {
        String member = admin().get(campus.sky("/v3/roles?name=member")).path("roles[0].id");
        admin().put(campus.sky("/v3/projects/" + rules.project() + "/users/" + emmy + "/roles/" + member))
                .then()
                .statusCode(204);
    }

    private void signIn(PlainBrowser browser) {
        Visit portal = browser.open(campus.sky("/account"));
        Visit form = browser.open(
                URI.create(portal.html().select("a[href*=/login/with/campus?]").attr("abs:href")));
        assertThat(browser.submit(
                                form,
                                "form:has([name=password])",
                                Map.of("username", "emmy", "password", "emmy-password-1"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void protocolTakenAway() {
        List<String> tokens = used();
        rules.withoutProtocol();
        areWorthNothing(tokens);
    }

    @Test
    void connectorSwitchedOff() {
        List<String> tokens = used();
        campus.shut(() -> areWorthNothing(tokens));
    }

    @Test
    void userSwitchedOff() {
        List<String> tokens = used();
        try {
            enabled(false);
            areWorthNothing(tokens);
        } finally {
            enabled(true);
        }
        assertThat(counts(tokens.getFirst())).as("what they were given before").isFalse();
    }

    @Test
    void anotherProviderBehindTheSameConnectorOpensNothing() {
        List<String> tokens = used();
        rules.beside("beside", Optional.empty(), "https://nobody.example");
        rules.enabled(false);
        areWorthNothing(tokens);
    }

    @Test
    void loginThatHoldsNoLonger() {
        rules.holdsForMinutes(10);
        Instant latest = Instant.now().plusSeconds(10 * 60 + 5);
        for (Response answer : List.of(useCredential(), useTrust(trust), useTrust(pretending))) {
            assertThat(Instant.parse(answer.path("token.expires_at"))).isBefore(latest);
        }
        List<String> tokens = used();

        lastCameEarlier("11 minutes");

        assertThat(useCredential().statusCode()).isEqualTo(401);
        useTrust(trust).then().statusCode(403);
        assertThat(tokens).as("those of an earlier time end by themselves").noneMatch(this::counts);
        login();
        used();
    }

    private void lastCameEarlier(String by) {
        QuarkusTransaction.requiringNew().run(() -> {
            entityManager
                    .createNativeQuery("update federated_arrival set at = at - cast(?1 as interval) where user_id = ?2")
                    .setParameter(1, by)
                    .setParameter(
                            2, UUID.fromString(emmy.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5")))
                    .executeUpdate();
            changes.announce("sky", "user", emmy);
        });
    }

    private RequestSpecification admin() {
        return as(given().contentType("application/json")
                .body(Map.of("auth", Map.of("identity", byPassword(), "scope", Map.of("system", Map.of("all", true)))))
                .post(campus.sky("/v3/auth/tokens"))
                .header("X-Subject-Token"));
    }

    private void enabled(boolean enabled) {
        admin().contentType("application/json")
                .body(Map.of("user", Map.of("enabled", enabled)))
                .patch(campus.sky("/v3/users/" + emmy))
                .then()
                .statusCode(200);
    }

    private Response useCredential() {
        return authenticate(Map.of(
                "identity",
                Map.of("methods", List.of("application_credential"), "application_credential", credential)));
    }

    private Response useTrust(String id) {
        return authenticate(Map.of("identity", byPassword(), "scope", Map.of("OS-TRUST:trust", Map.of("id", id))));
    }

    private Response ada() {
        return authenticate(Map.of("identity", byPassword(), "scope", "unscoped"));
    }

    private static Map<String, Object> byPassword() {
        return Map.of(
                "methods",
                List.of("password"),
                "password",
                Map.of("user", Map.of("name", "ada", "domain", Map.of("id", "default"), "password", "ada-password-1")));
    }

    private String login() {
        Response answer = given().header("Authorization", "Bearer " + campus.accessToken("emmy"))
                .post(campus.sky("/v3/OS-FEDERATION/identity_providers/campus/protocols/openid/auth"));
        answer.then().statusCode(201);
        return answer.header("X-Subject-Token");
    }

    private Response scoped(String token) {
        Response answer = authenticate(Map.of(
                "identity",
                Map.of("methods", List.of("token"), "token", Map.of("id", token)),
                "scope",
                Map.of("project", Map.of("id", rules.project()))));
        answer.then().statusCode(201);
        return answer;
    }

    private Response authenticate(Map<String, Object> auth) {
        return given().contentType("application/json")
                .body(Map.of("auth", auth))
                .post(campus.sky("/v3/auth/tokens"));
    }

    private boolean counts(String token) {
        return as(token)
                        .header("X-Subject-Token", token)
                        .get(campus.sky("/v3/auth/tokens"))
                        .statusCode()
                == 200;
    }

    private static RequestSpecification as(String token) {
        return given().header("X-Auth-Token", token);
    }
}
