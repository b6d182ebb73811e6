package io.vestibule.protocol.keystone.federation.login;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vestibule.directory.AccountPatch;
import io.vestibule.directory.Accounts;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.UserId;
import io.vestibule.protocol.keystone.CloudProfile;
import io.vestibule.realm.Realms;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Recorded exchanges 114 to 124 and 138 to 141 with a real provider upstream, and what they do not show. */
@QuarkusTest
@Tag("keystone")
@Tag("oidc")
@TestProfile(CloudProfile.class)
class FederatedAuthTest {
    @Inject
    Campus campus;

    @Inject
    CampusRules rules;

    @Inject
    Accounts accounts;

    @Inject
    Realms realms;

    @BeforeEach
    void declare() {
        campus.declareOnce();
        rules.bind();
    }

    @AfterEach
    void forget() {
        rules.unbind();
    }

    @Test
    void anAccessTokenOfTheProviderIsWorthAnUnscopedTokenAndThatOneOfAProject() {
        Response first = auth("emmy");
        first.then()
                .statusCode(201)
                .body("token.methods", contains("openid"))
                .body("token.user.name", equalTo("emmy"))
                .body("token.user.OS-FEDERATION.identity_provider.id", equalTo("campus"))
                .body("token.user.OS-FEDERATION.protocol.id", equalTo("openid"))
                .body("token.user.OS-FEDERATION.groups.id", contains(rules.group()))
                .body("token.user.password_expires_at", nullValue())
                .body("token.catalog", nullValue())
                .body("token.project", nullValue());
        String unscoped = first.header("X-Subject-Token");
        as(unscoped)
                .get(campus.sky("/v3/OS-FEDERATION/projects"))
                .then()
                .statusCode(200)
                .body("projects.id", contains(rules.project()));
        as(unscoped).get(campus.sky("/v3/auth/projects")).then().body("projects.id", contains(rules.project()));
        as(unscoped)
                .get(campus.sky("/v3/OS-FEDERATION/domains"))
                .then()
                .statusCode(200)
                .body("domains", hasSize(0));

        Response scoped = scoped(unscoped);
        scoped.then()
                .statusCode(201)
                .body("token.methods", contains("token", "openid"))
                .body("token.project.id", equalTo(rules.project()))
                .body("token.roles.name", hasItem("member"))
                .body("token.user.OS-FEDERATION.identity_provider.id", equalTo("campus"))
                .body("token.audit_ids", hasSize(2))
                .body("token.expires_at", equalTo(first.path("token.expires_at")));
    }

    @Test
    void theMethodsMappedOpenidAndSaml2SayTheSameAtAuthTokens() {
        for (String method : List.of("mapped", "openid", "saml2")) {
            given().header("Authorization", "Bearer " + campus.accessToken("emmy"))
                    .contentType("application/json")
                    .body(Map.of(
                            "auth",
                            Map.of(
                                    "identity",
                                    Map.of(
                                            "methods",
                                            List.of(method),
                                            method,
                                            Map.of("identity_provider", "campus", "protocol", "openid")))))
                    .post(campus.sky("/v3/auth/tokens"))
                    .then()
                    .statusCode(201)
                    .body("token.methods", contains(method))
                    .body("token.user.OS-FEDERATION.protocol.id", equalTo("openid"));
        }
    }

