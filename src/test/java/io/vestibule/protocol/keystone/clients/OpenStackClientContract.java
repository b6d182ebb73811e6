package io.vestibule.protocol.keystone.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vestibule.peer.PythonPeer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What an administrator does with python-openstackclient. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OpenStackClientContract {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A project's token sees the limits of that project. */
    private static final String[] SYSTEM = {
        "--os-system-scope", "all", "--os-project-name", "", "--os-project-domain-name", ""
    };

    private Cloud cloud;
    private PythonPeer client;

    abstract Cloud open();

    @BeforeAll
    void start() {
        cloud = open();
        client = cloud.python("openstack.py", List.of("openstackclient"));
    }

    @AfterAll
    void stop() {
        if (cloud != null) {
            cloud.close();
        }
    }

    @Test
    void aTokenIsIssuedAndRevoked() {
        JsonNode issued = json("token", "issue");
        assertThat(issued.path("id").asText()).isNotEmpty();
        assertThat(issued.path("project_id").asText()).isNotEmpty();
        done("token", "revoke", issued.path("id").asText());
        assertThat(tried(
                                "--os-auth-type",
                                "v3token",
                                "--os-token",
                                issued.path("id").asText(),
                                "token",
                                "issue")
                        .path("code")
                        .asInt())
                .isNotZero();
    }

    @Test
    void usersAreMadeFoundChangedAndRemoved() {
        json("user", "create", "osc-ada", "--password", "engine-of-1843", "--email", "ada@example.org", "--or-show");
        assertThat(json("user", "show", "osc-ada").path("email").asText()).isEqualTo("ada@example.org");
        done("user", "set", "osc-ada", "--description", "first of us", "--disable");
        assertThat(json("user", "show", "osc-ada").path("enabled").asBoolean()).isFalse();
        assertThat(names(json("user", "list", "--domain", "default"))).contains("osc-ada", "admin");
        done("user", "delete", "osc-ada");
        assertThat(tried("user", "show", "osc-ada").path("err").asText())
                .contains("No user with a name or ID of 'osc-ada'");
    }

    @Test
    void projectsFormATreeWithTags() {
        json("project", "create", "osc-parent", "--tag", "blue");
        json("project", "create", "osc-child", "--parent", "osc-parent", "--description", "below");
        assertThat(json("project", "show", "osc-child", "--parents")
                        .path("parents")
                        .size())
                .isPositive();
        assertThat(names(json("project", "list", "--tags", "blue"))).containsExactly("osc-parent");
        done("project", "set", "osc-child", "--disable");
        done("project", "delete", "osc-child", "osc-parent");
    }

    @Test
    void rolesAreAssignedImpliedAndInherited() {
        json("role", "create", "osc-operator");
        json("user", "create", "osc-grace", "--password", "compiler-of-1952");
        json("project", "create", "osc-navy");
        done("role", "add", "--user", "osc-grace", "--project", "osc-navy", "osc-operator");
        done("implied", "role", "create", "osc-operator", "--implied-role", "reader");
        JsonNode effective = json("role", "assignment", "list", "--user", "osc-grace", "--effective", "--names");
        assertThat(effective.findValuesAsText("Role")).containsExactlyInAnyOrder("osc-operator", "reader");
        assertThat(effective.findValuesAsText("Project")).containsOnly("osc-navy@Default");
        done("role", "add", "--user", "osc-grace", "--domain", "default", "--inherited", "member");
        assertThat(json("role", "assignment", "list", "--user", "osc-grace", "--domain", "default", "--names")
                        .findValuesAsText("Inherited"))
                .containsExactly("true");
        done("role", "add", "--user", "osc-grace", "--system", "all", "reader");
        assertThat(names(json("role", "list"))).contains("osc-operator", "admin", "member", "reader");
        done("role", "remove", "--user", "osc-grace", "--project", "osc-navy", "osc-operator");
        done("user", "delete", "osc-grace");
        done("project", "delete", "osc-navy");
        done("role", "delete", "osc-operator");
    }

    @Test
    void groupsHaveMembersAndDomainsTheirOwnPeople() {
        json("domain", "create", "osc-campus", "--description", "elsewhere");
        json("group", "create", "osc-staff", "--domain", "osc-campus");
        json("user", "create", "osc-emmy", "--domain", "osc-campus", "--password", "rings-and-ideals");
        done(
                "group",
                "add",
                "user",
                "--group-domain",
                "osc-campus",
                "--user-domain",
                "osc-campus",
                "osc-staff",
                "osc-emmy");
        assertThat(names(json("user", "list", "--group", "osc-staff", "--domain", "osc-campus")))
                .containsExactly("osc-emmy");
        done("role", "add", "--group", "osc-staff", "--group-domain", "osc-campus", "--domain", "osc-campus", "admin");
        JsonNode token = json(
                "--os-username",
                "osc-emmy",
                "--os-password",
                "rings-and-ideals",
                "--os-user-domain-name",
                "osc-campus",
                "--os-project-name",
                "",
                "--os-project-domain-name",
                "",
                "--os-domain-name",
                "osc-campus",
                "token",
                "issue");
        assertThat(token.path("domain_id").asText()).isNotEmpty();
        done("domain", "set", "--disable", "osc-campus");
        done("domain", "delete", "osc-campus");
    }

    @Test
    void applicationCredentialsWorkUntilTheyAreDeleted() {
        JsonNode credential = json("application", "credential", "create", "osc-robot", "--role", "reader");
        String[] login = {
            "--os-auth-type",
            "v3applicationcredential",
            "--os-application-credential-id",
            field(credential, "id"),
            "--os-application-credential-secret",
            field(credential, "secret"),
            "--os-username",
            "",
            "--os-password",
            "",
            "--os-project-name",
            "",
            "--os-user-domain-name",
            "",
            "--os-project-domain-name",
            ""
        };
        assertThat(json(with(login, "token", "issue")).path("id").asText()).isNotEmpty();
        assertThat(json("application", "credential", "list").findValuesAsText("Name"))
                .contains("osc-robot");
        done("application", "credential", "delete", "osc-robot");
        assertThat(tried(with(login, "token", "issue")).path("code").asInt()).isNotZero();
    }

    @Test
    void limitsOfAServiceAreRegisteredSetAndShown() {
        json("service", "create", "osc-compute", "--name", "osc-nova");
        json("project", "create", "osc-limited");
        done(
                "registered",
                "limit",
                "create",
                "osc-cores",
                "--service",
                "osc-nova",
                "--default-limit",
                "10",
                "--region",
                "RegionOne");
        done(
                "limit",
                "create",
                "osc-cores",
                "--project",
                "osc-limited",
                "--service",
                "osc-nova",
                "--resource-limit",
                "5",
                "--region",
                "RegionOne");
        JsonNode limits = jsonInAProcessOfItsOwn(with(SYSTEM, "limit", "list", "--service", "osc-nova"));
        assertThat(limits.findValuesAsText("Resource Limit")).containsExactly("5");
        JsonNode registered = json("registered", "limit", "list", "--service", "osc-nova");
        assertThat(registered.findValuesAsText("Default Limit")).containsExactly("10");
        done("limit", "delete", limits.path(0).path("ID").asText());
        done("registered", "limit", "delete", registered.path(0).path("ID").asText());
        done("project", "delete", "osc-limited");
        done("service", "delete", "osc-nova");
    }

    @Test
    void theCatalogIsManagedAndShown() {
        json("region", "create", "osc-region");
        json("service", "create", "osc-volume", "--name", "osc-cinder");
        json(
                "endpoint",
                "create",
                "--region",
                "osc-region",
                "osc-cinder",
                "public",
                "http://cinder.example/%(project_id)s");
        JsonNode catalog = json("catalog", "list");
        assertThat(names(catalog)).contains("osc-cinder");
        assertThat(catalog.toString()).doesNotContain("%(project_id)s");
        JsonNode endpoints = json("endpoint", "list", "--service", "osc-cinder");
        done("endpoint", "delete", endpoints.path(0).path("ID").asText());
        done("service", "delete", "osc-cinder");
        done("region", "delete", "osc-region");
    }

    @Test
    void aTrustLetsSomebodyElseActForALimitedTime() {
        json("user", "create", "osc-trustee", "--password", "on-behalf-of");
        JsonNode trust = json(
                "trust", "create", "--project", "admin", "--role", "reader", "--impersonate", "admin", "osc-trustee");
        JsonNode token = json(
                "--os-username",
                "osc-trustee",
                "--os-password",
                "on-behalf-of",
                "--os-project-name",
                "",
                "--os-project-domain-name",
                "",
                "--os-trust-id",
                field(trust, "id"),
                "token",
                "issue");
        assertThat(token.path("project_id").asText()).isNotEmpty();
        done("trust", "delete", field(trust, "id"));
        done("user", "delete", "osc-trustee");
    }

    @Test
    void credentialsOfOtherKindsAreKept() {
        JsonNode ec2 = json("ec2", "credentials", "create");
        assertThat(json("ec2", "credentials", "list").findValuesAsText("Access"))
                .contains(field(ec2, "access"));
        done("ec2", "credentials", "delete", field(ec2, "access"));
        JsonNode blob = json("credential", "create", "--type", "cert", "admin", "some text");
        assertThat(json("credential", "show", field(blob, "id")).path("blob").asText())
                .isEqualTo("some text");
        done("credential", "delete", field(blob, "id"));
    }

    @Test
    void aWrongPasswordIsToldInOneLine() {
        JsonNode refused = tried("--os-password", "wrong", "token", "issue");
        assertThat(refused.path("code").asInt()).isNotZero();
        assertThat(refused.path("err").asText())
                .contains("The request you have made requires authentication.", "HTTP 401", "Request-ID: req-");
    }

    private JsonNode tried(String... words) {
        return client.ask(words);
    }

    private String done(String... words) {
        JsonNode answer = tried(words);
        assertThat(answer.path("code").asInt())
                .as(String.join(" ", words) + "\n" + answer.path("err").asText())
                .isZero();
        return answer.path("out").asText();
    }

    /** The client keeps the scope of its first command for some later ones. */
    private JsonNode jsonInAProcessOfItsOwn(String... words) {
        PythonPeer other = cloud.python("openstack.py", List.of("openstackclient"));
        JsonNode answer = other.ask(with(words, "-f", "json"));
        return read(answer.path("out").asText());
    }

    private JsonNode json(String... words) {
        return read(done(with(words, "-f", "json")));
    }

    private static JsonNode read(String out) {
        try {
            return JSON.readTree(out);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static String[] with(String[] words, String... more) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private static List<String> names(JsonNode list) {
        return list.findValuesAsText("Name");
    }

    /** Some commands of the client write the API's names, others headings. */
    private static String field(JsonNode shown, String name) {
        return shown.path(shown.has(name) ? name : name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1))
                .asText();
    }
}
