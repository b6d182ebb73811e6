package io.vestibule.journey;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.vestibule.directory.TestFactors;
import io.vestibule.identity.RealmName;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An operator makes two users one and two again, and says by which accounts elsewhere somebody comes in. */
@QuarkusTest
@TestProfile(JourneyProfile.class)
@Tag("keystone")
class MergedByOperatorJourneyTest {
    private static final Map<String, ?> APOLLO =
            Map.of("project", Map.of("name", "apollo", "domain", Map.of("id", "default")));

    private static final List<Map<String, String>> RULE =
            List.of(Map.of("path", "/v3/projects", "method", "GET", "service", "identity"));

    @Inject
    House house;

    @Inject
    IdentityApi api;

    @Inject
    AuditLines audit;

    @Inject
    TestFactors factors;

    @Inject
    RealmFiles files;

    @Inject
    Realms realms;

    @Test
    void whoComesByEitherIsTheOneWhoStaysAndProgramsGoOn() {
        api.with(() -> {
            try (PlainBrowser marie = new PlainBrowser();
                    PlainBrowser irene = new PlainBrowser();
                    PlainBrowser later = new PlainBrowser();
                    PlainBrowser again = new PlainBrowser()) {
                String stays = house.arrive(marie, Way.OIDC, "marie", "desk").claim("sub");
                Arrival before = house.arrive(irene, Way.OIDC, "irene", "desk");
                String goes = before.claim("sub");
                String credential = program(before);
                audit.begin();

                Map<String, Object> wish = Map.of("survivor_id", hex(stays), "merged_id", hex(goes));
                Response plan = api.as(api.administrator()).queryParams(wish).get(merges() + "/plan");
                plan.then().statusCode(200);
                assertThat(plan.jsonPath().getList("plan.parts.find { it.kind == 'roles' }.comes"))
                        .contains("member · apollo");
                assertThat(plan.jsonPath().getList("plan.parts.find { it.kind == 'application_credentials' }.comes"))
                        .containsExactly("telescope");
                assertThat(house.userinfo(before).getStatusCode())
                        .as("only shown")
                        .isEqualTo(200);

                Response merged = post(api.administrator(), wish);
                merged.then().statusCode(201);
                assertThat(house.userinfo(before).getStatusCode()).isEqualTo(401);
                assertThat(house.arrive(later, Way.OIDC, "irene", "desk").claim("sub"))
                        .isEqualTo(stays);
                assertThat(ownerOf(credential)).isEqualTo(hex(stays));
                assertThat(audit.all())
                        .anyMatch(line -> line.path("event").asText().equals("users-merged")
                                && line.path("other").asText().equals(stays)
                                && hex(line.path("actor").asText()).equals(owner(api.administrator(), "user.id")))
                        .anyMatch(line -> line.path("action").asText().equals("vestibule:merge_users"));
                assertThat(post(api.administrator(), wish).statusCode())
                        .as("once is enough")
                        .isEqualTo(409);
                assertThat((String) api.as(api.administrator())
                                .get(merges() + "?user_id=" + hex(stays))
                                .path("merges[0].merged_id"))
                        .isEqualTo(hex(goes));

                api.as(api.administrator())
                        .delete(merges() + "/" + hex(goes))
                        .then()
                        .statusCode(204);
                assertThat(house.arrive(again, Way.OIDC, "irene", "desk").claim("sub"))
                        .isEqualTo(goes);
                assertThat(ownerOf(credential)).isEqualTo(hex(goes));
                api.as(api.administrator())
                        .delete(merges() + "/" + hex(goes))
                        .then()
                        .statusCode(404);
            }
        });
    }

