package io.vestibule.protocol.keystone.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.vestibule.access.Project;
import io.vestibule.directory.TestFactors;
import io.vestibule.directory.User;
import io.vestibule.protocol.keystone.Cloud;
import io.vestibule.protocol.keystone.CloudProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Security case 48: what another factor completes is good for no more than what was proven before it. */
@QuarkusTest
@TestProfile(CloudProfile.class)
class ReceiptBoundsTest {
    private static final String RECEIPT = "Openstack-Auth-Receipt";

    @Inject
    Cloud cloud;

    @Inject
    TestFactors factors;

    private User ada;
    private Project project;

    @BeforeEach
    void someoneWithAnAuthenticator() {
        ada = cloud.person();
        project = cloud.project();
        cloud.grant(ada.id(), "member", Cloud.on(project));
        factors.enrol(cloud.realm(), ada);
    }

    @Test
    void aTokenThatWasExchangedStaysInItsLine() {
        Response before = cloud.authenticate(Cloud.byPassword(ada.id(), Cloud.PASSWORD), Cloud.project(project));
        factors.rule(cloud.realm(), ada, "[[\"password\",\"totp\"]]");
        String receipt = receipt(cloud.authenticate(Cloud.byToken(before.header("X-Subject-Token")), null));
        Response after = completed(receipt, Cloud.project(project));
        after.then()
                .statusCode(201)
                .body("token.expires_at", equalTo(before.path("token.expires_at")))
                .body("token.audit_ids[1]", equalTo(before.path("token.audit_ids[0]")));
    }

    @Test
    void anApplicationCredentialStaysOne() {
        String token = cloud.token(ada, Cloud.project(project));
        Project another = cloud.project();
        cloud.grant(ada.id(), "member", Cloud.on(another));
        Response made = cloud.as(token)
                .contentType("application/json")
                .body(Map.of("application_credential", Map.of("name", "batch")))
                .post(cloud.at("/v3/users/" + ada.id().hex() + "/application_credentials"));
        made.then().statusCode(201);
        factors.rule(cloud.realm(), ada, "[[\"application_credential\",\"totp\"]]");
        Object credential = Map.of(
                "id", made.path("application_credential.id"), "secret", made.path("application_credential.secret"));
        String receipt = receipt(cloud.authenticate(
                Map.of("methods", List.of("application_credential"), "application_credential", credential), null));
        Response after = completed(receipt, Cloud.project(another));
        after.then()
                .statusCode(201)
                .body("token.project.id", equalTo(project.id().value()))
                .body("token.application_credential.id", equalTo(made.path("application_credential.id")));
    }

    private static String receipt(Response answer) {
        answer.then().statusCode(401).body("token", nullValue());
        assertThat(answer.header(RECEIPT)).isNotNull();
        return answer.header(RECEIPT);
    }

    private Response completed(String receipt, Object scope) {
        Map<String, Object> user = Map.of("id", ada.id().hex(), "passcode", factors.passcode());
        Object identity = Map.of("methods", List.of("totp"), "totp", Map.of("user", user));
        return RestAssured.given()
                .header(RECEIPT, receipt)
                .contentType("application/json")
                .body(Map.of("auth", Map.of("identity", identity, "scope", scope)))
                .post(cloud.at("/v3/auth/tokens"));
    }
}
