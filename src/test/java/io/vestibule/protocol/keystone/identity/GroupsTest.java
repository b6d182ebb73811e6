package io.vestibule.protocol.keystone.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.access.Actor;
import io.vestibule.access.AssignmentFilter;
import io.vestibule.access.Assignments;
import io.vestibule.directory.Domain;
import io.vestibule.identity.GroupId;
import io.vestibule.journey.RealmFiles;
import io.vestibule.protocol.keystone.Cloud;
import io.vestibule.protocol.keystone.CloudProfile;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** What names of groups are worth to whoever manages a domain. */
@QuarkusTest
@TestProfile(CloudProfile.class)
class GroupsTest {
    @Inject
    Personas personas;

    @Inject
    RealmFiles files;

    @Inject
    Assignments assignments;

    @Test // security: the name would come free for a group of their own, or go to an ordinary one that rules name
    void aDomainsManagerRenamesNoGroupThatAdministersTheCloud() {
        String manager = personas.onDomain(Domain.DEFAULT, "manager");
        String name = "ops-" + Cloud.hex();
        declared(name, () -> {
            String ops = named(name);
            personas.patch(manager, "/groups/" + ops, renamed("formerly-" + name))
                    .statusCode(403);
            personas.get(manager, "/groups/" + ops).body("group.name", equalTo(name));
        });
        String ordinary = personas.group(Domain.DEFAULT);
        personas.patch(manager, "/groups/" + ordinary, renamed("plain-" + name)).statusCode(200);
    }

    @Test
    void whoTakesTheNameOfTheFilesGroupGetsNothingOfWhatTheFileGives() {
        String manager = personas.onDomain(Domain.DEFAULT, "manager");
        String name = "ops-" + Cloud.hex();
        declared(name, () -> {
            String ops = named(name);
            personas.patch(personas.cloudAdmin(), "/groups/" + ops, renamed("formerly-" + name))
                    .statusCode(200);
            String own = personas.post(
                            manager,
                            "/groups",
                            "{\"group\":{\"name\":\"" + name + "\",\"domain_id\":\"" + Domain.DEFAULT + "\"}}")
                    .statusCode(201)
                    .extract()
                    .path("group.id");
            files.with("cloud", "{ name: " + name + " }", "{ name: " + name + ", description: again }", () -> {
                assertThat(given(own)).isZero();
                assertThat(given(ops)).isOne();
            });
            personas.delete(manager, "/groups/" + own).statusCode(204);
        });
    }

    private long given(String group) {
        return assignments
                .list(Cloud.REALM, AssignmentFilter.all().of(new Actor.OfGroup(new GroupId(group))))
                .size();
    }

    private String named(String name) {
        return personas.get(personas.cloudAdmin(), "/groups?name=" + name)
                .extract()
                .path("groups[0].id");
    }

    private static String renamed(String to) {
        return "{\"group\":{\"name\":\"" + to + "\"}}";
    }

    private void declared(String name, Runnable meanwhile) {
        files.with("cloud", "connectors:\n", """
                access:
                  groups: [{ name: NAME }]
                  assignments:
                    - { group: NAME, roles: [admin], on: "system:all" }
                connectors:
                """.replace("NAME", name), meanwhile);
    }
}
