package io.vestibule.protocol.keystone.auth;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.vestibule.access.Actor;
import io.vestibule.access.Project;
import io.vestibule.directory.Domain;
import io.vestibule.directory.Group;
import io.vestibule.directory.GroupOutcome;
import io.vestibule.directory.Groups;
import io.vestibule.directory.User;
import io.vestibule.identity.Extra;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Scope;
import io.vestibule.identity.Sha256;
import io.vestibule.mapping.FederationProtocol;
import io.vestibule.mapping.FederationProtocols;
import io.vestibule.mapping.IdentityProvider;
import io.vestibule.mapping.IdentityProviders;
import io.vestibule.mapping.Mappings;
import io.vestibule.mapping.RuleReader;
import io.vestibule.mapping.RuleSet;
import io.vestibule.mapping.Rules;
import io.vestibule.peer.PythonPeer;
import io.vestibule.protocol.keystone.Cloud;
import io.vestibule.protocol.keystone.CloudProfile;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Certificates instead of tokens (recorded exchanges 171 to 175): a front end at this machine says whose they are. */
@QuarkusTest
@TestProfile(CloudProfile.class)
class CertifiedCallerTest {
    private static final String ISSUER = "CN=Cloud CA";
    private static final String RULES = """
            {"rules": [{"local": [{"user": {"name": "{0}", "domain": {"id": "default"}, "type": "local"}}],
              "remote": [{"type": "SSL_CLIENT_S_DN_CN"}]}]}""";

    @Inject
    Cloud cloud;

    @Inject
    IdentityProviders providers;

    @Inject
    FederationProtocols protocols;

    @Inject
    Mappings mappings;

    @Inject
    Groups groups;

