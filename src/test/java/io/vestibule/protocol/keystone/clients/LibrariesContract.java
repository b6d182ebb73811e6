package io.vestibule.protocol.keystone.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vestibule.peer.PythonPeer;
import io.vestibule.protocol.keystone.Totp;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What OpenStack's services are built on: keystoneauth, keystonemiddleware, oslo.limit. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LibrariesContract {
    private static final String SECRET = "ZX7FXOD2WY5P4HCRFGD74BGB24SZ5357";

    private Cloud cloud;
    private PythonPeer keystoneauth;

    abstract Cloud open();

    @BeforeAll
    void start() {
        cloud = open();
        keystoneauth = cloud.python("keystoneauth.py", List.of("keystoneauth1"));
    }

    @AfterAll
    void stop() {
        if (cloud != null) {
            cloud.close();
        }
    }

    @Test
    void keystoneauthFindsVersionAndCatalogByAPassword() {
        JsonNode access = access("password", cloud.adminOptions());
        assertThat(access.path("user").asText()).isEqualTo("admin");
        assertThat(access.path("project").asText()).isEqualTo("admin");
        assertThat(access.path("roles")).extracting(JsonNode::asText).contains("admin", "member", "reader");
        assertThat(access.path("endpoint").asText()).startsWith(cloud.authUrl().toString());
        assertThat(access.path("versions")).extracting(JsonNode::asText).containsExactly("CURRENT");
    }

    @Test
    void keystoneauthLogsInToADomainAndToTheSystem() {
        Map<String, Object> system = admin();
        system.put("system_scope", "all");
        assertThat(access("v3password", system).path("system").asBoolean()).isTrue();
        cloud.call("PUT", "/domains/default/users/" + userId("admin") + "/roles/" + roleId("admin"), "");
        Map<String, Object> domain = admin();
        domain.put("domain_name", "Default");
        assertThat(access("v3password", domain).path("domain").asText()).isEqualTo("Default");
    }

    @Test
    void keystoneauthRescopesAToken() {
        Map<String, Object> options = Map.of(
                "auth_url",
                cloud.authUrl().toString(),
                "token",
                cloud.token(),
                "project_name",
                "admin",
                "project_domain_name",
                "Default");
        assertThat(access("v3token", options).path("project").asText()).isEqualTo("admin");
        assertThat(access("token", options).path("project").asText()).isEqualTo("admin");
    }

    @Test
    void keystoneauthUsesAnApplicationCredential() {
        JsonNode credential = applicationCredential("plugin", "[]");
        JsonNode access = access(
                "v3applicationcredential",
                Map.of(
                        "auth_url", cloud.authUrl().toString(),
                        "application_credential_id", credential.path("id").asText(),
                        "application_credential_secret",
                                credential.path("secret").asText()));
        assertThat(access.path("project").asText()).isEqualTo("admin");
    }

    @Test
    void keystoneauthProvesAPasscodeAloneAndAsASecondFactor() {
        String alone = somebodyWithAPasscode(
                "lib-totp", "{\"multi_factor_auth_enabled\": true, \"multi_factor_auth_rules\": [[\"totp\"]]}");
        assertThat(access(
                                "v3totp",
                                Map.of(
                                        "auth_url", cloud.authUrl().toString(),
                                        "user_id", alone,
                                        "passcode", Totp.passcode(SECRET, Instant.now())))
                        .path("user")
                        .asText())
                .isEqualTo("lib-totp");
        String both = somebodyWithAPasscode(
                "lib-mfa",
                "{\"multi_factor_auth_enabled\": true, \"multi_factor_auth_rules\": [[\"password\", \"totp\"]]}");
        Map<String, Object> options = new HashMap<>(Map.of(
                "auth_url",
                cloud.authUrl().toString(),
                "user_id",
                both,
                "password",
                "first-factor",
                "passcode",
                Totp.passcode(SECRET, Instant.now())));
        options.put("auth_methods", List.of("v3password", "v3totp"));
        assertThat(access("v3multifactor", options).path("user").asText()).isEqualTo("lib-mfa");
        options.put("auth_methods", List.of("v3password"));
        options.remove("passcode");
        assertThat(keystoneauth
                        .ask(Map.of("plugin", "v3multifactor", "options", options))
                        .path("refused")
                        .asText())
                .isEqualTo("MissingAuthMethods");
    }

    @Test
    void keystoneauthSignsWithAnAccessTokenOfOAuth1() {
        PythonPeer consumers = cloud.python("consumer.py", List.of("oauthlib"));
        JsonNode access = consumers.ask(Map.of(
                "auth_url", cloud.authUrl().toString(),
                "token", cloud.token(),
                "role", "member"));
        assertThat(access.has("refused")).as(access.toString()).isFalse();
        JsonNode used = access(
                "v3oauth1",
                Map.of(
                        "auth_url", cloud.authUrl().toString(),
                        "consumer_key", access.path("consumer_key").asText(),
                        "consumer_secret", access.path("consumer_secret").asText(),
                        "access_key", access.path("access_key").asText(),
                        "access_secret", access.path("access_secret").asText()));
        assertThat(used.path("user").asText()).isEqualTo("admin");
        assertThat(used.path("project").asText()).isEqualTo("admin");
        assertThat(used.path("roles"))
                .extracting(JsonNode::asText)
                .contains("member")
                .doesNotContain("admin");
    }

    @Test
    void aServiceBehindKeystonemiddlewareKnowsItsCallers() {
        PythonPeer service = service(Map.of());
        JsonNode known = service.ask(Map.of("headers", Map.of("X-Auth-Token", cloud.token())));
        assertThat(known.path("status").asInt()).isEqualTo(200);
        assertThat(known.path("body").path("HTTP_X_IDENTITY_STATUS").asText()).isEqualTo("Confirmed");
        assertThat(known.path("body").path("HTTP_X_USER_NAME").asText()).isEqualTo("admin");
        assertThat(known.path("body").path("HTTP_X_USER_DOMAIN_NAME").asText()).isEqualTo("Default");
        assertThat(known.path("body").path("HTTP_X_ROLES").asText().split(",")).contains("admin", "reader");
        JsonNode unknown = service.ask(Map.of("headers", Map.of("X-Auth-Token", "nonsense")));
        assertThat(unknown.path("status").asInt()).isEqualTo(401);
        assertThat(unknown.path("headers").path("www-authenticate").asText())
                .isEqualTo("Keystone uri=\"" + cloud.authUrl() + "\"");
        assertThat(service.ask(Map.of("headers", Map.of())).path("status").asInt())
                .isEqualTo(401);
    }

    @Test
    void aServiceBehindKeystonemiddlewareLearnsOfARevocationAtOnce() {
        PythonPeer service = service(Map.of());
        String token = cloud.token();
        Map<String, Object> request = Map.of("headers", Map.of("X-Auth-Token", token));
        assertThat(service.ask(request).path("status").asInt()).isEqualTo(200);
        cloud.revoke(token);
        assertThat(service.ask(request).path("status").asInt()).isEqualTo(401);
    }

    @Test
    void accessRulesBindBehindKeystonemiddleware() {
        endpointOf("lib-volume");
        JsonNode credential = applicationCredential(
                "ruled", "[{\"service\": \"lib-volume\", \"method\": \"GET\", \"path\": \"/v3/volumes/*\"}]");
        String token = access(
                        "v3applicationcredential",
                        Map.of(
                                "auth_url", cloud.authUrl().toString(),
                                "application_credential_id",
                                        credential.path("id").asText(),
                                "application_credential_secret",
                                        credential.path("secret").asText()))
                .path("token")
                .asText();
        PythonPeer service = service(Map.of("service_type", "lib-volume"));
        Map<String, String> headers = Map.of("X-Auth-Token", token);
        assertThat(service.ask(Map.of("path", "/v3/volumes/v1", "headers", headers))
                        .path("status")
                        .asInt())
                .isEqualTo(200);
        assertThat(service.ask(Map.of("path", "/v3/backups", "headers", headers))
                        .path("status")
                        .asInt())
                .isEqualTo(401);
        assertThat(service.ask(Map.of("path", "/v3/volumes/v1", "method", "DELETE", "headers", headers))
                        .path("status")
                        .asInt())
                .isEqualTo(401);
    }

    @Test
    void osloLimitAsksForTheLimitsOfAService() {
        JsonNode endpoint = endpointOf("lib-limits");
        String volume = endpoint.path("service_id").asText();
        String project = id(cloud.call("POST", "/projects", "{\"project\": {\"name\": \"lib-limited\"}}"));
        cloud.call("POST", "/registered_limits", """
                {"registered_limits": [{"service_id": "%s", "region_id": "RegionOne", "resource_name": "volumes", "default_limit": 10},
                 {"service_id": "%s", "region_id": "RegionOne", "resource_name": "snapshots", "default_limit": 3}]}
                """.formatted(volume, volume));
        cloud.call("POST", "/limits", """
                {"limits": [{"service_id": "%s", "region_id": "RegionOne", "project_id": "%s", "resource_name": "volumes",
                 "resource_limit": 5}]}""".formatted(volume, project));
        PythonPeer service = cloud.python("limits.py", List.of("oslo_limit"));
        service.ask(Map.of(
                "auth_type",
                "password",
                "auth_url",
                cloud.authUrl().toString(),
                "username",
                "admin",
                "password",
                cloud.password(),
                "user_domain_name",
                "Default",
                "system_scope",
                "all",
                "endpoint_id",
                endpoint.path("id").asText()));

        assertThat(ask(service, project, Map.of("volumes", 1), Map.of("volumes", 4))
                        .path("allowed")
                        .asBoolean())
                .isTrue();
        JsonNode over = ask(service, project, Map.of("volumes", 1), Map.of("volumes", 5));
        assertThat(over.path("allowed").asBoolean()).isFalse();
        assertThat(over.path("message").asText()).contains("over limit of 5");
        assertThat(ask(service, project, Map.of("snapshots", 1), Map.of("snapshots", 3))
                        .path("message")
                        .asText())
                .as("the default where nothing else is set")
                .contains("over limit of 3");
        assertThat(ask(service, project, Map.of("unheard-of", 1), Map.of())
                        .path("allowed")
                        .asBoolean())
                .isFalse();
    }

    private static JsonNode ask(
            PythonPeer service, String project, Map<String, Integer> deltas, Map<String, Integer> usage) {
        return service.ask(Map.of("project", project, "deltas", deltas, "usage", Map.of(project, usage)));
    }

    private PythonPeer service(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(cloud.adminOptions());
        settings.putAll(Map.of(
                "auth_type", "password",
                "www_authenticate_uri", cloud.authUrl().toString(),
                "token_cache_time", "-1",
                "delay_auth_decision", "false"));
        settings.putAll(more);
        PythonPeer service = cloud.python("middleware.py", List.of("keystonemiddleware"));
        assertThat(service.ask(settings).asText()).isEqualTo("ready");
        return service;
    }

    private JsonNode access(String plugin, Map<String, Object> options) {
        JsonNode access = keystoneauth.ask(Map.of("plugin", plugin, "options", options));
        assertThat(access.has("refused")).as(access.toString()).isFalse();
        return access;
    }

    /** The administrator's login without a scope. */
    private Map<String, Object> admin() {
        Map<String, Object> options = new HashMap<>(cloud.adminOptions());
        options.remove("project_name");
        options.remove("project_domain_name");
        return options;
    }

    private JsonNode applicationCredential(String name, String rules) {
        return cloud.call("POST", "/users/" + userId("admin") + "/application_credentials", """
                {"application_credential": {"name": "%s", "access_rules": %s}}""".formatted(name, rules))
                .path("application_credential");
    }

    private String somebodyWithAPasscode(String name, String options) {
        String user = id(cloud.call("POST", "/users", """
                {"user": {"name": "%s", "password": "first-factor", "options": %s}}""".formatted(name, options)));
        cloud.call("POST", "/credentials", """
                {"credential": {"type": "totp", "user_id": "%s", "blob": "%s"}}""".formatted(user, SECRET));
        return user;
    }

    private JsonNode endpointOf(String service) {
        String id = id(cloud.call("POST", "/services", """
                {"service": {"type": "%1$s", "name": "%1$s"}}""".formatted(service)));
        return cloud.call("POST", "/endpoints", """
                {"endpoint": {"service_id": "%s", "interface": "public", "region_id": "RegionOne", "url": "http://%s.example"}}
                """.formatted(id, service)).path("endpoint");
    }

    private String userId(String name) {
        return cloud.call("GET", "/users?name=" + name, "")
                .path("users")
                .path(0)
                .path("id")
                .asText();
    }

    private String roleId(String name) {
        return cloud.call("GET", "/roles?name=" + name, "")
                .path("roles")
                .path(0)
                .path("id")
                .asText();
    }

    private static String id(JsonNode answer) {
        return answer.elements().next().path("id").asText();
    }
}
