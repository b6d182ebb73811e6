package io.vestibule.protocol.keystone.identity;

import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
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
import java.util.Collections;
import org.junit.jupiter.api.Test;

/** {@code /v3/projects} and {@code /v3/domains}: recorded exchanges 042 to 044, 047, 048 and 147. */
@QuarkusTest
@TestProfile(CloudProfile.class)
class ProjectsTest {
    private static final String IMMUTABLE = "{\"%s\":{\"options\":{\"immutable\":%s}}}";

    @Inject
    Personas personas;

    @Inject
    Cloud cloud;

    @Test
    void aProjectIsMadeInsideOfAnother() {
        String admin = personas.cloudAdmin();
        String parent = personas.project(Domain.DEFAULT);
        String name = Personas.unique("child");
        String child = personas.post(
                        admin,
                        "/projects",
                        "{\"project\":{\"name\":\"%s\",\"parent_id\":\"%s\",\"colour\":\"red\"}}"
                                .formatted(name, parent))
                .statusCode(201)
                .body("project.name", equalTo(name))
                .body("project.domain_id", equalTo("default"))
                .body("project.description", equalTo(""))
                .body("project.enabled", equalTo(true))
                .body("project.parent_id", equalTo(parent))
                .body("project.is_domain", equalTo(false))
                .body("project.tags", empty())
                .body("project.options", anEmptyMap())
                .body("project.colour", equalTo("red"))
                .extract()
                .path("project.id");
        String grandchild = personas.projectBelow(child);
        personas.get(admin, "/projects/" + parent + "?subtree_as_ids&parents_as_ids")
                .body("project.parents", equalTo(Collections.singletonMap("default", null)))
                .body("project.subtree." + child(child), hasKey(grandchild));
        personas.get(admin, "/projects/" + grandchild + "?parents_as_ids")
                .body("project.parents." + child(child) + "." + child(parent), hasKey("default"));
        personas.get(admin, "/projects/" + parent + "?parents_as_ids&parents_as_list")
                .statusCode(400);
        personas.get(admin, "/projects?parent_id=" + parent).body("projects.id", contains(child));
        personas.delete(admin, "/projects/" + parent)
                .statusCode(403)
                .body(
                        "error.message",
                        equalTo("Cannot delete the project " + parent + " since it is not a leaf in the hierarchy. Use"
                                + " the cascade option if you want to delete a whole subtree."));
        personas.patch(admin, "/projects/" + parent, "{\"project\":{\"enabled\":false}}")
                .statusCode(403)
                .body(
                        "error.message",
                        equalTo("Cannot disable project " + parent + " since its subtree contains enabled projects."));
    }

    private static String child(String id) {
        return "'" + id + "'";
    }

    @Test
    void aListOfWhatIsBelowShowsOnlyWhatItsReaderHasARoleOn() {
        String admin = personas.cloudAdmin();
        String parent = personas.project(Domain.DEFAULT);
        String child = personas.projectBelow(parent);
        personas.projectBelow(parent);
        String me = cloud.as(admin)
                .header("X-Subject-Token", admin)
                .get(cloud.at("/v3/auth/tokens"))
                .path("token.user.id");
        personas.put(admin, "/projects/" + child + "/users/" + me + "/roles/" + personas.role())
                .statusCode(204);
        personas.get(admin, "/projects/" + parent + "?subtree_as_list")
                .body("project.subtree.project.id", contains(child));
    }

    @Test
    void tagsAreSetOneByOneAndTogether() {
        String admin = personas.cloudAdmin();
        String project = personas.project(Domain.DEFAULT);
        String tag = Personas.unique("tag");
        personas.put(admin, "/projects/" + project + "/tags", "{\"tags\":[\"a\",\"" + tag + "\"]}")
                .statusCode(200)
                .body("tags", containsInAnyOrder("a", tag))
                .body("links.self", equalTo(cloud.at("/v3")));
        personas.put(admin, "/projects/" + project + "/tags/b")
                .statusCode(201)
                .header("Location", cloud.at("/v3/projects/" + project + "/tags/b"));
        personas.head(admin, "/projects/" + project + "/tags/b").statusCode(204);
        personas.get(admin, "/projects?tags=" + tag + ",b").body("projects.id", contains(project));
        personas.get(admin, "/projects?tags=" + tag + "&not-tags=b").body("projects", hasSize(0));
        personas.get(admin, "/projects?tags-any=nonesuch," + tag).body("projects.id", contains(project));
        personas.delete(admin, "/projects/" + project + "/tags/b").statusCode(204);
        personas.get(admin, "/projects/" + project + "/tags/b")
                .statusCode(404)
                .body("error.message", equalTo("Could not find project tag: b."));
        personas.delete(admin, "/projects/" + project + "/tags").statusCode(204);
        personas.get(admin, "/projects/" + project + "/tags").body("tags", empty());
    }

    @Test
    void anImmutableProjectResistsChangeUntilThatIsTakenAway() {
        String admin = personas.cloudAdmin();
        String project = personas.project(Domain.DEFAULT);
        personas.patch(admin, "/projects/" + project, IMMUTABLE.formatted("project", true))
                .statusCode(200)
                .body("project.options.immutable", equalTo(true));
        personas.patch(admin, "/projects/" + project, "{\"project\":{\"description\":\"x\"}}")
                .statusCode(403);
        personas.delete(admin, "/projects/" + project).statusCode(403);
        personas.patch(admin, "/projects/" + project, IMMUTABLE.formatted("project", "null"))
                .statusCode(200)
                .body("project.options", anEmptyMap());
        personas.delete(admin, "/projects/" + project).statusCode(204);
    }

