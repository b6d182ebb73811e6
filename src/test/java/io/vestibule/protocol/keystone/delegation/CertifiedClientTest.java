package io.vestibule.protocol.keystone.delegation;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vestibule.access.Project;
import io.vestibule.directory.AccountPatch;
import io.vestibule.directory.Accounts;
import io.vestibule.directory.Amendment;
import io.vestibule.directory.Domain;
import io.vestibule.directory.User;
import io.vestibule.identity.Extra;
import io.vestibule.identity.Scope;
import io.vestibule.journey.RealmFiles;
import io.vestibule.protocol.keystone.Cloud;
import io.vestibule.protocol.keystone.CloudProfile;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** OAuth 2.0 clients with a certificate (RFC 8705), as a front end passes it on; what keystoneauth's mTLS plugin does. */
@QuarkusTest
@TestProfile(CloudProfile.class)
class CertifiedClientTest {
    private static final String HEADER = "X-SSL-Client-Cert";

    @Inject
    Cloud cloud;

    @Inject
    Accounts accounts;

    @Inject
    RealmFiles files;

    private final String client = pem("client");
    private final String other = pem("other");
    private User user;
    private String mapping;

    @BeforeEach
    void aUserWithACertificateAndAProject() {
        user = cloud.person();
        Project project = cloud.project();
        cloud.grant(user.id(), "member", Cloud.on(project));
        accounts.update(
                cloud.realm(),
                user.id(),
                new AccountPatch(
                        Optional.empty(),
                        Optional.empty(),
                        Amendment.untouched(),
                        new Amendment.To<>(project.id()),
                        Extra.none().tree(),
                        Extra.none().tree()));
        mapping = "certificates-" + Cloud.hex();
        User boss = cloud.person();
        cloud.grant(boss.id(), "admin", new Scope.System());
        map(cloud.token(boss, Cloud.system()));
    }

    private void map(String token) {
        cloud.as(token)
                .contentType("application/json")
                .body(Map.of(
                        "mapping",
                        Map.of(
                                "rules",
                                List.of(Map.of(
                                        "local",
                                        List.of(Map.of(
                                                "user",
                                                Map.of(
                                                        "name", user.name(),
                                                        "type", "local",
                                                        "domain", Map.of("id", "default")))),
                                        "remote",
                                        List.of(
                                                Map.of(
                                                        "type",
                                                        "SSL_CLIENT_SUBJECT_DN_CN",
                                                        "any_one_of",
                                                        List.of("fleet-client")),
                                                Map.of(
                                                        "type",
                                                        "SSL_CLIENT_ISSUER_DN_O",
                                                        "any_one_of",
                                                        List.of("Fleet"))))))))
                .put(cloud.at("/v3/OS-FEDERATION/mappings/" + mapping))
                .then()
                .statusCode(201);
    }

    @Test
    void aCertificateGivesATokenThatCountsOnlyBesideIt() {
        withFrontEnd("127.0.0.1", () -> {
            Response given = asked(user.id().hex(), client);
            given.then().statusCode(200);
            String token = given.path("access_token");
            JsonPath body =
                    looked(token, client).then().statusCode(200).extract().jsonPath();
            assertThat(body.getString("token.user.id")).isEqualTo(user.id().hex());
            assertThat(body.getList("token.methods")).containsExactly("oauth2_credential");
            assertThat(body.getString("token.oauth2_credential.'x5t#S256'")).isEqualTo(thumbprint(client));
            looked(token, other).then().statusCode(401);
            looked(token, null).then().statusCode(401);
            Response rescoped = given().header(HEADER, escaped(client))
                    .contentType("application/json")
                    .body(Map.of("auth", Map.of("identity", Cloud.byToken(token))))
                    .post(cloud.at("/v3/auth/tokens"));
            rescoped.then().statusCode(403);
        });
    }

    @Test
    void howAFrontEndWritesItMakesNoDifference() {
        withFrontEnd("127.0.0.1", () -> {
            asked(user.id().hex(), client.replace("\n", " ")).then().statusCode(200); // as Apache does
            asked(user.id().hex(), escaped(client)).then().statusCode(200); // as nginx does
        });
    }

