package io.vestibule.protocol.keystone.delegation;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vestibule.access.Project;
import io.vestibule.directory.User;
import io.vestibule.identity.Scope;
import io.vestibule.protocol.keystone.Cloud;
import io.vestibule.protocol.keystone.CloudProfile;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Credentials as clients keep them here. */
@QuarkusTest
@TestProfile(CloudProfile.class)
class CredentialTest {
    private static final String SEED = "ZX7FXOD2WY5P4HCRFGD74BGB24SZ5357";

    @Inject
    Cloud cloud;

    @Inject
    DataSource database;

    private User owner;
    private Project project;
    private String token;
    private String admin;

    @BeforeEach
    void someone() {
        owner = cloud.person();
        project = cloud.project();
        cloud.grant(owner.id(), "member", Cloud.on(project));
        token = cloud.token(owner, Cloud.project(project));
        User boss = cloud.person();
        cloud.grant(boss.id(), "admin", new Scope.System());
        admin = cloud.token(boss, Cloud.system());
    }

    @Test
    void isKeptShownChangedAndDeletedByItsOwner() {
        JsonPath made = made(Map.of("type", "cert", "blob", "-----BEGIN", "note", "kept"));
        String id = made.getString("credential.id");
        assertThat(made.getMap("credential"))
                .containsEntry("blob", "-----BEGIN")
                .containsEntry("project_id", null)
                .containsEntry("note", "kept")
                .containsEntry("user_id", owner.id().hex());
        assertThat(made.getString("credential.links.self")).isEqualTo(path(id));
        JsonPath changed = change(
                        token,
                        id,
                        Map.of("blob", "other", "project_id", project.id().value()))
                .jsonPath();
        assertThat(changed.getString("credential.blob")).isEqualTo("other");
        assertThat(changed.getString("credential.project_id"))
                .isEqualTo(project.id().value());
        assertThat(cloud.as(token).get(path("")).jsonPath().getList("credentials.id"))
                .containsExactly(id);
        cloud.as(token).delete(path(id)).then().statusCode(204);
        cloud.as(admin).get(path(id)).then().statusCode(404);
    }