    @Test
    void aProjectNeedsAParentOfItsOwnDomain() {
        String admin = personas.cloudAdmin();
        DomainId other = personas.domain();
        String foreign = personas.project(other);
        personas.post(admin, "/projects", "{\"project\":{\"name\":\"a\",\"parent_id\":\"" + foreign + "\"}}")
                .statusCode(400)
                .body(
                        "error.message",
                        equalTo("Cannot create project, since it specifies its domain_id default, but specifies a"
                                + " parent in a different domain (" + other + ")."));
        personas.post(admin, "/projects", "{\"project\":{\"name\":\"a\",\"parent_id\":\"" + Cloud.hex() + "\"}}")
                .statusCode(400);
        personas.post(admin, "/projects", "{\"project\":{\"name\":\"a\",\"domain_id\":\"nonesuch\"}}")
                .statusCode(400)
                .body("error.message", equalTo("Could not find domain: nonesuch."));
    }

    @Test
    void aDomainIsMadeSwitchedOffAndDeletedWithWhatIsInIt() {
        String admin = personas.cloudAdmin();
        String name = Personas.unique("domain");
        String id = personas.post(admin, "/domains", "{\"domain\":{\"name\":\"" + name + "\",\"description\":\"d\"}}")
                .statusCode(201)
                .body("domain.name", equalTo(name))
                .body("domain.enabled", equalTo(true))
                .body("domain.tags", empty())
                .body("domain.options", anEmptyMap())
                .body("domain", not(hasKey("parent_id")))
                .extract()
                .path("domain.id");
        String project = personas.project(new DomainId(id));
        String user = personas.user(new DomainId(id));
        personas.post(admin, "/domains", "{\"domain\":{\"name\":\"" + name + "\"}}")
                .statusCode(409);
        personas.get(admin, "/domains?name=" + name).body("domains.id", contains(id));
        personas.delete(admin, "/domains/" + id)
                .statusCode(403)
                .body("error.message", equalTo("Cannot delete a domain that is enabled, please disable it first."));
        personas.patch(admin, "/domains/" + id, "{\"domain\":{\"enabled\":false}}")
                .statusCode(200);
        personas.delete(admin, "/domains/" + id).statusCode(204);
        personas.get(admin, "/domains/" + id).statusCode(404);
        personas.get(admin, "/projects/" + project).statusCode(404);
        personas.get(admin, "/users/" + user).statusCode(404);
    }

    @Test
    void aDomainIsAProjectToo() {
        String admin = personas.cloudAdmin();
        DomainId domain = personas.domain();
        String project = personas.project(domain);
        personas.get(admin, "/projects/" + domain + "?subtree_as_ids")
                .statusCode(200)
                .body("project.is_domain", equalTo(true))
                .body("project.domain_id", nullValue())
                .body("project.parent_id", nullValue())
                .body("project.subtree", hasKey(project));
        personas.get(admin, "/projects?is_domain=true").body("projects.id", hasItem(domain.value()));
        personas.get(admin, "/projects").body("projects.id", not(hasItem(domain.value())));
    }

    @Test
    void everybodySeesTheDomainOfTheirOwnToken() {
        DomainId own = personas.domain();
        String reader = personas.onDomain(own, "reader");
        personas.get(reader, "/domains/" + own).statusCode(200);
        personas.get(reader, "/domains/default").statusCode(403);
        personas.get(reader, "/domains").statusCode(403);
        personas.get(personas.onSystem("reader"), "/domains").body("domains.id", hasItem(own.value()));
    }

    @Test
    void theConfigurationOfADomainIsKept() {
        String admin = personas.cloudAdmin();
        DomainId domain = personas.domain();
        String path = "/domains/" + domain + "/config";
        personas.get(admin, path).statusCode(404);
        personas.put(admin, path, "{\"config\":{\"ldap\":{\"url\":\"ldap://a\"},\"identity\":{\"driver\":\"ldap\"}}}")
                .statusCode(201)
                .body("config.ldap.url", equalTo("ldap://a"));
        personas.patch(admin, path + "/ldap", "{\"config\":{\"ldap\":{\"user_tree_dn\":\"ou=a\"}}}")
                .statusCode(200)
                .body("config.ldap.url", equalTo("ldap://a"))
                .body("config.ldap.user_tree_dn", equalTo("ou=a"));
        personas.patch(admin, path + "/ldap/url", "{\"config\":{\"url\":\"ldap://b\"}}")
                .statusCode(200);
        personas.get(admin, path + "/ldap/url").body("config.url", equalTo("ldap://b"));
        personas.get(admin, path + "/ldap").body("config.ldap.url", equalTo("ldap://b"));
        personas.put(admin, path, "{\"config\":{\"ldap\":{\"password\":\"x\"}}}")
                .statusCode(403);
        personas.delete(admin, path + "/ldap/url").statusCode(204);
        personas.get(admin, path + "/ldap/url")
                .statusCode(404)
                .body(
                        "error.message",
                        equalTo("Could not find option url in group ldap in domain configuration for domain " + domain
                                + "."));
        personas.delete(admin, path).statusCode(204);
        personas.get(admin, path).statusCode(404);
        personas.get(admin, "/domains/config/identity/driver/default").body("config.driver", equalTo("sql"));
        personas.get(admin, "/domains/config/ldap/default").body("config.ldap.url", equalTo("ldap://localhost"));
    }

    @Test
    void theRulesForPasswordsAreReadableByEverybody() {
        String reader = personas.onProject(cloud.project(), "reader");
        personas.get(reader, "/domains/default/config/security_compliance")
                .statusCode(200)
                .body("config.security_compliance", hasKey("password_regex"))
                .body("config.security_compliance", hasKey("password_regex_description"));
        personas.get(reader, "/domains/default/config").statusCode(403);
    }
}