    @Test
    void anotherCertificateAnotherClientAndNoneAreRefusedAlike() {
        User somebody = cloud.person();
        withFrontEnd("127.0.0.1", () -> {
            for (Response refused : List.of(
                    asked(user.id().hex(), escaped(other)),
                    asked(somebody.id().hex(), escaped(client)),
                    asked(Cloud.hex(), escaped(client)),
                    asked(user.id().hex(), "nonsense"),
                    asked(user.id().hex(), null))) {
                refused.then().statusCode(401);
                assertThat(refused.jsonPath().getString("error")).isEqualTo("invalid_client");
            }
        });
    }

    @Test
    void aDomainsRulesNameNobodyWhoMayMoreThanItsManagerGives() {
        User manager = cloud.person();
        Scope domain = new Scope.Domain(Domain.DEFAULT);
        cloud.grant(manager.id(), "manager", domain);
        mapping = "certificates-" + Cloud.hex();
        map(cloud.token(manager, Map.of("domain", Map.of("id", "default"))));
        withFrontEnd("127.0.0.1", () -> {
            asked(user.id().hex(), client).then().statusCode(200);
            cloud.grant(user.id(), "admin", domain);
            asked(user.id().hex(), client).then().statusCode(401);
        });
    }

    @Test
    void onlyTheFrontEndIsBelieved() {
        withFrontEnd(
                "192.0.2.1",
                () -> asked(user.id().hex(), escaped(client)).then().statusCode(401));
        asked(user.id().hex(), escaped(client)).then().statusCode(401);
    }

    @Test
    void whoIsSwitchedOffHasNoneAndSoHasARealmWithoutTheMethod() {
        withFrontEnd("127.0.0.1", () -> {
            String token = asked(user.id().hex(), escaped(client)).path("access_token");
            accounts.update(cloud.realm(), user.id(), AccountPatch.nothing().withEnabled(false));
            asked(user.id().hex(), escaped(client)).then().statusCode(401);
            looked(token, client).then().statusCode(401);
            accounts.update(cloud.realm(), user.id(), AccountPatch.nothing().withEnabled(true));
        });
        files.with(
                "cloud",
                "listLimit: 500",
                "listLimit: 500\n  methods: [password, token]\n" + frontEnd("127.0.0.1"),
                () -> asked(user.id().hex(), escaped(client)).then().statusCode(401));
    }

    private void withFrontEnd(String address, Runnable meanwhile) {
        files.with("cloud", "listLimit: 500", "listLimit: 500\n" + frontEnd(address), meanwhile);
    }

    private String frontEnd(String address) {
        return "  clientCertificates: { trustedAddresses: [\"" + address + "\"], mapping: " + mapping + " }";
    }

    private Response asked(String id, String certificate) {
        var request = given().contentType("application/x-www-form-urlencoded")
                .formParam("grant_type", "client_credentials")
                .formParam("client_id", id);
        return (certificate == null ? request : request.header(HEADER, oneLine(certificate)))
                .post(cloud.at("/v3/OS-OAUTH2/token"));
    }

    /** As the plugin looks at its own token. */
    private Response looked(String token, String certificate) {
        var request = cloud.as(token).header("X-Subject-Token", token);
        return (certificate == null ? request : request.header(HEADER, escaped(certificate)))
                .get(cloud.at("/v3/auth/tokens"));
    }

    /** A header has no line ends. */
    private static String oneLine(String certificate) {
        return certificate.indexOf('\n') < 0 ? certificate : escaped(certificate);
    }

    private static String escaped(String certificate) {
        return URLEncoder.encode(certificate, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String thumbprint(String certificate) {
        try {
            byte[] der = CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(certificate.getBytes(StandardCharsets.US_ASCII)))
                    .getEncoded();
            return Base64.getUrlEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(der));
        } catch (GeneralSecurityException broken) {
            throw new AssertionError(broken);
        }
    }

    private static String pem(String name) {
        try (InputStream in = Objects.requireNonNull(
                CertifiedClientTest.class.getResourceAsStream("/keystone/certificates/" + name + ".pem"))) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }
}
