package io.vestibule.protocol.keystone.delegation;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vestibule.access.Project;
import io.vestibule.access.Roles;
import io.vestibule.directory.AccountPatch;
import io.vestibule.directory.Accounts;
import io.vestibule.directory.User;
import io.vestibule.protocol.keystone.Cloud;
import io.vestibule.protocol.keystone.CloudProfile;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Trusts as clients make and use them. */
@QuarkusTest
@TestProfile(CloudProfile.class)
class TrustTest {
    @Inject
    Cloud cloud;

    @Inject
    Accounts accounts;

    @Inject
    Roles roles;

    @Inject
    TrustedRoles lent;

    private User trustor;
    private User trustee;
    private Project project;
    private String token;

    @BeforeEach
    void aMemberAndSomebodyElse() {
        roles.imply(Cloud.REALM, cloud.role("member").id(), cloud.role("reader").id());
        trustor = cloud.person();
        trustee = cloud.person();
        project = cloud.project();
        cloud.grant(trustor.id(), "member", Cloud.on(project));
        token = cloud.token(trustor, Cloud.project(project));
    }

    @Test
    void isShownAsKeystoneShowsIt() {
        JsonPath trust = made(Map.of("remaining_uses", 2, "expires_at", "2030-01-01T00:00:00.000000Z"));
        String id = trust.getString("trust.id");
        assertThat(trust.getString("trust.trustor_user_id"))
                .isEqualTo(trustor.id().hex());
        assertThat(trust.getString("trust.expires_at")).isEqualTo("2030-01-01T00:00:00.000000Z");
        assertThat(trust.getList("trust.roles.name")).containsExactly("member");
        assertThat(trust.getMap("trust"))
                .containsEntry("deleted_at", null)
                .containsEntry("redelegated_trust_id", null)
                .containsEntry("redelegation_count", 0)
                .containsEntry("remaining_uses", 2)
                .containsEntry("impersonation", true);
        assertThat(trust.getString("trust.roles_links.self")).isEqualTo(cloud.at("/v3/" + id + "/roles"));
        assertThat(trust.getString("trust.links.self")).isEqualTo(cloud.at("/v3/OS-TRUST/trusts/" + id));
        JsonPath listed = cloud.as(token)
                .get(cloud.at(
                        "/v3/OS-TRUST/trusts?trustor_user_id=" + trustor.id().hex()))
                .jsonPath();
        assertThat(listed.getList("trusts.id")).containsExactly(id);
        assertThat(listed.getMap("trusts[0]")).doesNotContainKey("roles");
        String memberId = cloud.role("member").id().value();
        String rolePath = cloud.at("/v3/OS-TRUST/trusts/" + id + "/roles");
        assertThat(cloud.as(token).get(rolePath).jsonPath().getList("roles.id")).containsExactly(memberId);
        cloud.as(token).head(rolePath + "/" + memberId).then().statusCode(200);
        cloud.as(token).get(rolePath + "/" + cloud.role("reader").id()).then().statusCode(404);
    }

    @Test
    void aTokenSpeaksForTheTrustorWhenTheTrustImpersonates() {
        JsonPath token = use(id(made(Map.of("impersonation", true)))).jsonPath();
        assertThat(token.getString("token.user.id")).isEqualTo(trustor.id().hex());
        assertThat(token.getString("token.project.id")).isEqualTo(project.id().value());
        assertThat(token.getList("token.roles.name")).containsExactlyInAnyOrder("member", "reader");
        assertThat(token.getString("token.'OS-TRUST:trust'.trustor_user.id"))
                .isEqualTo(trustor.id().hex());
        assertThat(token.getString("token.'OS-TRUST:trust'.trustee_user.id"))
                .isEqualTo(trustee.id().hex());
        assertThat(token.getBoolean("token.'OS-TRUST:trust'.impersonation")).isTrue();
    }

    @Test
    void aTokenSpeaksForTheTrusteeOtherwise() {
        JsonPath token = use(id(made(Map.of("impersonation", false)))).jsonPath();
        assertThat(token.getString("token.user.id")).isEqualTo(trustee.id().hex());
        assertThat(token.getList("token.roles.name")).contains("member");
    }

    @Test
    void whatItLendsIsKnownToWhoAsksWhatItsTrusteeMay() {
        made(Map.of());
        assertThat(lent.lentTo(Cloud.REALM, trustee.id()))
                .containsExactly(cloud.role("member").id());
        assertThat(lent.lentTo(Cloud.REALM, trustor.id())).isEmpty();
    }

    @Test
    void isUsedAsOftenAsItSaysAndNoMore() {
        String id = id(made(Map.of("remaining_uses", 1)));
        String issued = use(id).header("X-Subject-Token");
        use(id, 404);
        assertThat(cloud.counts(issued)).isTrue();
    }

    @Test
    void onlyTheTrusteeUsesIt() {
        String id = id(made(Map.of()));
        User other = cloud.person();
        cloud.authenticate(Cloud.byPassword(other.id(), Cloud.PASSWORD), trust(id))
                .then()
                .statusCode(403);
        use(Cloud.hex(), 404);
    }

