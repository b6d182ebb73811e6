package io.vestibule.protocol.keystone.federation.login;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vestibule.directory.Domain;
import io.vestibule.identity.AuthnContext;
import io.vestibule.identity.Claims;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.UpstreamIdentity;
import io.vestibule.identity.UpstreamSession;
import io.vestibule.login.GivenByRules;
import io.vestibule.login.MappedGrants;
import io.vestibule.mapping.FederatedRules;
import io.vestibule.mapping.IdentityProviders;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.protocol.keystone.CloudProfile;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    private static final RealmName SKY = new RealmName("sky");

    @Inject
    Campus campus;

    @Inject
    CampusRules rules;

    @Inject
    MappedGrants grants;

    @Inject
    GivenByRules gives;

    @Inject
    FederatedRules federated;

    @Inject
    IdentityProviders providers;

    @Inject
    Realms realms;

    @Inject
    EntityManager entityManager;

    @Inject
    Clock clock;

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

    @Test // later logins are by other rules or none, and take nothing of these back
    void whoWasComingInWhileTheProviderWasDeletedIsGivenNothing() {
        String emmy = auth().then().statusCode(201).extract().path("token.user.id");
        String subject = admin().get(user(emmy)).path("user.federated[0].protocols[0].unique_id");
        UpstreamIdentity identity = new UpstreamIdentity(
                new ConnectorId("campus"),
                subject,
                Claims.none().with("preferred_username", "emmy").with("groups", List.of("staff")),
                new AuthnContext(clock.instant(), Optional.empty(), Set.of()),
                UpstreamSession.none());
        Realm sky = realms.find(SKY).orElseThrow();
        FederatedRules.Standing known = federated.of(SKY, "campus", "openid").orElseThrow();
        assertThat(grants.enter(sky, identity, known)).isInstanceOf(MappedGrants.Entry.Entered.class);
        groups(emmy).body("groups.name", contains("researchers"));
        admin().delete(campus.sky("/v3/OS-FEDERATION/identity_providers/campus"))
                .then()
                .statusCode(204);

        assertThat(grants.enter(sky, identity, known))
                .isEqualTo(new MappedGrants.Entry.Refused("identity-provider-gone", "campus"));

        groups(emmy).body("groups", hasSize(0));
    }

    @Test
    void whoDeletesAProviderWaitsForWhoIsComingIn() throws InterruptedException {
        auth().then().statusCode(201);
        Thread deleting = Thread.ofPlatform().unstarted(() -> gives.delete(SKY, "campus"));
        QuarkusTransaction.requiringNew().run(() -> {
            assertThat(providers.hold(SKY, "campus")).isTrue();
            deleting.start();
            while (deleting.isAlive() && !somebodyWaits()) {
                Thread.onSpinWait();
            }
            assertThat(deleting.isAlive()).isTrue();
        });
        deleting.join();
        assertThat(providers.find(SKY, "campus")).isEmpty();
    }

    private boolean somebodyWaits() {
        return !entityManager
                .createNativeQuery("select 1 from pg_locks where not granted", Integer.class)
                .getResultList()
                .isEmpty();
    }

    private ValidatableResponse groups(String id) {
        return admin().get(campus.sky("/v3/users/" + id + "/groups")).then().statusCode(200);
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
