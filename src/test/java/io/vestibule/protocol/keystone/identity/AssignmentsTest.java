package io.vestibule.protocol.keystone.identity;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.directory.Domain;
import io.vestibule.identity.DomainId;
import io.vestibule.protocol.keystone.Cloud;
import io.vestibule.protocol.keystone.CloudProfile;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Roles, what they imply, grants and their list: recorded exchanges 038 to 041, 045 and 046. */
@QuarkusTest
@TestProfile(CloudProfile.class)
class AssignmentsTest {
    @Inject
    Personas personas;

    @Inject
    Cloud cloud;

    private String admin;
    private String user;
    private String project;
    private String role;

    @BeforeEach
    void someoneAndSomething() {
        admin = personas.cloudAdmin();
        user = personas.user(Domain.DEFAULT);
        project = personas.project(Domain.DEFAULT);
        role = personas.role();
    }

    @Test
    void aRoleIsMadeShownChangedAndDeleted() {
        String name = Personas.unique("role");
        String id = personas.post(admin, "/roles", "{\"role\":{\"name\":\"" + name + "\"}}")
                .statusCode(201)
                .body("role.domain_id", nullValue())
                .body("role.description", nullValue())
                .extract()
                .path("role.id");
        personas.post(admin, "/roles", "{\"role\":{\"name\":\"" + name + "\"}}")
                .statusCode(409)
                .body(
                        "error.message",
                        equalTo("Conflict occurred attempting to store role - Duplicate entry found with name " + name
                                + "."));
        personas.patch(admin, "/roles/" + id, "{\"role\":{\"description\":\"d\",\"options\":{\"immutable\":true}}}")
                .body("role.description", equalTo("d"));
        personas.delete(admin, "/roles/" + id)
                .statusCode(403)
                .body(
                        "error.message",
                        equalTo("Unable to delete immutable role resource: `" + id
                                + ". Set resource option \"immutable\" to false first."));
        personas.patch(admin, "/roles/" + id, "{\"role\":{\"options\":{\"immutable\":false}}}")
                .statusCode(200);
        personas.delete(admin, "/roles/" + id).statusCode(204);
        personas.get(admin, "/roles/" + id)
                .statusCode(404)
                .body("error.message", equalTo("Could not find role: " + id + "."));
    }

    @Test
    void aRoleOfADomainIsListedOnlyWithItsDomain() {
        DomainId domain = personas.domain();
        String body = "{\"role\":{\"name\":\"%s\",\"domain_id\":\"%s\"}}".formatted(Personas.unique("role"), domain);
        String id =
                personas.post(admin, "/roles", body).statusCode(201).extract().path("role.id");
        personas.get(admin, "/roles").body("roles.id", not(hasItem(id)));
        personas.get(admin, "/roles?domain_id=" + domain).body("roles.id", contains(id));
        personas.put(admin, "/projects/" + project + "/users/" + user + "/roles/" + id)
                .statusCode(403)
                .body(
                        "error.message",
                        equalTo("Project " + project + " must be in the same domain as the role " + id
                                + " being assigned."));
        personas.put(admin, "/system/users/" + user + "/roles/" + id).statusCode(400);
    }

    @Test
    void aRoleImpliesAnother() {
        String implied = personas.role();
        String path = "/roles/" + role + "/implies/" + implied;
        personas.put(admin, path)
                .statusCode(201)
                .body("role_inference.prior_role.id", equalTo(role))
                .body("role_inference.implies.id", equalTo(implied))
                .body("links.self", equalTo(cloud.at("/v3" + path)));
        personas.head(admin, path).statusCode(204);
        personas.get(admin, path).statusCode(200);
        personas.get(admin, "/roles/" + role + "/implies")
                .body("role_inference.implies.id", contains(implied))
                .body("role_inference.implies.links.self", contains(cloud.at("/v3/roles/" + implied)));
        personas.get(admin, "/role_inferences")
                .body("role_inferences.find { it.prior_role.id == '" + role + "' }.implies.id", contains(implied));
        personas.put(admin, "/projects/" + project + "/users/" + user + "/roles/" + role)
                .statusCode(204);
        personas.get(admin, "/role_assignments?user.id=" + user + "&effective&include_names")
                .body("role_assignments.role.id", containsInAnyOrder(role, implied))
                .body(
                        "role_assignments.find { it.role.id == '" + implied + "' }.links.prior_role",
                        equalTo(cloud.at("/v3/prior_role/" + implied + "/implies/" + role)))
                .body("role_assignments[0].scope.project.domain.name", equalTo("Default"))
                .body("role_assignments[0].user.domain.id", equalTo("default"));
        personas.delete(admin, path).statusCode(204);
        personas.get(admin, path)
                .statusCode(404)
                .body("error.message", equalTo(role + " does not imply " + implied + "."));
    }

