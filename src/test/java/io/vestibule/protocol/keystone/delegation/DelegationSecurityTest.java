package io.vestibule.protocol.keystone.delegation;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vestibule.access.Project;
import io.vestibule.directory.AccountPatch;
import io.vestibule.directory.Accounts;
import io.vestibule.directory.User;
import io.vestibule.identity.Scope;
import io.vestibule.keys.Hmac;
import io.vestibule.protocol.keystone.Cloud;
import io.vestibule.protocol.keystone.CloudProfile;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Security cases 48 to 50, and the Keystone defects behind them: CVE-2026-33551, 42998, 42999, 43000, 43001, 90460 and
 * CVE-2025-65073. What was handed on is never made into more, and nothing is changed by an attempt.
 */
@QuarkusTest
@TestProfile(CloudProfile.class)
class DelegationSecurityTest {
    @Inject
    Cloud cloud;

    @Inject
    Accounts accounts;

    @Inject
    Clock clock;

    private User owner;
    private User victim;
    private Project project;
    private Project otherProject;
    private String token;
    private String admin;

    @BeforeEach
    void anOwnerInTwoProjectsAVictimAndAnAdministrator() {
        owner = cloud.person();
        victim = cloud.person();
        project = cloud.project();
        otherProject = cloud.project();
        for (Project each : List.of(project, otherProject)) {
            cloud.grant(owner.id(), "member", Cloud.on(each));
            cloud.grant(victim.id(), "admin", Cloud.on(each));
        }
        token = cloud.token(owner, Cloud.project(project));
        User boss = cloud.person();
        cloud.grant(boss.id(), "admin", new Scope.System());
        admin = cloud.token(boss, Cloud.system());
    }

    /** A kind of delegated token, and how it comes about. */
    private record Holder(String name, String token) {}

    private List<Holder> delegated() {
        return List.of(
                new Holder("restricted application credential", byCredential(credential(Map.of("name", "r")))),
                new Holder(
                        "unrestricted application credential",
                        byCredential(credential(Map.of("name", "u", "unrestricted", true)))),
                new Holder("impersonating trust", byTrust(true)),
                new Holder("EC2 key", byEc2Key()));
    }

    /** Something that a delegated token must not do. */
    private record Attempt(String name, Function<RequestSpecification, Response> request) {}

    private List<Attempt> forbiddenToAll() {
        String user = "/v3/users/" + owner.id().hex();
        String id = stored("cert", Map.of("blob", "b"));
        String seed = stored("totp", Map.of("blob", "ZX7FXOD2WY5P4HCRFGD74BGB24SZ5357"));
        String key = stored(
                "ec2",
                Map.of(
                        "blob",
                        "{\"access\":\"" + Cloud.hex() + "\",\"secret\":\"s\"}",
                        "project_id",
                        project.id().value()));
        Map<String, Object> cert =
                Map.of("type", "cert", "blob", "b", "user_id", owner.id().hex());
        Map<String, Object> ec2 = Map.of(
                "type",
                "ec2",
                "blob",
                "{\"access\":\"x\",\"secret\":\"s\"}",
                "user_id",
                owner.id().hex(),
                "project_id",
                otherProject.id().value());
        return List.of(
                new Attempt("make a credential", as -> post(as, "/v3/credentials", "credential", cert)),
                new Attempt("make a key for another project", as -> post(as, "/v3/credentials", "credential", ec2)),
                new Attempt("change a credential", as -> patch(as, "/v3/credentials/" + id, Map.of("blob", "x"))),
                new Attempt(
                        "move a key to another project",
                        as -> patch(
                                as,
                                "/v3/credentials/" + key,
                                Map.of("project_id", otherProject.id().value()))),
                new Attempt(
                        "look at its user's trusts",
                        as -> as.get(cloud.at("/v3/OS-TRUST/trusts?trustor_user_id="
                                + owner.id().hex()))),
                new Attempt("delete a credential", as -> as.delete(cloud.at("/v3/credentials/" + id))),
                new Attempt("read a seed", as -> as.get(cloud.at("/v3/credentials/" + seed))),
                new Attempt("read what is of no project", as -> as.get(cloud.at("/v3/credentials/" + id))),
                new Attempt(
                        "make an EC2 key",
                        as -> as.contentType("application/json")
                                .body(Map.of("tenant_id", otherProject.id().value()))
                                .post(cloud.at(user + "/credentials/OS-EC2"))),
                new Attempt(
                        "authorize a consumer",
                        as -> as.contentType("application/json")
                                .body(Map.of("roles", List.of(Map.of("name", "member"))))
                                .put(cloud.at("/v3/OS-OAUTH1/authorize/" + Cloud.hex()))),
                new Attempt("list access tokens", as -> as.get(cloud.at(user + "/OS-OAUTH1/access_tokens"))));
    }

