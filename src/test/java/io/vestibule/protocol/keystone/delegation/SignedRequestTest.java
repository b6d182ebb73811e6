package io.vestibule.protocol.keystone.delegation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vestibule.access.Project;
import io.vestibule.directory.AccountPatch;
import io.vestibule.directory.Accounts;
import io.vestibule.directory.User;
import io.vestibule.identity.Scope;
import io.vestibule.journey.RealmFiles;
import io.vestibule.keys.Hmac;
import io.vestibule.protocol.keystone.Cloud;
import io.vestibule.protocol.keystone.CloudProfile;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** EC2 keys, and services which ask who signed a request with one. */
@QuarkusTest
@TestProfile(CloudProfile.class)
class SignedRequestTest {
    @Inject
    Cloud cloud;

    @Inject
    Accounts accounts;

    @Inject
    Clock clock;

    @Inject
    RealmFiles files;

    private User owner;
    private Project project;
    private String token;
    private String service;
    private String access;
    private String secret;

    @BeforeEach
    void aKeyOfAMemberAndAService() {
        owner = cloud.person();
        project = cloud.project();
        cloud.grant(owner.id(), "member", Cloud.on(project));
        token = cloud.token(owner, Cloud.project(project));
        User swift = cloud.person();
        cloud.grant(swift.id(), "service", Cloud.on(project));
        service = cloud.token(swift, Cloud.project(project));
        Response made = cloud.as(token)
                .contentType("application/json")
                .body(Map.of("tenant_id", project.id().value()))
                .post(keys());
        made.then().statusCode(201);
        access = made.jsonPath().getString("credential.access");
        secret = made.jsonPath().getString("credential.secret");
        assertThat(made.jsonPath().getMap("credential")).containsEntry("trust_id", null);
        assertThat(made.jsonPath().getString("credential.links.self")).isEqualTo(keys() + "/" + access);
    }

    @Test
    void aKeyIsListedShownAndDeleted() {
        assertThat(cloud.as(token).get(keys()).jsonPath().getList("credentials.access"))
                .containsExactly(access);
        assertThat(cloud.as(token).get(keys() + "/" + access).jsonPath().getString("credential.secret"))
                .isEqualTo(secret);
        cloud.as(token).delete(keys() + "/" + access).then().statusCode(204);
        cloud.as(token).get(keys() + "/" + access).then().statusCode(404);
        ec2(service, now()).then().statusCode(401);
    }

