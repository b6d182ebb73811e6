package io.vestibule.protocol.keystone.federated;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vestibule.directory.Domain;
import io.vestibule.identity.DomainId;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.protocol.keystone.CloudProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whoever comes in by somebody else's word is a user as any other: made ahead, shown, changed, switched off, deleted, back again. */
@QuarkusTest
@Tag("keystone")
@Tag("oidc")
@TestProfile(CloudProfile.class)
class ShadowUserTest {
    @Inject
    Campus campus;

    @Inject
    CampusRules rules;

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
    void theLifeOfAShadowUser() {
        String first = auth().then().statusCode(201).extract().path("token.user.id");
        String subject = admin().get(user(first))
                .then()
                .statusCode(200)
                .body("user.federated.idp_id", contains("campus"))
                .body("user.federated[0].protocols.protocol_id", contains("openid"))
                .body("user.password_expires_at", nullValue())
                .extract()
                .path("user.federated[0].protocols[0].unique_id");
        listed("idp_id=campus&protocol_id=openid&unique_id=" + subject).body("users.id", contains(first));
        listed("unique_id=nobody").body("users", hasSize(0));
        listed("idp_id=nowhere").body("users", hasSize(0));

        patch(first, Map.of("description", "from the campus")).then().statusCode(200);
        patch(first, Map.of("enabled", false)).then().statusCode(200);
        auth().then().statusCode(401);
        patch(first, Map.of("enabled", true)).then().statusCode(200);
        auth().then().statusCode(201).body("token.user.id", equalTo(first));

        admin().delete(user(first)).then().statusCode(204);
        String second = auth().then().statusCode(201).extract().path("token.user.id");
        assertThat(second).as("with nothing of what the one before had").isNotEqualTo(first);
        admin().delete(user(second)).then().statusCode(204);

        String ahead = created(subject).then().statusCode(201).extract().path("user.id");
        admin().put(campus.sky("/v3/projects/" + rules.project() + "/users/" + ahead + "/roles/" + role("reader")))
                .then()
                .statusCode(204);
        created(subject).then().statusCode(409);
        auth().then().statusCode(201).body("token.user.id", equalTo(ahead));
        admin().delete(user(ahead)).then().statusCode(204);
    }

    @Test
    void aDomainsRulesMakeNobodyTheirsWhoLiesInAnotherAndRewriteNobodysAddress() {
        String emmy = auth().then().statusCode(201).extract().path("token.user.id");
        String address = admin().get(user(emmy)).path("user.email"); // none where an account of hers has it already
        DomainId other = domain();
        rules.sayOfEmmy(Optional.of(other), "{\"name\": \"emmy\", \"email\": \"mallory@example.org\"}");

        auth().then().statusCode(401);

        admin().get(user(emmy)).then().body("user.email", equalTo(address));
        admin().delete(user(emmy)).then().statusCode(204);
        String theirs = auth().then()
                .statusCode(201)
                .body("token.user.domain.id", equalTo(other.value()))
                .extract()
                .path("token.user.id");
        auth().then().statusCode(201).body("token.user.id", equalTo(theirs));
        admin().delete(user(theirs)).then().statusCode(204);
    }

    @Test
    void aDomainsRulesSayOfNobodyThatTheyAreTheAdministrator() {
        String ada = "{\"name\": \"ada\", \"domain\": {\"id\": \"default\"}, \"type\": \"local\"}";
        rules.sayOfEmmy(Optional.of(Domain.DEFAULT), ada);
        auth().then().statusCode(401);
        rules.sayOfEmmy(Optional.empty(), ada);
        auth().then().statusCode(201).body("token.user.name", equalTo("ada"));
    }

    @Test // else they would come in under no rules at all, and as the realm's
    void aDomainsProviderWithoutProtocolLetsNobodyInAtThePortal() {
        rules.ofDomainWithoutProtocol(Domain.DEFAULT);
        try (PlainBrowser browser = new PlainBrowser()) {
            assertThat(signedIn(browser, "hedy").status()).isEqualTo(403);
        }
        rules.unbind();
        try (PlainBrowser browser = new PlainBrowser()) {
            assertThat(signedIn(browser, "hedy").status()).as("nobody's rules").isEqualTo(200);
        }
    }

    private Visit signedIn(PlainBrowser browser, String person) {
        Visit portal = browser.open(campus.sky("/account"));
        Visit form = browser.open(
                URI.create(portal.html().select("a[href*=/login/with/campus?]").attr("abs:href")));
        return browser.submit(
                form, "form:has([name=password])", Map.of("username", person, "password", person + "-password-1"));
    }

    private DomainId domain() {
        return new DomainId(admin().contentType("application/json")
                .body(Map.of("domain", Map.of("name", "domain-" + System.nanoTime())))
                .post(campus.sky("/v3/domains"))
                .then()
                .statusCode(201)
                .extract()
                .<String>path("domain.id"));
    }

    private Response created(String subject) {
        return admin().contentType("application/json")
                .body(Map.of(
                        "user",
                        Map.of(
                                "name",
                                "emmy ahead of her time " + System.nanoTime(),
                                "federated",
                                List.of(Map.of(
                                        "idp_id",
                                        "campus",
                                        "protocols",
                                        List.of(Map.of("protocol_id", "openid", "unique_id", subject)))))))
                .post(campus.sky("/v3/users"));
    }

    private Response patch(String id, Map<String, Object> change) {
        return admin().contentType("application/json")
                .body(Map.of("user", change))
                .patch(user(id));
    }

    private ValidatableResponse listed(String query) {
        return admin().get(campus.sky("/v3/users?" + query)).then().statusCode(200);
    }

    private String role(String name) {
        return admin().get(campus.sky("/v3/roles?name=" + name)).path("roles[0].id");
    }

    private Response auth() {
        return given().header("Authorization", "Bearer " + campus.accessToken("emmy"))
                .post(campus.sky("/v3/OS-FEDERATION/identity_providers/campus/protocols/openid/auth"));
    }

    /** Ada administers the whole of it. */
    private RequestSpecification admin() {
        Map<String, Object> ada =
                Map.of("name", "ada", "domain", Map.of("id", "default"), "password", "ada-password-1");
        String token = given().contentType("application/json")
                .body(Map.of(
                        "auth",
                        Map.of(
                                "identity",
                                Map.of("methods", List.of("password"), "password", Map.of("user", ada)),
                                "scope",
                                Map.of("system", Map.of("all", true)))))
                .post(campus.sky("/v3/auth/tokens"))
                .header("X-Subject-Token");
        return given().header("X-Auth-Token", token);
    }

    private URI user(String id) {
        return campus.sky("/v3/users/" + id);
    }
}