    @TestFactory
    Stream<DynamicTest> noDelegatedTokenDoesAnyOfThese() {
        List<DynamicTest> table = new ArrayList<>();
        List<Attempt> attempts = forbiddenToAll();
        for (Holder holder : delegated()) {
            for (Attempt attempt : attempts) {
                table.add(DynamicTest.dynamicTest(holder.name() + " may not " + attempt.name(), () -> {
                    long before = credentials();
                    assertThat(attempt.request().apply(cloud.as(holder.token())).statusCode())
                            .isIn(401, 403);
                    assertThat(credentials()).isEqualTo(before);
                }));
            }
        }
        return table.stream();
    }

    @TestFactory
    Stream<DynamicTest> noDelegatedTokenIsRescoped() { // case 48
        List<DynamicTest> table = new ArrayList<>();
        cloud.grant(owner.id(), "admin", new Scope.System());
        for (Holder holder : delegated()) {
            for (Object scope : List.of(
                    Cloud.project(project),
                    Cloud.project(otherProject),
                    Cloud.system(),
                    Map.of("unscoped", Map.of()))) {
                table.add(DynamicTest.dynamicTest(
                        holder.name() + " to " + scope,
                        () -> assertThat(cloud.authenticate(Cloud.byToken(holder.token()), scope)
                                        .statusCode())
                                .isIn(401, 403, 404)));
            }
        }
        return table.stream();
    }

    @Test
    void aRestrictedCredentialMakesAndDeletesNoOthers() { // case 49
        JsonPath made = credential(Map.of("name", "r"));
        String by = byCredential(made);
        Response refused = post(cloud.as(by), credentialsPath(), "application_credential", Map.of("name", "more"));
        refused.then().statusCode(403);
        assertThat(refused.jsonPath().getString("error.message"))
                .isEqualTo("You are not authorized to perform the requested action: Using method"
                        + " 'application_credential' is not allowed for managing additional application credentials..");
        cloud.as(by).delete(cloud.at(credentialsPath() + "/" + id(made))).then().statusCode(403);
        for (String trust :
                List.of("/v3/OS-TRUST/trusts?trustor_user_id=" + owner.id().hex())) {
            cloud.as(by).get(cloud.at(trust)).then().statusCode(403);
        }
        createTrust(by, owner, owner, "member").then().statusCode(403);
    }

    @Test
    void anUnrestrictedCredentialMakesNoTrustAndNothingThatOutlivesIt() { // CVE-2026-43000, case 49
        JsonPath parent = credential(Map.of("name", "u", "unrestricted", true, "expires_at", "2030-01-01T00:00:00"));
        String by = byCredential(parent);
        createTrust(by, owner, victim, "member").then().statusCode(403);
        post(
                        cloud.as(by),
                        credentialsPath(),
                        "application_credential",
                        Map.of("name", "longer", "expires_at", "2031-01-01T00:00:00"))
                .then()
                .statusCode(403);
        Response child = post(cloud.as(by), credentialsPath(), "application_credential", Map.of("name", "child"));
        child.then().statusCode(201);
        assertThat(child.jsonPath().getString("application_credential.expires_at"))
                .isEqualTo("2030-01-01T00:00:00.000000");
        String ofChild = byCredential(child.jsonPath());
        assertThat(cloud.counts(ofChild)).isTrue();
        cloud.as(token)
                .delete(cloud.at(credentialsPath() + "/" + id(parent)))
                .then()
                .statusCode(204);
        assertThat(cloud.counts(ofChild)).isFalse();
    }

