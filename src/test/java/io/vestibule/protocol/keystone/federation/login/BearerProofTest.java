package io.vestibule.protocol.keystone.federation.login;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.vestibule.connector.AuthnOutcome;
import io.vestibule.connector.BearerProof;
import io.vestibule.connector.Connectors;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Secret;
import io.vestibule.identity.UpstreamIdentity;
import io.vestibule.protocol.keystone.CloudProfile;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whose access tokens are believed that a program brings along, and how the command line comes to one. */
@QuarkusTest
@Tag("keystone")
@Tag("oidc")
@TestProfile(CloudProfile.class)
class BearerProofTest {
    @Inject
    Campus campus;

    @Inject
    Connectors connectors;

    @BeforeEach
    void declare() {
        campus.declareOnce();
    }

    @Test
    void theCommandLinesTokenSaysWhoItIsOf() {
        UpstreamIdentity emmy = believed(byPassword("command-line", "emmy", "openid profile email groups"));
        assertThat(emmy.connector()).isEqualTo(new ConnectorId("campus"));
        assertThat(emmy.claims().all("preferred_username")).containsExactly("emmy");
        assertThat(emmy.claims().all("email")).containsExactly("emmy@campus.example");
        assertThat(emmy.claims().all("groups")).containsExactly("staff");
        assertThat(emmy.context().authorities())
                .containsExactly(campus.campus("").toString());
        assertThat(believed(byPassword("command-line", "hedy", "openid")).subject())
                .isNotEqualTo(emmy.subject());
    }

    @Test
    void aServiceOfTheirsIsSomebodyByItsOwnName() {
        String token = granted("command-line", Map.of("grant_type", "client_credentials"))
                .jsonPath()
                .getString("access_token");
        assertThat(believed(token).subject()).isEqualTo("command-line");
    }

    @Test
    void aTokenThatAnotherApplicationGotIsForNobodyHere() {
        assertThat(rejected(byPassword("game", "emmy", "openid profile"))).isEqualTo("bearer-audience");
    }

    @Test
    void whatIsNoAccessTokenIsNone() {
        Response both = granted(
                "command-line",
                Map.of("grant_type", "password", "username", "emmy", "password", "emmy-password-1", "scope", "openid"));
        assertThat(rejected(both.jsonPath().getString("id_token"))).isEqualTo("bearer-is-id-token");
        String token = both.jsonPath().getString("access_token");
        int middle = token.length() - 20;
        String forged =
                token.substring(0, middle) + (token.charAt(middle) == 'A' ? 'B' : 'A') + token.substring(middle + 1);
        assertThat(rejected(forged)).isEqualTo("id-token-signature");
        assertThat(rejected("nonsense")).isEqualTo("bearer-not-active");
        assertThat(rejected("two words")).isEqualTo("bearer-malformed");
        assertThat(rejected("")).isEqualTo("bearer-malformed");
    }

    @Test
    void aTokenThatWasTakenBackThereCountsForNothingHere() {
        String token = byPassword("command-line", "emmy", "openid");
        believed(token);
        given().auth()
                .preemptive()
                .basic("command-line", Campus.SECRET)
                .formParam("token", token)
                .post(campus.campus("/revoke"))
                .then()
                .statusCode(200);
        assertThat(rejected(token)).isEqualTo("bearer-refused-by-userinfo");
    }

    @Test
    void aPasswordIsTakenOnlyFromClientsThatMayBringOne() {
        granted("command-line", Map.of("grant_type", "password", "username", "emmy", "password", "guess"))
                .then()
                .statusCode(400)
                .body("error", equalTo("invalid_scope"));
        for (String name : new String[] {"emmy", "nobody"}) {
            granted(
                            "command-line",
                            Map.of("grant_type", "password", "username", name, "password", "guess", "scope", "openid"))
                    .then()
                    .statusCode(400)
                    .body("error", equalTo("invalid_grant"))
                    .body("error_description", equalTo("The user name or password is not right."))
                    .body("access_token", nullValue());
        }
        given().auth()
                .preemptive()
                .basic("sky", "the-secret-between-sky-and-campus")
                .formParams(Map.of(
                        "grant_type", "password", "username", "emmy", "password", "emmy-password-1", "scope", "openid"))
                .post(campus.campus("/token"))
                .then()
                .statusCode(400)
                .body("error", equalTo("unauthorized_client"));
        granted("command-line", Map.of("grant_type", "password", "scope", "openid"))
                .then()
                .statusCode(400)
                .body("error", equalTo("invalid_request"));
    }

    private String byPassword(String client, String person, String scope) {
        Map<String, String> form = new HashMap<>();
        form.put("grant_type", "password");
        form.put("username", person);
        form.put("password", person + "-password-1");
        form.put("scope", scope);
        return granted(client, form).jsonPath().getString("access_token");
    }

    private Response granted(String client, Map<String, String> form) {
        String secret = client.equals("game") ? "the-secret-of-a-game-at-campus" : Campus.SECRET;
        return given().auth()
                .preemptive()
                .basic(client, secret)
                .formParams(form)
                .post(campus.campus("/token"));
    }

    private UpstreamIdentity believed(String token) {
        AuthnOutcome outcome = proof().verify(new Secret(token));
        assertThat(outcome).isInstanceOf(AuthnOutcome.Authenticated.class);
        return ((AuthnOutcome.Authenticated) outcome).identity();
    }

    private String rejected(String token) {
        AuthnOutcome outcome = proof().verify(new Secret(token));
        assertThat(outcome).isInstanceOf(AuthnOutcome.Rejected.class);
        return ((AuthnOutcome.Rejected) outcome).reason();
    }

    private BearerProof proof() {
        return connectors
                .find(new RealmName("sky"), new ConnectorId("campus"))
                .orElseThrow()
                .bearerProof()
                .orElseThrow();
    }
}