    @Test
    void whatIsNoProofIsRefusedAsKeystoneDoes() {
        String path = "/v3/OS-FEDERATION/identity_providers/%s/protocols/%s/auth";
        given().post(campus.sky(path.formatted("campus", "openid"))).then().statusCode(401);
        given().header("Authorization", "Bearer nonsense")
                .get(campus.sky(path.formatted("campus", "openid")))
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", "Keystone uri=\"" + campus.sky("/v3") + "\"");
        given().post(campus.sky(path.formatted("nonesuch", "openid")))
                .then()
                .statusCode(404)
                .body("error.message", equalTo("Could not find Identity Provider: nonesuch."));
        given().post(campus.sky(path.formatted("campus", "kerberos"))).then().statusCode(404);
        auth("hedy").then().statusCode(401); // no rule knows her
        rules.remoteIds("https://other.example");
        auth("emmy")
                .then()
                .statusCode(403)
                .body("error.message", equalTo("You are not authorized to perform the requested action."));
    }

    @Test
    void everyTokenEndsWhenTheProviderIsSwitchedOffAndNobodyComesThatWay() {
        String unscoped = auth("emmy").header("X-Subject-Token");
        String scoped = scoped(unscoped).header("X-Subject-Token");
        assertThat(counts(unscoped) && counts(scoped)).isTrue();
        rules.enabled(false);
        assertThat(counts(unscoped) || counts(scoped)).isFalse();
        auth("emmy").then().statusCode(403);
        rules.enabled(true);
        assertThat(counts(unscoped) && counts(scoped)).isTrue();
        rules.withoutProtocol();
        assertThat(counts(unscoped) || counts(scoped)).isFalse();
    }

    @Test
    void aProtocolThatIsCalledAsASecondFactorIsNone() {
        rules.protocol("totp");
        String path = "/v3/OS-FEDERATION/identity_providers/campus/protocols/totp/auth";
        Response free = given().header("Authorization", "Bearer " + campus.accessToken("emmy"))
                .post(campus.sky(path));
        free.then()
                .statusCode(201)
                .body("token.methods", contains("mapped"))
                .body("token.user.OS-FEDERATION.protocol.id", equalTo("totp"));
        UserId emmy = UserId.ofHex(free.path("token.user.id")).orElseThrow();
        try {
            rule(emmy, List.of(List.of("mapped", "totp")));
            Response more = given().header("Authorization", "Bearer " + campus.accessToken("emmy"))
                    .post(campus.sky(path));
            more.then().statusCode(401).body("receipt.methods", contains("mapped"));
            scoped(free.header("X-Subject-Token")).then().statusCode(401);
        } finally {
            rule(emmy, List.of());
        }
    }

    @Test
    void whereEverybodyMustHaveASecondFactorSomeUpstreamsWordIsNotEnough() {
        String before = auth("emmy").header("X-Subject-Token");
        campus.demanding("everybody", () -> {
            auth("emmy")
                    .then()
                    .statusCode(401)
                    .body("receipt.methods", contains("openid"))
                    .body("required_auth_methods", hasItem(List.of("mapped", "totp")));
            scoped(before).then().statusCode(401);
        });
        campus.demanding("passwords", () -> scoped(before).then().statusCode(201));
    }

    private void rule(UserId user, List<List<String>> all) {
        ObjectNode options = JsonNodeFactory.instance.objectNode();
        ArrayNode array = options.putArray("multi_factor_auth_rules");
        all.forEach(rule -> rule.forEach(array.addArray()::add));
        accounts.update(
                realms.find(new RealmName("sky")).orElseThrow(),
                user,
                AccountPatch.nothing().withOptions(options));
    }

    @Test
    void whatTheRulesGiveNoLongerIsGoneFromOlderTokens() {
        String unscoped = auth("emmy").header("X-Subject-Token");
        String scoped = scoped(unscoped).header("X-Subject-Token");
        rules.giveNothing();
        assertThat(counts(scoped)).as("until the next login").isTrue();
        auth("emmy").then().statusCode(201).body("token.user.OS-FEDERATION.groups", hasSize(0));
        assertThat(counts(scoped)).isFalse();
        assertThat(counts(unscoped)).isTrue();
        scoped(unscoped).then().statusCode(401);
    }

    @Test
    void aTokenLastsNoLongerThanTheLoginHolds() {
        rules.holdsForMinutes(10);
        Instant latest = Instant.now().plusSeconds(10 * 60 + 5);
        String expires = auth("emmy").path("token.expires_at");
        assertThat(Instant.parse(expires)).isBefore(latest);
    }

    @Test
    void anApplicationCredentialWorksForWhomeverRolesComeFromAGroup() {
        String scoped = scoped(auth("emmy").header("X-Subject-Token")).header("X-Subject-Token");
        String user = as(scoped)
                .header("X-Subject-Token", scoped)
                .get(campus.sky("/v3/auth/tokens"))
                .path("token.user.id");
        Response made = as(scoped)
                .contentType("application/json")
                .body(Map.of("application_credential", Map.of("name", "batch")))
                .post(campus.sky("/v3/users/" + user + "/application_credentials"));
        made.then().statusCode(201).body("application_credential.roles.name", hasItem("member"));
        Map<String, Object> credential = Map.of(
                "id", made.path("application_credential.id"), "secret", made.path("application_credential.secret"));
        Map<String, Object> identity =
                Map.of("methods", List.of("application_credential"), "application_credential", credential);
        authenticate(identity)
                .then()
                .statusCode(201)
                .body("token.project.id", equalTo(rules.project()))
                .body("token.roles.name", hasItems("member"))
                .body("token.user", not(hasItem("OS-FEDERATION")));
        rules.giveNothing();
        auth("emmy").then().statusCode(201);
        authenticate(identity).then().statusCode(401);
        as(scoped).delete(campus.sky("/v3/users/" + user + "/application_credentials/x"));
    }

    private Response authenticate(Map<String, Object> identity) {
        return given().contentType("application/json")
                .body(Map.of("auth", Map.of("identity", identity)))
                .post(campus.sky("/v3/auth/tokens"));
    }

    private Response auth(String person) {
        return given().header("Authorization", "Bearer " + campus.accessToken(person))
                .post(campus.sky("/v3/OS-FEDERATION/identity_providers/campus/protocols/openid/auth"));
    }

    private Response scoped(String token) {
        return given().contentType("application/json")
                .body(Map.of(
                        "auth",
                        Map.of(
                                "identity",
                                Map.of("methods", List.of("token"), "token", Map.of("id", token)),
                                "scope",
                                Map.of("project", Map.of("id", rules.project())))))
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