    @Test
    void oneWithAccessRulesMakesNoneWithout() { // case 49
        Map<String, String> rule = Map.of("path", "/v2.1/servers", "method", "GET", "service", "compute");
        JsonPath made = credential(Map.of("name", "u", "unrestricted", true, "access_rules", List.of(rule)));
        String by = byCredential(made);
        assertThat(post(cloud.as(by), credentialsPath(), "application_credential", Map.of("name", "free"))
                        .statusCode())
                .isIn(401, 403);
    }

    @Test
    void thePayloadDoesNotMakeATokenSomebodyElses() { // CVE-2026-42998, case 49
        JsonPath made = credential(Map.of("name", "ac"));
        for (Object named : List.of(
                Map.of("id", victim.id().hex()), Map.of("name", victim.name(), "domain", Map.of("id", "default")))) {
            Response refused = authenticate(Map.of("id", id(made), "secret", secret(made), "user", named));
            refused.then().statusCode(401);
        }
        Response own = authenticate(Map.of(
                "id",
                id(made),
                "secret",
                secret(made),
                "user",
                Map.of("id", owner.id().hex())));
        assertThat(own.jsonPath().getString("token.user.id"))
                .isEqualTo(owner.id().hex());
    }

    @Test
    void aTokenEndsWithItsCredentialAtTheLatest() { // case 49
        Instant end = clock.instant().plus(Duration.ofMinutes(2));
        JsonPath made = credential(Map.of("name", "short", "expires_at", Times.bare(end)));
        Response issued = authenticate(Map.of("id", id(made), "secret", secret(made)));
        assertThat(Instant.parse(issued.jsonPath().getString("token.expires_at")))
                .isBeforeOrEqualTo(end);
    }

    @Test
    void whoIsShutOutTakesTheirDelegationsAlong() { // case 49
        List<Holder> holders = delegated();
        holders.forEach(holder -> assertThat(valid(holder)).as(holder.name()).isTrue());
        accounts.update(cloud.realm(), owner.id(), AccountPatch.nothing().withEnabled(false));
        holders.forEach(holder -> assertThat(valid(holder)).as(holder.name()).isFalse());
    }

    @Test
    void aBodyCannotSpeakForTheTargetOfAPolicy() { // CVE-2026-42999, case 50
        String id = storedOf(victim, "cert", Map.of("blob", "secret of the victim"));
        Map<String, Object> lie = Map.of(
                "target", Map.of("credential", Map.of("user_id", owner.id().hex())),
                "credential", Map.of("user_id", owner.id().hex(), "blob", "mine"),
                "user_id", owner.id().hex(),
                "target.credential.user_id", owner.id().hex());
        String query = "?user_id=" + owner.id().hex() + "&target.credential.user_id="
                + owner.id().hex();
        String path = cloud.at("/v3/credentials/" + id);
        for (String at : List.of(path, path + query)) {
            lying(lie).get(at).then().statusCode(403);
            lying(lie).patch(at).then().statusCode(403);
            lying(lie).delete(at).then().statusCode(403);
        }
        String others = "/v3/users/" + victim.id().hex();
        lying(lie)
                .get(cloud.at(others + "/application_credentials" + query))
                .then()
                .statusCode(403);
        lying(lie).get(cloud.at(others + "/access_rules" + query)).then().statusCode(403);
        lying(lie).get(cloud.at(others + "/credentials/OS-EC2" + query)).then().statusCode(403);
        lying(lie).post(cloud.at("/v3/services" + query)).then().statusCode(403);
        assertThat(cloud.as(admin).get(path).jsonPath().getString("credential.blob"))
                .isEqualTo("secret of the victim");
    }

    @Test
    void somebodyElsesCredentialIsNotReachedThroughOnesOwnPath() { // case 50
        String victims = cloud.token(victim, Cloud.project(project));
        JsonPath made = post(
                        cloud.as(victims),
                        "/v3/users/" + victim.id().hex() + "/application_credentials",
                        "application_credential",
                        Map.of("name", "theirs"))
                .jsonPath();
        String through = cloud.at(credentialsPath() + "/" + id(made));
        cloud.as(token).get(through).then().statusCode(403);
        cloud.as(token).delete(through).then().statusCode(403);
        assertThat(authenticate(Map.of("id", id(made), "secret", secret(made))).statusCode())
                .isEqualTo(201);
    }

