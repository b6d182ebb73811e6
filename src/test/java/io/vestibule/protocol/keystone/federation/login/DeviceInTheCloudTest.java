package io.vestibule.protocol.keystone.federation.login;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.peer.PythonPeer;
import io.vestibule.protocol.keystone.CloudProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A command line that can open no browser comes into the cloud by a code that its person allows at their organisation. */
@QuarkusTest
@Tag("keystone")
@Tag("oidc")
@TestProfile(CloudProfile.class)
class DeviceInTheCloudTest {
    private static final String GRANT = "urn:ietf:params:oauth:grant-type:device_code";
    private static final String VERIFIER = "a-code-verifier-of-at-least-forty-three-characters";
    private static final String CHALLENGE = "bLRYBPalK1NsU4_TD3JrHRmfVjgoduNjiXgeScRbcr8";

    @Inject
    Campus campus;

    @Inject
    CampusRules rules;

    @BeforeEach
    void bind() {
        campus.declareOnce();
        rules.bind();
    }

    @AfterEach
    void unbind() {
        rules.unbind();
    }

    /** What keystoneauth's plugin sends, request by request. */
    @Test
    void theTokenOfAnAllowedDeviceIsTakenByTheCloud() {
        Map<String, String> begun = commandLine()
                .formParam("client_id", "command-line")
                .formParam("scope", "openid profile email groups")
                .formParam("code_challenge_method", "S256")
                .formParam("code_challenge", CHALLENGE)
                .post(campus.campus("/device_authorization"))
                .jsonPath()
                .getMap("", String.class, String.class);
        RequestSpecification ask = commandLine()
                .formParam("grant_type", GRANT)
                .formParam("client_id", "command-line")
                .formParam("device_code", begun.get("device_code"))
                .formParam("code_verifier", VERIFIER);
        ask.post(campus.campus("/token")).then().statusCode(400).body("error", equalTo("authorization_pending"));
        allow(URI.create(begun.get("verification_uri_complete")));
        String token = ask.post(campus.campus("/token")).jsonPath().getString("access_token");
        given().header("Authorization", "Bearer " + token)
                .post(campus.sky("/v3/OS-FEDERATION/identity_providers/campus/protocols/openid/auth"))
                .then()
                .statusCode(201)
                .body("token.user.name", equalTo("emmy"));
    }

    @Test
    @Tag("peer")
    void v3oidcdeviceauthz() {
        try (PythonPeer keystoneauth =
                PythonPeer.start("/keystone/python/device.py", List.of("keystoneauth1"), Map.of())) {
            JsonNode begun = keystoneauth.ask(Map.of("options", options()));
            Assumptions.assumeFalse(
                    begun.path("refused").asText().equals("NoMatchingPlugin"),
                    "skipped: the keystoneauth that is installed has no v3oidcdeviceauthz");
            assertThat(begun.path("address").asText()).as(begun.toString()).contains("user_code=");
            allow(URI.create(begun.path("address").asText()));
            JsonNode access = keystoneauth.ask(Map.of());
            assertThat(access.path("user").asText()).as(access.toString()).isEqualTo("emmy");
            assertThat(access.path("project").asText()).isEqualTo("telescope");
            assertThat(access.path("roles")).extracting(JsonNode::asText).contains("member");
        }
    }

    private Map<String, Object> options() {
        Map<String, Object> options = new HashMap<>();
        options.put("auth_url", campus.sky("/v3").toString());
        options.put("identity_provider", CampusRules.ID);
        options.put("protocol", "openid");
        options.put("project_id", rules.project());
        options.put("client_id", "command-line");
        options.put("client_secret", Campus.SECRET);
        options.put("scope", "openid profile email groups");
        options.put("code_challenge_method", "S256");
        options.put(
                "discovery_endpoint",
                campus.campus("/.well-known/openid-configuration").toString());
        return options;
    }

    private static void allow(URI address) {
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit login = browser.submit(browser.open(address), "main form", Map.of());
            Visit asked = browser.submit(
                    login, "form:has([name=password])", Map.of("username", "emmy", "password", "emmy-password-1"));
            Visit done = browser.submit(asked, "form:has([name=consent])", Map.of("consent", "allow"));
            assertThat(done.title()).startsWith("The device is connected");
        }
    }

    private static RequestSpecification commandLine() {
        return given().auth().preemptive().basic("command-line", Campus.SECRET);
    }
}