    @Test
    void aServiceGetsATokenOfWhoSigned() {
        Response answer = ec2(service, now());
        answer.then().statusCode(200);
        JsonPath body = answer.jsonPath();
        assertThat(body.getList("token.methods")).containsExactly("ec2credential");
        assertThat(body.getString("token.user.id")).isEqualTo(owner.id().hex());
        assertThat(body.getString("token.project.id")).isEqualTo(project.id().value());
        assertThat(body.getList("token.roles.name")).contains("member");
        assertThat(body.getList("token.catalog")).isNotNull();
        assertThat(cloud.validate(service, answer.header("X-Subject-Token")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void nobodyElseIsToldWhoSigned() {
        ec2(token, now()).then().statusCode(403);
        ec2("nobody", now()).then().statusCode(401);
        s3(token, now()).then().statusCode(403);
    }

    @Test
    void anOldOrWrongSignatureIsRefusedWithoutAWord() {
        for (Response refused : new Response[] {
            ec2(service, clock.instant().minus(16, ChronoUnit.MINUTES)),
            ec2(service, clock.instant().plus(16, ChronoUnit.MINUTES)),
            ec2(service, now(), "other secret", access),
            ec2(service, now(), secret, Cloud.hex())
        }) {
            refused.then().statusCode(401);
            assertThat(refused.jsonPath().getString("error.message"))
                    .isEqualTo("The request you have made requires authentication.");
        }
    }

    @Test
    void anObjectStoreGetsTheTokenOfWhoSignedToo() {
        Response answer = s3(service, now());
        answer.then().statusCode(200);
        assertThat(answer.jsonPath().getString("token.user.id"))
                .isEqualTo(owner.id().hex());
        assertThat(answer.header("X-Subject-Token")).isNull();
        s3(service, clock.instant().minus(1, ChronoUnit.HOURS)).then().statusCode(401);
    }

    @Test
    void aKeyIsWorthNoMoreThanItsOwner() {
        cloud.revoke(owner.id(), "member", Cloud.on(project));
        ec2(service, now()).then().statusCode(401);
        cloud.grant(owner.id(), "member", Cloud.on(project));
        ec2(service, now()).then().statusCode(200);
        accounts.update(cloud.realm(), owner.id(), AccountPatch.nothing().withEnabled(false));
        ec2(service, now()).then().statusCode(401);
    }

    @Test
    void aKeyIsNoSecondFactor() {
        ObjectNode options = JsonNodeFactory.instance.objectNode().put("multi_factor_auth_enabled", true);
        options.putArray("multi_factor_auth_rules").addArray().add("password").add("totp");
        accounts.update(cloud.realm(), owner.id(), AccountPatch.nothing().withOptions(options));
        ec2(service, now()).then().statusCode(401);
    }

    @Test
    void theRealmSwitchesTheseDoorsByTheirMethod() {
        files.with("cloud", "listLimit: 500", "listLimit: 500\n  methods: [password, token]", () -> {
            ec2(service, now()).then().statusCode(401);
            s3(service, now()).then().statusCode(401);
        });
        files.with(
                "cloud",
                "listLimit: 500",
                "listLimit: 500\n  methods: [password, ec2credential]",
                () -> ec2(service, now()).then().statusCode(200));
    }

    @Test
    void administratorsKeepKeysOfOthersAndStrangersDoNot() {
        User boss = cloud.person();
        cloud.grant(boss.id(), "admin", new Scope.System());
        String admin = cloud.token(boss, Cloud.system());
        cloud.as(admin).get(keys() + "/" + access).then().statusCode(200);
        String stranger = cloud.token(cloud.person(), null);
        cloud.as(stranger).get(keys() + "/" + access).then().statusCode(403);
        cloud.as(stranger).delete(keys() + "/" + access).then().statusCode(403);
        cloud.as(stranger).get(keys()).then().statusCode(403);
        cloud.as(admin).delete(keys() + "/" + access).then().statusCode(204);
    }

    private Instant now() {
        return clock.instant();
    }

    private String keys() {
        return cloud.at("/v3/users/" + owner.id().hex() + "/credentials/OS-EC2");
    }

    private Response ec2(String by, Instant at) {
        return ec2(by, at, secret, access);
    }

    private Response ec2(String by, Instant at, String key, String named) {
        Map<String, String> params = Map.of(
                "SignatureVersion",
                "2",
                "SignatureMethod",
                "HmacSHA256",
                "AWSAccessKeyId",
                named,
                "Timestamp",
                at.truncatedTo(ChronoUnit.SECONDS).toString());
        String text = "GET\nnova.example\n/\n"
                + new TreeMap<>(params)
                        .entrySet().stream()
                                .map(param -> param.getKey() + "=" + PercentEncoding.encode(param.getValue()))
                                .collect(Collectors.joining("&"));
        return cloud.as(by)
                .contentType("application/json")
                .body(Map.of(
                        "credentials",
                        Map.of(
                                "access",
                                named,
                                "host",
                                "nova.example",
                                "verb",
                                "GET",
                                "path",
                                "/",
                                "params",
                                params,
                                "signature",
                                Hmac.SHA256.base64(key, text))))
                .post(cloud.at("/v3/ec2tokens"));
    }

    private Response s3(String by, Instant at) {
        String day = at.toString().substring(0, 10).replace("-", "");
        String date =
                at.truncatedTo(ChronoUnit.SECONDS).toString().replace("-", "").replace(":", "");
        String text = "AWS4-HMAC-SHA256\n" + date + "\n" + day + "/RegionOne/s3/aws4_request\n" + "0".repeat(64);
        byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        for (String part : new String[] {day, "RegionOne", "s3", "aws4_request"}) {
            key = Hmac.SHA256.of(key, part);
        }
        return cloud.as(by)
                .contentType("application/json")
                .body(Map.of(
                        "credentials",
                        Map.of(
                                "access",
                                access,
                                "token",
                                Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)),
                                "signature",
                                HexFormat.of().formatHex(Hmac.SHA256.of(key, text)),
                                "headers",
                                Map.of("X-Amz-Date", date))))
                .post(cloud.at("/v3/s3tokens"));
    }
}
