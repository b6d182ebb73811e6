package io.vestibule.protocol.oidc.downstream;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenID Connect Discovery 1.0 and RFC 8414. */
@QuarkusTest
@TestProfile(LabProfile.class)
class DiscoveryTest {
    @Inject
    Lab lab;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/realms/lab/.well-known/openid-configuration",
                "/realms/lab/.well-known/oauth-authorization-server",
                "/.well-known/openid-configuration/realms/lab",
                "/.well-known/oauth-authorization-server/realms/lab"
            })
    void isFoundAtEveryAddressThatAClientMayTry(String path) {
        given().get(lab.at(path))
                .then()
                .statusCode(200)
                .contentType("application/json")
                .header("Cache-Control", containsString("max-age"))
                .body("issuer", equalTo(lab.issuer()));
    }

    @Test
    void advertisesWhatIsSwitchedOnAndNothingElse() {
        JsonPath document =
                given().get(lab.issuer() + "/.well-known/openid-configuration").jsonPath();
        assertThat(document.getList("response_types_supported")).containsExactly("code");
        assertThat(document.getList("response_modes_supported")).containsExactly("query", "fragment", "form_post");
        assertThat(document.getList("grant_types_supported"))
                .containsExactlyInAnyOrder(
                        "authorization_code", "refresh_token", "client_credentials", GrantTypes.DEVICE_CODE);
        assertThat(document.getList("code_challenge_methods_supported")).containsExactly("S256");
        assertThat(document.getList("token_endpoint_auth_methods_supported"))
                .containsExactly("client_secret_basic", "client_secret_post", "private_key_jwt", "none");
        assertThat(document.getList("introspection_endpoint_auth_methods_supported"))
                .doesNotContain("none");
        assertThat(document.getList("id_token_signing_alg_values_supported")).containsExactly("RS256", "ES256");
        assertThat(document.getList("subject_types_supported")).containsExactly("public");
        assertThat(document.<Object>get("request_parameter_supported")).isNotEqualTo(true);
        assertThat(document.<Object>get("request_uri_parameter_supported"))
                .as("left out it would mean true")
                .isEqualTo(false);
        assertThat(document.getBoolean("claims_parameter_supported")).isTrue();
        assertThat(document.getBoolean("authorization_response_iss_parameter_supported"))
                .isTrue();
        assertThat(document.<Object>get("registration_endpoint")).isNull();
        for (String channel : List.of("backchannel", "frontchannel")) {
            assertThat(document.getBoolean(channel + "_logout_supported")).isTrue();
            assertThat(document.getBoolean(channel + "_logout_session_supported"))
                    .isTrue();
        }
        assertThat(document.<Object>get("check_session_iframe")).isNull();
    }

    @Test
    void everyEndpointItNamesAnswers() {
        JsonPath document =
                given().get(lab.issuer() + "/.well-known/openid-configuration").jsonPath();
        for (String name : List.of("token", "introspection", "revocation", "device_authorization")) {
            given().post(document.getString(name + "_endpoint")).then().statusCode(401);
        }
        given().get(document.getString("userinfo_endpoint")).then().statusCode(401);
        given().get(document.getString("jwks_uri")).then().statusCode(200);
        given().get(document.getString("authorization_endpoint")).then().statusCode(400);
        given().get(document.getString("end_session_endpoint")).then().statusCode(200);
    }

    @Test
    void publishesPublicKeysOnly() {
        given().get(lab.issuer() + "/jwks")
                .then()
                .statusCode(200)
                .header("Cache-Control", containsString("max-age"))
                .body("keys.kty", hasItems("RSA", "EC"))
                .body("keys.use", everyItem(equalTo("sig")))
                .body("keys", not(hasSize(0)))
                .body("keys.d", everyItem(nullValue()))
                .body("keys.p", everyItem(nullValue()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nowhere", "dark", "..", "LAB"})
    void aRealmThatIsNotThereIsNotFound(String realm) {
        for (String path :
                List.of("/.well-known/openid-configuration", "/jwks", "/authorize", "/userinfo", "/logout")) {
            given().urlEncodingEnabled(false)
                    .get(lab.at("/realms/" + realm.replace("..", "%2e%2e") + path))
                    .then()
                    .statusCode(404);
        }
        given().post(lab.at("/realms/" + realm.replace("..", "%2e%2e") + "/token"))
                .then()
                .statusCode(404);
    }
}