    @Test
    void deletionEndsItsTokensAtOnceAndOnlyTheTrustorDeletes() {
        String id = id(made(Map.of()));
        String issued = use(id).header("X-Subject-Token");
        cloud.as(cloud.token(trustee, null)).delete(path(id)).then().statusCode(403);
        assertThat(cloud.counts(issued)).isTrue();
        cloud.as(token).delete(path(id)).then().statusCode(204);
        assertThat(cloud.counts(issued)).isFalse();
        cloud.as(token).get(path(id)).then().statusCode(404);
        use(id, 404);
    }

    @Test
    void whatTheTrustorLosesItLosesAtOnce() {
        String id = id(made(Map.of()));
        String issued = use(id).header("X-Subject-Token");
        cloud.revoke(trustor.id(), "member", Cloud.on(project));
        assertThat(cloud.counts(issued)).isFalse();
        use(id, 403);
    }

    @Test
    void aTrustorWhoIsShutOutShutsOutTheTrustee() {
        String id = id(made(Map.of("impersonation", false)));
        String issued = use(id).header("X-Subject-Token");
        accounts.update(cloud.realm(), trustor.id(), AccountPatch.nothing().withEnabled(false));
        assertThat(cloud.counts(issued)).isFalse();
        use(id, 403);
    }

    @Test
    void isMadeByTheTrustorOnlyOfRolesThatTheyHaveForSomebodyWhoExists() {
        cloud.role("auditor");
        assertThat(create(token, Map.of("roles", List.of(Map.of("name", "auditor"))))
                        .statusCode())
                .isEqualTo(404);
        assertThat(create(token, Map.of("roles", List.of())).statusCode()).isEqualTo(403);
        assertThat(create(token, Map.of("trustee_user_id", Cloud.hex())).statusCode())
                .isEqualTo(404);
        assertThat(create(token, Map.of("project_id", Cloud.hex())).statusCode())
                .isEqualTo(404);
        assertThat(create(token, Map.of("trustor_user_id", trustee.id().hex())).statusCode())
                .isEqualTo(403);
        assertThat(create(token, Map.of("expires_at", "2001-01-01T00:00:00Z")).statusCode())
                .isEqualTo(400);
        assertThat(create(token, Map.of("remaining_uses", 0)).statusCode()).isEqualTo(400);
    }

    @Test
    void isHandedOnOnlyAsFarAsItAllowsAndDiesWithItsSource() {
        String first = id(made(Map.of("allow_redelegation", true, "redelegation_count", 1, "impersonation", true)));
        User third = cloud.person();
        String handed = use(first).header("X-Subject-Token");
        Map<String, ?> onward = Map.of("trustee_user_id", third.id().hex(), "allow_redelegation", false);
        Response second = create(handed, onward);
        second.then().statusCode(201);
        assertThat(second.jsonPath().getString("trust.redelegated_trust_id")).isEqualTo(first);
        String deep = cloud.authenticate(Cloud.byPassword(third.id(), Cloud.PASSWORD), trust(id(second.jsonPath())))
                .header("X-Subject-Token");
        assertThat(cloud.counts(deep)).isTrue();
        assertThat(create(deep, Map.of("trustee_user_id", trustee.id().hex())).statusCode())
                .isEqualTo(403);
        cloud.as(token).delete(path(first)).then().statusCode(204);
        assertThat(cloud.counts(deep)).isFalse();
    }

    @Test
    void whatIsHandedOnIsNeverMore() {
        cloud.grant(trustor.id(), "admin", Cloud.on(project));
        String first = id(made(Map.of(
                "allow_redelegation", true, "impersonation", true, "expires_at", "2030-01-01T00:00:00.000000Z")));
        String handed = use(first).header("X-Subject-Token");
        for (Map<String, ?> more : List.<Map<String, ?>>of(
                Map.of("roles", List.of(Map.of("name", "admin"))),
                Map.of("expires_at", "2031-01-01T00:00:00.000000Z"),
                Map.of("remaining_uses", 3))) {
            assertThat(create(handed, more).statusCode()).as(more.toString()).isEqualTo(403);
        }
    }

    private Map<String, Object> wanted(Map<String, ?> changes) {
        Map<String, Object> wanted = new HashMap<>(Map.of(
                "trustor_user_id", trustor.id().hex(),
                "trustee_user_id", trustee.id().hex(),
                "project_id", project.id().value(),
                "impersonation", true,
                "roles", List.of(Map.of("name", "member"))));
        wanted.putAll(changes);
        return wanted;
    }

    private Response create(String by, Map<String, ?> changes) {
        return cloud.as(by)
                .contentType("application/json")
                .body(Map.of("trust", wanted(changes)))
                .post(cloud.at("/v3/OS-TRUST/trusts"));
    }

    private JsonPath made(Map<String, ?> changes) {
        Response created = create(token, changes);
        created.then().statusCode(201);
        return created.jsonPath();
    }

    private static String id(JsonPath made) {
        return made.getString("trust.id");
    }

    private String path(String id) {
        return cloud.at("/v3/OS-TRUST/trusts/" + id);
    }

    private static Object trust(String id) {
        return Map.of("OS-TRUST:trust", Map.of("id", id));
    }

    private Response use(String id) {
        return use(id, 201);
    }

    private Response use(String id, int status) {
        Response answer = cloud.authenticate(Cloud.byPassword(trustee.id(), Cloud.PASSWORD), trust(id));
        answer.then().statusCode(status);
        return answer;
    }
}