    @Test
    void whoMayNotChangeBothMayNotMergeThem() {
        api.with(() -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                String sub = hex(house.arrive(browser, Way.LOCAL, "ada", "desk").claim("sub"));
                String ada = api.token("ada", APOLLO);
                String other = owner(api.token("alan", Map.of("unscoped", Map.of())), "user.id");
                assertThat(post(ada, Map.of("survivor_id", sub, "merged_id", other))
                                .statusCode())
                        .isEqualTo(403);
                assertThat(api.as(ada).delete(merges() + "/" + other).statusCode())
                        .isEqualTo(403);
                assertThat(api.as(ada).get(merges()).statusCode()).isEqualTo(403);
                assertThat(post(api.administrator(), Map.of("survivor_id", sub, "merged_id", other))
                                .statusCode())
                        .as("declared in the file")
                        .isEqualTo(409);
                assertThat(api.as(ada)
                                .contentType("application/json")
                                .body(Map.of("identity", Map.of("connector", "guild", "subject", "mine")))
                                .post(identities(sub))
                                .statusCode())
                        .isEqualTo(403);
            }
        });
    }

    @Test
    void accountsElsewhereAreLinkedAndUnlinkedByHttp() {
        api.with(() -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                Arrival arrival = house.arrive(browser, Way.OIDC, "sofia", "desk");
                String user = hex(arrival.claim("sub"));
                String admin = api.administrator();
                String subject = api.as(admin).get(identities(user)).path("identities[0].subject");
                assertThat(unlink(admin, user, "guild", subject).statusCode())
                        .as("the last way in stays")
                        .isEqualTo(409);
                Response linked = api.as(admin)
                        .contentType("application/json")
                        .body(Map.of("identity", Map.of("connector", "abbey", "subject", "sofia-of-the-abbey")))
                        .post(identities(user));
                linked.then().statusCode(201);
                assertThat((String) linked.path("identity.connector")).isEqualTo("abbey");
                unlink(admin, user, "guild", subject).then().statusCode(204);
                assertThat(house.userinfo(arrival).getStatusCode())
                        .as("what began by it is over")
                        .isEqualTo(401);
                assertThat(unlink(admin, user, "guild", subject).statusCode()).isEqualTo(404);
                api.as(admin)
                        .contentType("application/json")
                        .body(Map.of("identity", Map.of("connector", "guild", "subject", subject)))
                        .post(identities(user))
                        .then()
                        .statusCode(201);
                unlink(admin, user, "abbey", "sofia-of-the-abbey").then().statusCode(204);
            }
        });
    }

    @Test // two programs of one name, of which one stays with whom it was: each keeps rules of its own
    void rulesOfProgramsKeepNobodyFromBeingDeleted() {
        api.with(() -> {
            String stays = made("beulah");
            String goes = made("winifred");
            program(api.token("beulah", APOLLO), stays, "telescope", List.of());
            program(api.token("winifred", APOLLO), goes, "telescope", RULE);
            program(api.token("winifred", APOLLO), goes, "lens", RULE);
            post(api.administrator(), Map.of("survivor_id", stays, "merged_id", goes))
                    .then()
                    .statusCode(201);
            delete(stays).then().statusCode(204);
        });
    }

    @Test
    void afterTheyAreTwoAgainEitherCanBeDeleted() {
        api.with(() -> {
            String stays = made("mildred");
            String goes = made("agnes");
            program(api.token("agnes", APOLLO), goes, "lens", RULE);
            post(api.administrator(), Map.of("survivor_id", stays, "merged_id", goes))
                    .then()
                    .statusCode(201);
            String mirror = program(api.token("mildred", APOLLO), stays, "mirror", RULE);
            api.as(api.administrator()).delete(merges() + "/" + goes).then().statusCode(204);
            delete(goes).then().statusCode(204);
            assertThat(ownerOf(mirror)).isEqualTo(stays);
            delete(stays).then().statusCode(204);
        });
    }

    @Test
    void whoeverIsAnotherNowIsNotSwitchedOffAsIfThatHelped() {
        api.with(() -> {
            String stays = made("odette");
            String goes = made("odile");
            post(api.administrator(), Map.of("survivor_id", stays, "merged_id", goes))
                    .then()
                    .statusCode(201);
            Response off = api.as(api.administrator())
                    .contentType("application/json")
                    .body(Map.of("user", Map.of("enabled", false)))
                    .patch(api.base() + "/users/" + goes);
            assertThat(off.statusCode()).isEqualTo(409);
            assertThat((String) off.path("error.message")).contains(stays);
            Response gone = delete(goes);
            assertThat(gone.statusCode()).isEqualTo(409);
            assertThat((String) gone.path("error.message")).contains(stays);
            delete(stays).then().statusCode(204);
            assertThat(delete(goes).statusCode()).as("nobody to name any more").isEqualTo(204);
        });
    }

    @Test
    void whoWasLentATokenIsNotToldByWhichAccountsItsOwnerComes() {
        api.with(() -> {
            String user = made("ottilie");
            String own = api.token("ottilie", APOLLO);
            String lent = tokenOf(program(own, user, "telescope", List.of())).header("X-Subject-Token");
            assertThat(api.as(own).get(identities(user)).statusCode()).isEqualTo(200);
            assertThat(api.as(lent).get(identities(user)).statusCode()).isEqualTo(403);
        });
    }

    @Test
    void whomTheFileSwitchesOffMeanwhileDoesNotComeOnByBeingTwoAgain() {
        api.with(() -> {
            String stays = made("leonora");
            String named = "\npeople:\n  - { username: lucinda, name: Lucinda, password: lucinda-password-1";
            files.with("house", "\npeople:\n", named + " }\n", () -> {});
            Realm house = realms.find(new RealmName("house")).orElseThrow();
            String goes = factors.person(house, "lucinda").orElseThrow().id().hex();
            post(api.administrator(), Map.of("survivor_id", stays, "merged_id", goes))
                    .then()
                    .statusCode(201);
            files.with("house", "\npeople:\n", named + ", enabled: false }\n", () -> {
                api.as(api.administrator()).delete(merges() + "/" + goes).then().statusCode(204);
                assertThat(api.as(api.administrator())
                                .get(api.base() + "/users/" + goes)
                                .<Boolean>path("user.enabled"))
                        .isFalse();
            });
        });
    }

    /** A user who is a member of a project; their id. */
    private String made(String name) {
        Realm realm = realms.find(new RealmName("house")).orElseThrow();
        String user =
                factors.made(realm, name, name + "@observatory.example").id().hex();
        member(user);
        return user;
    }

    private void member(String user) {
        String apollo = owner(api.token("ada", APOLLO), "project.id");
        String member = api.as(api.administrator())
                .get(api.base() + "/roles?name=member")
                .path("roles[0].id");
        api.as(api.administrator())
                .put(api.base() + "/projects/" + apollo + "/users/" + user + "/roles/" + member)
                .then()
                .statusCode(204);
    }

    private Response delete(String user) {
        return api.as(api.administrator()).delete(api.base() + "/users/" + user);
    }

    /** An application credential with a rule, for a program that acts for whoever arrived. */
    private String program(Arrival arrival) {
        String user = hex(arrival.claim("sub"));
        member(user);
        return program(api.rescoped(api.tokenInSession(arrival), APOLLO), user, "telescope", RULE);
    }

    private String program(String token, String user, String name, List<Map<String, String>> rules) {
        Response made = api.as(token)
                .contentType("application/json")
                .body(Map.of(
                        "application_credential",
                        Map.of("name", name, "secret", "secret-of-the-telescope", "access_rules", rules)))
                .post(api.base() + "/users/" + user + "/application_credentials");
        made.then().statusCode(201);
        return made.path("application_credential.id");
    }

    private String ownerOf(String credential) {
        return tokenOf(credential).path("token.user.id");
    }

    private Response tokenOf(String credential) {
        Response token = given().contentType("application/json")
                .body(Map.of(
                        "auth",
                        Map.of(
                                "identity",
                                Map.of(
                                        "methods",
                                        List.of("application_credential"),
                                        "application_credential",
                                        Map.of("id", credential, "secret", "secret-of-the-telescope")))))
                .post(api.base() + "/auth/tokens");
        token.then().statusCode(201);
        return token;
    }

    private String owner(String token, String member) {
        return api.as(api.administrator())
                .header("X-Subject-Token", token)
                .get(api.base() + "/auth/tokens")
                .path("token." + member);
    }

    private Response post(String token, Map<String, ?> wish) {
        return api.as(token)
                .contentType("application/json")
                .body(Map.of("merge", wish))
                .post(merges());
    }

    private Response unlink(String token, String user, String connector, String subject) {
        return api.as(token)
                .queryParam("connector", connector)
                .queryParam("subject", subject)
                .delete(identities(user));
    }

    private String merges() {
        return api.base() + "/vestibule/merges";
    }

    private String identities(String user) {
        return api.base() + "/vestibule/users/" + user + "/identities";
    }

    private static String hex(String sub) {
        return sub.replace("-", "");
    }
}