    private RequestSpecification lying(Map<String, Object> body) {
        return cloud.as(token).contentType("application/json").body(body);
    }

    private boolean valid(Holder holder) {
        return cloud.validate(admin, holder.token()).statusCode() == 200;
    }

    private long credentials() {
        return cloud.as(admin)
                .get(cloud.at("/v3/credentials?user_id=" + owner.id().hex()))
                .jsonPath()
                .getList("credentials.blob")
                .hashCode();
    }

    private String stored(String type, Map<String, String> more) {
        return storedOf(owner, type, more);
    }

    private String storedOf(User user, String type, Map<String, String> more) {
        Map<String, Object> wanted =
                new HashMap<>(Map.of("type", type, "user_id", user.id().hex()));
        wanted.putAll(more);
        Response made = post(cloud.as(admin), "/v3/credentials", "credential", wanted);
        made.then().statusCode(201);
        return made.jsonPath().getString("credential.id");
    }

    private String credentialsPath() {
        return "/v3/users/" + owner.id().hex() + "/application_credentials";
    }

    private JsonPath credential(Map<String, ?> wanted) {
        Response made = post(cloud.as(token), credentialsPath(), "application_credential", wanted);
        made.then().statusCode(201);
        return made.jsonPath();
    }

    private static String id(JsonPath made) {
        return made.getString("application_credential.id");
    }

    private static String secret(JsonPath made) {
        return made.getString("application_credential.secret");
    }

    private Response authenticate(Map<String, ?> payload) {
        return cloud.authenticate(
                Map.of("methods", List.of("application_credential"), "application_credential", payload), null);
    }

    private String byCredential(JsonPath made) {
        Response issued = authenticate(Map.of("id", id(made), "secret", secret(made)));
        issued.then().statusCode(201);
        return issued.header("X-Subject-Token");
    }

    private Response createTrust(String by, User trustor, User trustee, String role) {
        Map<String, Object> wanted = Map.of(
                "trustor_user_id", trustor.id().hex(),
                "trustee_user_id", trustee.id().hex(),
                "project_id", project.id().value(),
                "impersonation", true,
                "roles", List.of(Map.of("name", role)));
        return post(cloud.as(by), "/v3/OS-TRUST/trusts", "trust", wanted);
    }

    private String byTrust(boolean impersonating) {
        User trustee = cloud.person();
        Response made = createTrust(token, owner, trustee, "member");
        made.then().statusCode(201);
        Object scope = Map.of("OS-TRUST:trust", Map.of("id", made.jsonPath().getString("trust.id")));
        Response issued = cloud.authenticate(Cloud.byPassword(trustee.id(), Cloud.PASSWORD), scope);
        issued.then().statusCode(201);
        return issued.header("X-Subject-Token");
    }

    private String byEc2Key() {
        String access = Cloud.hex();
        stored(
                "ec2",
                Map.of(
                        "blob",
                        "{\"access\":\"" + access + "\",\"secret\":\"s\"}",
                        "project_id",
                        project.id().value()));
        User swift = cloud.person();
        cloud.grant(swift.id(), "service", Cloud.on(project));
        String text = "GET\nh\n/\nAWSAccessKeyId=" + access + "&SignatureMethod=HmacSHA256&SignatureVersion=2";
        Map<String, String> params =
                Map.of("AWSAccessKeyId", access, "SignatureMethod", "HmacSHA256", "SignatureVersion", "2");
        Map<String, Object> signed = Map.of(
                "access",
                access,
                "host",
                "h",
                "verb",
                "GET",
                "path",
                "/",
                "params",
                params,
                "signature",
                Hmac.SHA256.base64("s", text));
        Response issued =
                post(cloud.as(cloud.token(swift, Cloud.project(project))), "/v3/ec2tokens", "credentials", signed);
        issued.then().statusCode(200);
        return issued.header("X-Subject-Token");
    }

    private Response post(RequestSpecification as, String path, String member, Map<String, ?> wanted) {
        return as.contentType("application/json").body(Map.of(member, wanted)).post(cloud.at(path));
    }

    private Response patch(RequestSpecification as, String path, Map<String, ?> wanted) {
        return as.contentType("application/json")
                .body(Map.of("credential", wanted))
                .patch(cloud.at(path));
    }
}