    @BeforeEach
    void rules() {
        for (RealmName realm : List.of(Cloud.REALM, new RealmName("stranger"))) {
            String idp = Sha256.of(ISSUER).hex();
            if (providers.find(realm, idp).isEmpty()) {
                providers.create(new IdentityProvider(
                        realm,
                        idp,
                        Domain.DEFAULT,
                        true,
                        Optional.empty(),
                        List.of(ISSUER),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
                mappings.create(new RuleSet(realm, "x509", read(RULES), false, Optional.empty()));
                protocols.create(realm, new FederationProtocol(idp, "x509", "x509", Optional.empty()));
            }
        }
    }

    @Test
    void whoeverShowsACertificateOfATrustedIssuerIsAskedForNoToken() {
        User service = cloud.person();
        Project project = cloud.project();
        cloud.grant(service.id(), "admin", Cloud.on(project));
        cloud.grant(service.id(), "reader", Cloud.on(project));
        String subject = cloud.token(service, Cloud.project(project));
        Map<String, String> headers = certificate(service.name(), project);
        headers.put("X-Subject-Token", subject);
        call("cloud", headers, "/auth/tokens").then().statusCode(200).body("token.user.name", equalTo(service.name()));
        call("cloud", certificate(service.name(), project), "/auth/projects")
                .then()
                .statusCode(200)
                .body("projects.name", equalTo(List.of(project.name())));
        call("cloud", certificate(service.name(), project), "/users")
                .then()
                .statusCode(403); // policy is the same as with a token for that project
    }

    @Test
    @Tag("peer")
    void keystoneauthsTokenlessPluginIsAskedForNoToken() {
        User service = cloud.person();
        Project project = cloud.project();
        cloud.grant(service.id(), "member", Cloud.on(project));
        Map<String, String> front = certificate(service.name(), project);
        front.remove("X-Project-Id"); // which the plugin says itself
        try (PythonPeer keystoneauth =
                PythonPeer.start("/keystone/python/tokenless.py", List.of("keystoneauth1"), Map.of())) {
            Map<String, Object> options = Map.of(
                    "auth_url",
                    cloud.at("/v3"),
                    "project_name",
                    project.name(),
                    "project_domain_id",
                    project.domain().value());
            Map<String, Object> question = Map.of("options", options, "front", front, "path", "/auth/projects");
            JsonNode projects = keystoneauth.ask(question).path("projects");
            assertThat(projects).extracting(one -> one.path("name").asText()).containsExactly(project.name());

            front.put("X-SSL-Client-S-DN-CN", "nobody-of-that-name");
            assertThat(keystoneauth.ask(question).path("refused").asText()).isEqualTo("Unauthorized");
        }
    }

    @Test
    void whoeverIsNotOneIsNobody() {
        User service = cloud.person();
        Project project = cloud.project();
        cloud.grant(service.id(), "member", Cloud.on(project));
        Map<String, String> good = certificate(service.name(), project);
        call("cloud", good, "/auth/projects").then().statusCode(200);
        unauthorized(with(good, "X-SSL-Client-I-DN", "CN=Other CA"));
        unauthorized(with(good, "X-SSL-Client-Verify", "FAILED:expired"));
        unauthorized(with(good, "X-SSL-Client-S-DN-CN", "nobody-of-that-name"));
        unauthorized(with(good, "X-SSL-Client-I-DN", ""));
        unauthorized(with(good, "X-Project-Id", cloud.project().id().value()));
        unauthorized(with(good, "X-Auth-Token", "no-token"));
        call("stranger", good, "/auth/projects").then().statusCode(401);
        call("other", good, "/auth/projects").then().statusCode(401);
        given().headers(good)
                .header("X-SSL-Client-S-DN-CN", "admin")
                .get(cloud.at("/v3/auth/projects"))
                .then()
                .statusCode(401);
    }

    @Test
    void aDomainsRulesNameNobodyWhoMayMoreThanItsManagerGives() {
        Project project = cloud.project();
        User plain = holder("member", project);
        User admin = holder("admin", project);
        User elsewhere = holder("member", project);
        cloud.grant(elsewhere.id(), "reader", new Scope.System());
        User byGroup = holder("member", project);
        Group admins = group();
        groups.add(admins, byGroup.id());
        cloud.grant(new Actor.OfGroup(admins.id()), "admin", Cloud.on(project));
        String idp = Sha256.of(ISSUER).hex();
        mappings.create(new RuleSet(Cloud.REALM, "x509-of-domain", read(RULES), false, Optional.of(Domain.DEFAULT)));
        protocols.update(
                Cloud.REALM,
                idp,
                "x509",
                before -> new FederationProtocol(idp, "x509", "x509-of-domain", Optional.empty()));
        try {
            call("cloud", certificate(plain.name(), project), "/auth/projects")
                    .then()
                    .statusCode(200);
            for (User mighty : List.of(admin, elsewhere, byGroup)) {
                unauthorized(certificate(mighty.name(), project));
            }
        } finally {
            protocols.update(
                    Cloud.REALM, idp, "x509", before -> new FederationProtocol(idp, "x509", "x509", Optional.empty()));
        }
        call("cloud", certificate(byGroup.name(), project), "/auth/projects")
                .then()
                .statusCode(200); // the realm's own rules name whom they like
    }

    private User holder(String role, Project project) {
        User user = cloud.person();
        cloud.grant(user.id(), role, Cloud.on(project));
        return user;
    }

    private Group group() {
        GroupOutcome made = groups.create(
                Cloud.REALM, new Groups.NewGroup(Domain.DEFAULT, "group-" + Cloud.hex(), "", Extra.none()));
        return ((GroupOutcome.Done) made).group();
    }

    @Test
    void theHeadersSayForWhat() {
        User service = cloud.person();
        Project project = cloud.project();
        cloud.grant(service.id(), "member", Cloud.on(project));
        Map<String, String> none = certificate(service.name(), project);
        none.remove("X-Project-Id");
        call("cloud", none, "/auth/projects")
                .then()
                .statusCode(400)
                .body("error.message", startsWith("Expecting to find project or domain in scope."));
        none.put("X-Project-Name", project.name());
        call("cloud", none, "/auth/projects").then().statusCode(400);
        none.put("X-Project-Domain-Name", "Default");
        call("cloud", none, "/auth/projects").then().statusCode(200);
    }

    private void unauthorized(Map<String, String> headers) {
        call("cloud", headers, "/auth/projects").then().statusCode(401);
    }

    private Response call(String realm, Map<String, String> headers, String path) {
        return given().headers(headers).get(cloud.at("/realms/" + realm + "/v3" + path));
    }

    private static Map<String, String> certificate(String name, Project project) {
        return new HashMap<>(Map.of(
                "X-SSL-Client-I-DN",
                ISSUER,
                "X-SSL-Client-S-DN-CN",
                name,
                "X-SSL-Client-Verify",
                "SUCCESS",
                "X-Project-Id",
                project.id().value()));
    }

    private static Map<String, String> with(Map<String, String> headers, String name, String value) {
        Map<String, String> changed = new HashMap<>(headers);
        changed.put(name, value);
        return changed;
    }

    private static Rules read(String json) {
        if (RuleReader.read(json) instanceof RuleReader.Outcome.Read(Rules rules)) {
            return rules;
        }
        throw new AssertionError(json);
    }
}
