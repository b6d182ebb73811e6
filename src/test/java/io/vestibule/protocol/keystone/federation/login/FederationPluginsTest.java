package io.vestibule.protocol.keystone.federation.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.peer.PythonPeer;
import io.vestibule.protocol.keystone.CloudProfile;
import jakarta.inject.Inject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** keystoneauth's plugins for federated logins, from Debian; a realm of this server is the identity provider. */
@QuarkusTest
@Tag("keystone")
@Tag("oidc")
@Tag("peer")
@TestProfile(CloudProfile.class)
class FederationPluginsTest {
    private static PythonPeer keystoneauth;

    @Inject
    Campus campus;

    @Inject
    CampusRules rules;

    @BeforeEach
    void start() {
        if (keystoneauth == null) {
            keystoneauth = PythonPeer.start("/keystone/python/keystoneauth.py", List.of("keystoneauth1"), Map.of());
        }
        campus.declareOnce();
        rules.bind();
    }

    @AfterEach
    void forget() {
        rules.unbind();
    }

    @AfterAll
    static void stop() {
        if (keystoneauth != null) {
            keystoneauth.close();
            keystoneauth = null;
        }
    }

    @Test
    void v3oidcpassword() {
        assertIsIn("emmy", ask("v3oidcpassword", client(Map.of("username", "emmy", "password", "emmy-password-1"))));
        JsonNode refused = ask("v3oidcpassword", client(Map.of("username", "emmy", "password", "guess")));
        assertThat(refused.path("refused").asText()).isEqualTo("BadRequest");
    }

    @Test
    void v3oidcclientcredentials() {
        assertIsIn("robot", ask("v3oidcclientcredentials", client(Map.of())));
    }

    @Test
    void v3oidcaccesstoken() {
        assertIsIn("emmy", ask("v3oidcaccesstoken", options(Map.of("access_token", campus.accessToken("emmy")))));
        JsonNode refused = ask("v3oidcaccesstoken", options(Map.of("access_token", "nonsense")));
        assertThat(refused.path("refused").asText()).isEqualTo("Unauthorized");
    }

    @Test
    void v3oidcauthcode() {
        String redirect = campus.declareOnce().at("/callback");
        Map<String, Object> options = new HashMap<>(client(Map.of("redirect_uri", redirect)));
        options.put("code", code(redirect));
        assertIsIn("emmy", ask("v3oidcauthcode", options));
    }

    @Test
    @Tag("saml")
    void v3samlpassword() {
        campus.withAbbey();
        rules.provider("abbey", "saml2");
        Map<String, Object> options = new HashMap<>(options(Map.of(
                "identity_provider_url",
                campus.campus("/saml/ecp").toString(),
                "username",
                "emmy",
                "password",
                "emmy-password-1")));
        options.put("identity_provider", "abbey");
        options.put("protocol", "saml2");
        assertIsIn("emmy-2", ask("v3samlpassword", options)); // another identity, not linked to the first
    }

    private String code(String redirect) {
        String ask =
                "/authorize?response_type=code&client_id=command-line&scope=openid%20profile%20groups&redirect_uri="
                        + URLEncoder.encode(redirect, StandardCharsets.UTF_8);
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit arrived = browser.submit(
                    browser.open(campus.campus(ask)),
                    "form:has([name=password])",
                    Map.of("username", "emmy", "password", "emmy-password-1"));
            return Arrays.stream(arrived.address().getQuery().split("&"))
                    .filter(pair -> pair.startsWith("code="))
                    .map(pair -> pair.substring("code=".length()))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private Map<String, Object> client(Map<String, Object> more) {
        Map<String, Object> options = new HashMap<>(options(more));
        options.put("client_id", "command-line");
        options.put("client_secret", Campus.SECRET);
        options.put("scope", "openid profile email groups");
        options.put(
                "discovery_endpoint",
                campus.campus("/.well-known/openid-configuration").toString());
        return options;
    }

    private Map<String, Object> options(Map<String, Object> more) {
        Map<String, Object> options = new HashMap<>(more);
        options.put("auth_url", campus.sky("/v3").toString());
        options.put("identity_provider", CampusRules.ID);
        options.put("protocol", "openid");
        options.put("project_id", rules.project());
        return options;
    }

    private static JsonNode ask(String plugin, Map<String, Object> options) {
        return keystoneauth.ask(Map.of("plugin", plugin, "options", options));
    }

    private static void assertIsIn(String person, JsonNode access) {
        assertThat(access.path("user").asText()).as(access.toString()).isEqualTo(person);
        assertThat(access.path("project").asText()).isEqualTo("telescope");
        assertThat(access.path("roles")).extracting(JsonNode::asText).contains("member");
    }
}