    @Test
    void adminIsImpliedByNothing() {
        String adminRole = cloud.role("admin").id().value();
        personas.put(admin, "/roles/" + role + "/implies/" + adminRole)
                .statusCode(403)
                .body("error.message", equalTo(adminRole + " cannot be an implied roles."));
    }

    @ParameterizedTest
    @CsvSource({"projects,users", "projects,groups", "domains,users", "domains,groups", "system,users", "system,groups"
    })
    void aRoleIsGivenAndTakenBack(String where, String who) {
        String actor = who.equals("users") ? user : personas.group(Domain.DEFAULT);
        String target = switch (where) {
            case "projects" -> "/projects/" + project;
            case "domains" -> "/domains/" + personas.domain();
            default -> "/system";
        };
        String roles = target + "/" + who + "/" + actor + "/roles";
        personas.head(admin, roles + "/" + role).statusCode(404);
        personas.put(admin, roles + "/" + role).statusCode(204);
        personas.put(admin, roles + "/" + role).statusCode(204);
        personas.head(admin, roles + "/" + role).statusCode(204);
        personas.get(admin, roles).statusCode(200).body("roles.id", contains(role));
        personas.delete(admin, roles + "/" + role).statusCode(204);
        personas.delete(admin, roles + "/" + role).statusCode(404);
        personas.put(admin, target + "/" + who + "/" + Cloud.hex() + "/roles/" + role)
                .statusCode(404);
        personas.put(admin, roles + "/" + Cloud.hex()).statusCode(404);
    }

    @Test
    void aRoleIsInheritedByWhatIsBelow() {
        String child = personas.projectBelow(project);
        String grant =
                "/OS-INHERIT/projects/" + project + "/users/" + user + "/roles/" + role + "/inherited_to_projects";
        personas.put(admin, grant).statusCode(204);
        personas.head(admin, grant).statusCode(204);
        personas.get(admin, "/role_assignments?scope.project.id=" + child + "&effective")
                .body("role_assignments", hasSize(1))
                .body("role_assignments[0].links.assignment", equalTo(cloud.at("/v3" + grant)))
                .body("role_assignments[0].scope.project.id", equalTo(child))
                .body("role_assignments[0].scope.'OS-INHERIT:inherited_to'", equalTo("projects"))
                .body("role_assignments[0].user.id", equalTo(user));
        personas.get(admin, "/role_assignments?user.id=" + user)
                .body("role_assignments.scope.project.id", contains(project));
        personas.get(admin, "/role_assignments?user.id=" + user + "&scope.OS-INHERIT:inherited_to=projects")
                .body("role_assignments", hasSize(1));
        personas.get(admin, "/role_assignments?scope.project.id=" + project + "&include_subtree&effective")
                .body("role_assignments.scope.project.id", contains(child));
        personas.delete(admin, grant).statusCode(204);
        personas.get(admin, "/role_assignments?user.id=" + user + "&effective").body("role_assignments", hasSize(0));
    }

