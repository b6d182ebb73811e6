package io.vestibule.protocol.keystone.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.vestibule.client.OfflineCheck;
import java.net.URI;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The client library works with this server, its OpenID Connect side included. */
@QuarkusTest
@TestProfile(ClientsProfile.class)
@Tag("keystone")
@Tag("oidc")
class JavaClientTest extends JavaClientContract {
    @ConfigProperty(name = "vestibule.base-url")
    URI base;

    @Override
    Cloud open() {
        return new Cloud(URI.create(base + "/v3"), "labadmin");
    }

    @Test
    void anAccessTokenOfThisServerIsCheckedByItsPublishedKeys() {
        String issuer = base + "/realms/golden";
        String jwks =
                RestAssured.get(issuer + "/.well-known/openid-configuration").path("jwks_uri");
        String token = RestAssured.given()
                .auth()
                .preemptive()
                .basic("robot", "secret-of-the-robot")
                .formParam("grant_type", "client_credentials")
                .post(RestAssured.get(issuer + "/.well-known/openid-configuration")
                        .<String>path("token_endpoint"))
                .path("access_token");

        assertThat(OfflineCheck.of(issuer, "volumes", URI.create(jwks)).check(token))
                .hasValueSatisfying(good -> {
                    assertThat(good.clientId()).isEqualTo("robot");
                    assertThat(good.subject()).isEqualTo("robot");
                });
        assertThat(OfflineCheck.of(issuer, "images", URI.create(jwks)).check(token))
                .isEmpty();
    }
}