    @Test
    void theDatabaseDoesNotShowIt() throws Exception {
        String secret = "needle-" + UUID.randomUUID();
        String id = made(Map.of("type", "cert", "blob", secret)).getString("credential.id");
        try (var connection = database.getConnection();
                var query = connection.prepareStatement(
                        "select encode(sealed_blob, 'escape'), extra from credential where id = ?")) {
            query.setString(1, id);
            try (ResultSet rows = query.executeQuery()) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString(1) + rows.getString(2)).doesNotContain("needle");
            }
        }
    }

    @Test
    void othersDoNotSeeItAndAdministratorsDo() {
        String id = made(Map.of("type", "cert", "blob", "b")).getString("credential.id");
        User other = cloud.person();
        String stranger = cloud.token(other, null);
        cloud.as(stranger).get(path(id)).then().statusCode(403);
        cloud.as(stranger).get(path(Cloud.hex())).then().statusCode(403);
        change(stranger, id, Map.of("blob", "x")).then().statusCode(403);
        cloud.as(stranger).delete(path(id)).then().statusCode(403);
        assertThat(cloud.as(stranger)
                        .get(path("") + "?user_id=" + owner.id().hex())
                        .jsonPath()
                        .getList("credentials"))
                .isEmpty();
        assertThat(cloud.as(admin)
                        .get(path("") + "?type=cert&user_id=" + owner.id().hex())
                        .jsonPath()
                        .getList("credentials.id"))
                .containsExactly(id);
        assertThat(cloud.as(admin)
                        .get(path("") + "?type=ec2&user_id=" + owner.id().hex())
                        .jsonPath()
                        .getList("credentials.id"))
                .isEmpty();
    }

    @Test
    void itsOwnerDoesNotMakeItSomebodyElses() {
        String id = made(Map.of("type", "cert", "blob", "b")).getString("credential.id");
        User other = cloud.person();
        change(token, id, Map.of("user_id", other.id().hex())).then().statusCode(403);
        create(token, Map.of("type", "cert", "blob", "b", "user_id", other.id().hex()))
                .then()
                .statusCode(403);
        assertThat(cloud.as(token).get(path(id)).jsonPath().getString("credential.user_id"))
                .isEqualTo(owner.id().hex());
    }

    @Test
    void anEc2KeyNeedsAProjectAndItsIdIsTheHashOfItsPublicHalf() {
        create(token, Map.of("type", "ec2", "blob", "{\"access\":\"a\",\"secret\":\"s\"}"))
                .then()
                .statusCode(400);
        create(
                        token,
                        Map.of(
                                "type",
                                "ec2",
                                "blob",
                                "no json",
                                "project_id",
                                project.id().value()))
                .then()
                .statusCode(400);
        String access = Cloud.hex();
        Map<String, String> wanted = Map.of(
                "type",
                "ec2",
                "blob",
                "{\"access\":\"" + access + "\",\"secret\":\"s\"}",
                "project_id",
                project.id().value());
        assertThat(made(wanted).getString("credential.id")).isEqualTo(StoredCredential.idOf(access));
        create(token, wanted).then().statusCode(409);
    }

    @Test
    void aCredentialKeepsItsTypeAndAKeyIsBoundToNothingByHand() {
        String access = Cloud.hex();
        String blob = "{\"access\":\"" + access + "\",\"secret\":\"s\"}";
        String id = made(Map.of(
                        "type", "ec2", "blob", blob, "project_id", project.id().value()))
                .getString("credential.id");
        change(token, id, Map.of("type", "totp")).then().statusCode(400);
        for (String binding : new String[] {"trust_id", "app_cred_id", "access_token_id"}) {
            String bound = "{\"access\":\"" + access + "\",\"secret\":\"s\",\"" + binding + "\":\"x\"}";
            change(token, id, Map.of("blob", bound)).then().statusCode(400);
            create(
                            token,
                            Map.of(
                                    "type",
                                    "ec2",
                                    "blob",
                                    bound.replace(access, "b"),
                                    "project_id",
                                    project.id().value()))
                    .then()
                    .statusCode(400);
        }
        change(token, id, Map.of("blob", "{\"access\":\"" + access + "\",\"secret\":\"new\"}"))
                .then()
                .statusCode(200);
    }

    @Test
    void aSeedMustBeOneAndIsNoLongerNeededOnceDeleted() {
        create(token, Map.of("type", "totp", "blob", "not base32!")).then().statusCode(400);
        String id = made(Map.of("type", "totp", "blob", SEED)).getString("credential.id");
        assertThat(cloud.as(admin).get(path(id)).jsonPath().getString("credential.blob"))
                .isEqualTo(SEED);
        cloud.as(admin).delete(path(id)).then().statusCode(204);
        cloud.as(admin).get(path(id)).then().statusCode(404);
    }

    @Test
    void goesWithItsUser() {
        String id = made(Map.of("type", "cert", "blob", "b")).getString("credential.id");
        cloud.as(admin).delete(cloud.at("/v3/users/" + owner.id().hex())).then().statusCode(204);
        cloud.as(admin).get(path(id)).then().statusCode(404);
    }

    private Response create(String by, Map<String, ?> changes) {
        Map<String, Object> wanted = new HashMap<>(Map.of("user_id", owner.id().hex()));
        wanted.putAll(changes);
        return cloud.as(by)
                .contentType("application/json")
                .body(Map.of("credential", wanted))
                .post(cloud.at("/v3/credentials"));
    }

    private JsonPath made(Map<String, ?> changes) {
        Response created = create(token, changes);
        created.then().statusCode(201);
        return created.jsonPath();
    }

    private Response change(String by, String id, Map<String, ?> changes) {
        return cloud.as(by)
                .contentType("application/json")
                .body(Map.of("credential", changes))
                .patch(path(id));
    }

    private String path(String id) {
        return cloud.at("/v3/credentials" + (id.isEmpty() ? "" : "/" + id));
    }
}