    @Test
    void aMemberOfAGroupHasItsRoles() {
        String group = personas.group(Domain.DEFAULT);
        personas.put(admin, "/groups/" + group + "/users/" + user).statusCode(204);
        personas.put(admin, "/projects/" + project + "/groups/" + group + "/roles/" + role)
                .statusCode(204);
        personas.get(admin, "/role_assignments?user.id=" + user).body("role_assignments", hasSize(0));
        personas.get(admin, "/role_assignments?user.id=" + user + "&effective")
                .body("role_assignments", hasSize(1))
                .body(
                        "role_assignments[0].links.assignment",
                        equalTo(cloud.at("/v3/projects/" + project + "/groups/" + group + "/roles/" + role)))
                .body(
                        "role_assignments[0].links.membership",
                        equalTo(cloud.at("/v3/groups/" + group + "/users/" + user)));
        personas.get(admin, "/role_assignments?group.id=" + group).body("role_assignments.group.id", contains(group));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            scope.domain.id=a&scope.project.id=b | Specify a domain or project, not both
            scope.system=all&scope.domain.id=b | Specify system or domain, not both
            user.id=a&group.id=b | Specify a user or group, not both
            effective&group.id=b | Combining effective and group filter will always result in an empty list.
            include_subtree | scope.project.id must be specified if include_subtree is also specified
            """)
    void questionsThatCannotBeMeantAreRefused(String query, String message) {
        personas.get(admin, "/role_assignments?" + query).statusCode(400).body("error.message", equalTo(message));
    }

    @Test
    void aDomainsManagerGrantsWhatIsNotMoreThanItsOwn() {
        DomainId own = personas.domain();
        String inside = personas.user(own);
        String home = personas.project(own);
        String manager = personas.onDomain(own, "manager");
        String path = "/projects/" + home + "/users/" + inside + "/roles/";
        personas.put(manager, path + cloud.role("member").id()).statusCode(204);
        personas.put(manager, path + cloud.role("admin").id()).statusCode(403);
        personas.put(
                        manager,
                        "/projects/" + home + "/users/" + user + "/roles/"
                                + cloud.role("member").id())
                .statusCode(403);
        personas.get(manager, "/role_assignments").body("role_assignments.user.id", hasItem(inside));
        personas.delete(manager, path + cloud.role("member").id()).statusCode(204);
    }

    /** Whoever administers only the domain that the administrators' projects lie in must not become one of them. */
    @Test
    void anAdministratorOfTheDefaultDomainCannotReachTheAdministratorsProjects() {
        String domainAdmin = personas.onDomain(Domain.DEFAULT, "admin");
        String adminRole = cloud.role("admin").id().value();
        String adminProject = personas.get(admin, "/projects?name=admin&domain_id=default")
                .extract()
                .path("projects[0].id");
        String to = "/users/" + user + "/roles/" + adminRole;
        personas.put(domainAdmin, "/projects/" + project + to).statusCode(204);
        personas.put(domainAdmin, "/projects/" + adminProject + to).statusCode(403);
        personas.put(domainAdmin, "/OS-INHERIT/domains/default" + to + "/inherited_to_projects")
                .statusCode(403);
        personas.put(domainAdmin, "/OS-INHERIT/projects/" + project + to + "/inherited_to_projects")
                .statusCode(204);
        personas.post(domainAdmin, "/projects", "{\"project\":{\"name\":\"service\"}}")
                .statusCode(403);
        personas.post(domainAdmin, "/projects", "{\"project\":{\"name\":\" service \"}}")
                .statusCode(403);
        personas.patch(domainAdmin, "/projects/" + project, "{\"project\":{\"name\":\"service\"}}")
                .statusCode(403);
        personas.patch(domainAdmin, "/projects/" + adminProject, "{\"project\":{\"enabled\":false}}")
                .statusCode(403);
        personas.delete(domainAdmin, "/projects/" + adminProject).statusCode(403);
    }

    @Test
    void anAdministratorOfADomainCannotTakeOverAuditorsOrServicesNorMakeServices() {
        DomainId own = personas.domain();
        String domainAdmin = personas.onDomain(own, "admin");
        String password = "{\"user\":{\"password\":\"now it is mine, you see\"}}";
        String auditor = personas.user(own);
        personas.put(
                        admin,
                        "/system/users/" + auditor + "/roles/"
                                + cloud.role("reader").id().value())
                .statusCode(204);
        personas.patch(domainAdmin, "/users/" + auditor, password).statusCode(403);
        String service = personas.user(own);
        String serviceRole = cloud.role("service").id().value();
        String onDomain = "/domains/" + own.value() + "/users/" + service + "/roles/" + serviceRole;
        personas.put(domainAdmin, onDomain).statusCode(403);
        personas.put(admin, onDomain).statusCode(204);
        personas.patch(domainAdmin, "/users/" + service, password).statusCode(403);
    }

    @Test
    void anAdministratorOfADomainCannotTakeOverWhoAdministersEverything() {
        DomainId own = personas.domain();
        String domainAdmin = personas.onDomain(own, "admin");
        String adminRole = cloud.role("admin").id().value();
        String boss = personas.user(own);
        String group = personas.group(own);
        String other = personas.user(own);
        personas.put(admin, "/system/users/" + boss + "/roles/" + adminRole).statusCode(204);
        personas.put(admin, "/system/groups/" + group + "/roles/" + adminRole).statusCode(204);
        String password = "{\"user\":{\"password\":\"now it is mine, you see\"}}";
        personas.patch(domainAdmin, "/users/" + other, password).statusCode(200);
        personas.patch(domainAdmin, "/users/" + boss, password).statusCode(403);
        personas.delete(domainAdmin, "/users/" + boss).statusCode(403);
        personas.get(domainAdmin, "/users/" + boss).statusCode(200);
        personas.put(domainAdmin, "/groups/" + group + "/users/" + other).statusCode(403);
        personas.put(domainAdmin, "/groups/" + personas.group(own) + "/users/" + other)
                .statusCode(204);
        personas.delete(domainAdmin, "/groups/" + group).statusCode(403);
        personas.put(admin, "/groups/" + group + "/users/" + other).statusCode(204);
        personas.patch(domainAdmin, "/users/" + other, password).statusCode(403);
    }
}
