package io.vestibule.protocol.keystone.partners;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vestibule.peer.KeystoneBehindShibboleth;
import io.vestibule.peer.KeystonePeer;

/** The administrator of a real Keystone at the other end. */
public final class OtherSide {
    private static final String MAPPING = """
            {"mapping": {"rules": [{
              "local": [{"user": {"name": "{0} of {1}"}}, {"group": {"name": "visitors", "domain": {"id": "default"}}}],
              "remote": [{"type": "openstack_user"}, {"type": "openstack_user_domain"},
                         {"type": "openstack_project", "any_one_of": ["%s"]}, {"type": "openstack_roles", "any_one_of": ["member"]}]
            }]}}""";

    private OtherSide() {}

    /** What the other side's administrator does: who comes from {@code project} is a member of the project {@code landing}. */
    public static void welcome(KeystoneBehindShibboleth there, String entityId, String project) {
        String v3 = there.behind() + "/v3";
        String token = token(v3);
        String federation = v3 + "/OS-FEDERATION";
        String landing = send(token, "POST", v3 + "/projects", "{\"project\": {\"name\": \"landing\"}}")
                .getString("project.id");
        String visitors = send(token, "POST", v3 + "/groups", "{\"group\": {\"name\": \"visitors\"}}")
                .getString("group.id");
        String member = send(token, "GET", v3 + "/roles?name=member", "").getString("roles[0].id");
        send(token, "PUT", v3 + "/projects/" + landing + "/groups/" + visitors + "/roles/" + member, "");
        send(token, "PUT", federation + "/identity_providers/vestibule", """
                {"identity_provider": {"enabled": true, "remote_ids": ["%s"]}}""".formatted(entityId));
        send(token, "PUT", federation + "/mappings/crossing", MAPPING.formatted(project));
        send(token, "PUT", federation + "/identity_providers/vestibule/protocols/saml2", """
                {"protocol": {"mapping_id": "crossing"}}""");
    }

    /** Of the administrator, for the project {@code admin}. */
    static String token(String v3) {
        Response login = given().contentType("application/json")
                .body("""
                {"auth": {"identity": {"methods": ["password"], "password": {"user": {"name": "admin",
                 "domain": {"id": "default"}, "password": "%s"}}},
                 "scope": {"project": {"name": "admin", "domain": {"id": "default"}}}}}
                """.formatted(KeystonePeer.ADMIN_PASSWORD))
                .post(v3 + "/auth/tokens");
        assertThat(login.statusCode()).as(login.asString()).isEqualTo(201);
        return login.header("X-Subject-Token");
    }

    static JsonPath send(String token, String method, String url, String body) {
        Response answer = given().header("X-Auth-Token", token)
                .contentType("application/json")
                .body(body)
                .request(method, url);
        assertThat(answer.statusCode())
                .as(method + " " + url + " " + answer.asString())
                .isBetween(200, 204);
        return answer.jsonPath();
    }
}
