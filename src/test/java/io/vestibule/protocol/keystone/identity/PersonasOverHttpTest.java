package io.vestibule.protocol.keystone.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import io.vestibule.access.Projects;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.ProjectId;
import io.vestibule.protocol.keystone.Cloud;
import io.vestibule.protocol.keystone.CloudProfile;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Who may do what, asked of the server itself: each line is a request, what it answers to those who may, and who they are;
 * to everybody else it is 403. Letters as in personas.txt.
 */
@QuarkusTest
@TestProfile(CloudProfile.class)
class PersonasOverHttpTest {
    private static final Map<String, String> TOKENS = new LinkedHashMap<>();
    private static final Map<String, String> THINGS = new HashMap<>();

    @Inject
    Personas personas;

    @Inject
    Cloud cloud;

    @Inject
    Projects projects;

    @BeforeEach
    void everybodyAndEverything() {
        if (!TOKENS.isEmpty()) {
            return;
        }
        DomainId own = personas.domain();
        DomainId other = personas.domain();
        String ownProject = personas.project(own);
        THINGS.put("own", own.value());
        THINGS.put("other", other.value());
        THINGS.put("ownProject", ownProject);
        THINGS.put("otherProject", personas.project(other));
        THINGS.put("ownUser", personas.user(own));
        THINGS.put("otherUser", personas.user(other));
        THINGS.put("ownGroup", personas.group(own));
        THINGS.put("role", cloud.role("member").id().value());
        THINGS.put("admin", cloud.role("admin").id().value());
        var project = projects.find(Cloud.REALM, new ProjectId(ownProject)).orElseThrow();
        Map<String, String> roles = Map.of("A", "admin", "M", "member", "R", "reader");
        roles.forEach((letter, role) -> {
            TOKENS.put("S" + letter, personas.onSystem(role));
            TOKENS.put("D" + letter, personas.onDomain(own, role));
            TOKENS.put("P" + letter, personas.onProject(project, role));
        });
        TOKENS.put("DG", personas.onDomain(own, "manager"));
        TOKENS.put("CA", personas.cloudAdmin());
        TOKENS.put("UN", cloud.token(cloud.person(), "unscoped"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET    | /users                                                     | 200 | SA SM SR CA DA DG DM DR
            GET    | /users/{ownUser}                                           | 200 | SA SM SR CA DA DG DM DR
            GET    | /users/{otherUser}                                         | 200 | SA SM SR CA
            GET    | /users/nonesuch                                            | 404 | SA SM SR CA
            PATCH  | /users/{ownUser}                                           | 400 | SA CA DA DG
            PATCH  | /users/{otherUser}                                         | 400 | SA CA
            GET    | /users/{ownUser}/groups                                    | 200 | SA SM SR CA DA DG DM DR
            GET    | /users/{otherUser}/projects                                | 200 | SA SM SR CA
            GET    | /groups                                                    | 200 | SA SM SR CA DA DG DM DR
            GET    | /groups/{ownGroup}/users                                   | 200 | SA SM SR CA DA DG DM DR
            PUT    | /groups/{ownGroup}/users/{ownUser}                         | 204 | SA CA DA DG
            PUT    | /groups/{ownGroup}/users/{otherUser}                       | 204 | SA CA
            GET    | /domains                                                   | 200 | SA SM SR CA
            GET    | /domains/{own}                                             | 200 | SA SM SR CA DA DG DM DR PA PM PR
            GET    | /domains/{other}                                           | 200 | SA SM SR CA
            PATCH  | /domains/{own}                                             | 400 | SA CA
            GET    | /domains/{own}/config                                      | 404 | SA SM SR CA
            GET    | /domains/default/config/security_compliance                | 200 | SA SM SR CA DA DG DM DR PA PM PR UN
            GET    | /projects                                                  | 200 | SA SM SR CA DA DG DM DR
            GET    | /projects/{ownProject}                                     | 200 | SA SM SR CA DA DG DM DR PA PM PR
            GET    | /projects/{otherProject}                                   | 200 | SA SM SR CA
            PATCH  | /projects/{ownProject}                                     | 400 | SA CA DA DG
            PUT    | /projects/{ownProject}/tags/a                              | 201 | SA CA DA DG PA
            PUT    | /projects/{otherProject}/tags/a                            | 201 | SA CA
            GET    | /roles                                                     | 200 | SA SM SR CA
            GET    | /roles/{role}                                              | 200 | SA SM SR CA
            GET    | /role_inferences                                           | 200 | SA SM SR CA
            GET    | /role_assignments                                          | 200 | SA SM SR CA DA DG DM DR
            GET    | /role_assignments?include_subtree&scope.project.id={ownProject} | 200 | SA SM SR CA DA DG DM DR PA
            GET    | /projects/{ownProject}/users/{ownUser}/roles               | 200 | SA SM SR CA DA DG DM DR
            GET    | /projects/{otherProject}/users/{ownUser}/roles             | 200 | SA SM SR CA
            PUT    | /projects/{ownProject}/users/{ownUser}/roles/{role}        | 204 | SA CA DA DG
            PUT    | /domains/{own}/users/{ownUser}/roles/{role}                | 204 | SA CA DA DG
            PUT    | /projects/{ownProject}/users/{ownUser}/roles/{admin}       | 204 | SA CA DA
            PUT    | /projects/{otherProject}/users/{ownUser}/roles/{role}      | 204 | SA CA
            PUT    | /OS-INHERIT/domains/{own}/users/{ownUser}/roles/{role}/inherited_to_projects | 204 | SA CA DA DG
            PUT    | /system/users/{ownUser}/roles/{role}                       | 204 | SA CA
            GET    | /system/users/{ownUser}/roles                              | 200 | SA SM SR CA
            GET    | /registered_limits                                         | 200 | SA SM SR CA DA DG DM DR PA PM PR UN
            POST   | /registered_limits                                         | 400 | SA CA
            POST   | /limits                                                    | 400 | SA CA
            """)
    void onlyTheseMay(String method, String path, int status, String allowed) {
        String filled = path;
        for (Map.Entry<String, String> thing : THINGS.entrySet()) {
            filled = filled.replace("{" + thing.getKey() + "}", thing.getValue());
        }
        Set<String> may = new TreeSet<>();
        for (Map.Entry<String, String> persona : TOKENS.entrySet()) {
            int answer = ask(persona.getValue(), method, filled).extract().statusCode();
            assertThat(answer).as(persona.getKey()).isIn(status, 403);
            if (answer == status) {
                may.add(persona.getKey());
            }
        }
        assertThat(may).isEqualTo(new TreeSet<>(List.of(allowed.split(" "))));
    }

    private ValidatableResponse ask(String token, String method, String path) {
        return switch (method) {
            case "GET" -> personas.get(token, path);
            case "PUT" -> personas.put(token, path);
            case "PATCH" -> personas.patch(token, path, "{}");
            case "POST" -> personas.post(token, path, "{}");
            default -> throw new IllegalArgumentException(method);
        };
    }
}
