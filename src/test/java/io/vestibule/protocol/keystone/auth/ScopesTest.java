package io.vestibule.protocol.keystone.auth;

import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.access.Project;
import io.vestibule.directory.User;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.Scope;
import io.vestibule.protocol.keystone.Cloud;
import io.vestibule.protocol.keystone.CloudProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Recorded exchanges 009 to 011, 018 to 022, 026 and 027: scopes, and what leads from one to another. */
@QuarkusTest
@TestProfile(CloudProfile.class)
class ScopesTest {
    private static final Scope DEFAULT_DOMAIN = new Scope.Domain(new DomainId("default"));

    @Inject
    Cloud cloud;

    private User ada;
    private Project project;

    @BeforeEach
    void administrator() {
        ada = cloud.person();
        project = cloud.project();
        cloud.grant(ada.id(), "admin", Cloud.on(project));
        cloud.grant(ada.id(), "admin", DEFAULT_DOMAIN);
        cloud.grant(ada.id(), "admin", new Scope.System());
    }

    @Test
    void anUnscopedTokenListsWhereItsHolderMayGo() {
        String token = cloud.token(ada, "unscoped");
        cloud.as(token)
                .get(cloud.at("/v3/auth/projects"))
                .then()
                .statusCode(200)
                .body("projects.id", equalTo(List.of(project.id().value())))
                .body("projects[0].parent_id", equalTo("default"))
                .body("projects[0].links.self", equalTo(cloud.at("/v3/projects/" + project.id())))
                .body("links.self", equalTo(cloud.at("/v3/auth/projects")));
        cloud.as(token)
                .get(cloud.at("/v3/auth/domains"))
                .then()
                .statusCode(200)
                .body("domains.id", equalTo(List.of("default")));
        cloud.as(token)
                .get(cloud.at("/v3/auth/system"))
                .then()
                .statusCode(200)
                .body("system", equalTo(List.of(Map.of("all", true))))
                .body("links.self", equalTo(cloud.at("/v3/auth/system")));
        cloud.as(token).get(cloud.at("/v3/auth/catalog")).then().statusCode(403);
        User nobody = cloud.person();
        String without = cloud.token(nobody, null);
        cloud.as(without)
                .get(cloud.at("/v3/auth/system"))
                .then()
                .statusCode(200)
                .body("system", empty());
        cloud.as(without)
                .get(cloud.at("/realms/cloud/v3/auth/projects"))
                .then()
                .statusCode(200)
                .body("projects", empty())
                .body("links.self", equalTo(cloud.at("/realms/cloud/v3/auth/projects")));
    }

    @Test
    void domainAndSystemTokensSaySo() {
        cloud.validate(cloud.token(ada, Cloud.system()), cloud.token(ada, Map.of("domain", Map.of("name", "Default"))))
                .then()
                .statusCode(200)
                .body("token.domain.id", equalTo("default"))
                .body("token.roles.name", hasItem("admin"));
        String system = cloud.token(ada, Cloud.system());
        cloud.validate(system, system)
                .then()
                .statusCode(200)
                .body("token.system.all", equalTo(true))
                .body("token.roles.name", hasItem("admin"));
    }

    @Test
    void aTokenForATokenKeepsItsEndAndItsLine() {
        String first = cloud.token(ada, "unscoped");
        Map<String, Object> before = cloud.validate(first, first).path("token");
        cloud.authenticate(Cloud.byToken(first), Cloud.project(project))
                .then()
                .statusCode(201)
                .body("token.methods", equalTo(List.of("token", "password")))
                .body("token.expires_at", equalTo(before.get("expires_at")))
                .body("token.audit_ids[0]", not(equalTo(((List<?>) before.get("audit_ids")).getFirst())))
                .body("token.audit_ids[1]", equalTo(((List<?>) before.get("audit_ids")).getFirst()));
    }

    @Test
    void aSystemTokenIsNotCarriedIntoAProject() {
        String system = cloud.token(ada, Cloud.system());
        cloud.authenticate(Cloud.byToken(system), Cloud.project(project)).then().statusCode(403);
    }

    @Test
    void administratorsSeeWhatWasTakenBack() {
        String admin = cloud.token(ada, Cloud.system());
        String token = cloud.token(ada, "unscoped");
        String auditId = cloud.validate(token, token).path("token.audit_ids[0]");
        cloud.as(admin)
                .header("X-Subject-Token", token)
                .delete(cloud.at("/v3/auth/tokens"))
                .then()
                .statusCode(204);
        cloud.validate(admin, token).then().statusCode(404).body("error.message", equalTo("Failed to validate token"));
        cloud.as(admin)
                .get(cloud.at("/v3/OS-REVOKE/events"))
                .then()
                .statusCode(200)
                .body("events.audit_id", hasItem(auditId))
                .body("links.self", equalTo(cloud.at("/v3/OS-REVOKE/events")));
        cloud.as(admin)
                .get(cloud.at("/v3/auth/tokens/OS-PKI/revoked"))
                .then()
                .statusCode(403)
                .body("error.message", equalTo("You are not authorized to perform the requested action."));
    }

    @Test
    void whatIsNoTokenIsNotFound() {
        String admin = cloud.token(ada, Cloud.system());
        cloud.validate(admin, "nonsense")
                .then()
                .statusCode(404)
                .body("error.message", equalTo("Could not find token: nonsense."));
        cloud.as(admin).get(cloud.at("/v3/auth/tokens")).then().statusCode(404);
        cloud.validate("nonsense", admin).then().statusCode(401);
    }
}
