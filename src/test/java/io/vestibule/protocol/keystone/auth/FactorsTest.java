package io.vestibule.protocol.keystone.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.vestibule.access.Project;
import io.vestibule.directory.AccountPatch;
import io.vestibule.directory.Accounts;
import io.vestibule.directory.SecondFactors;
import io.vestibule.directory.TotpSecrets;
import io.vestibule.directory.User;
import io.vestibule.identity.Secret;
import io.vestibule.protocol.keystone.Cloud;
import io.vestibule.protocol.keystone.CloudProfile;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Recorded exchanges 093 to 098: several factors, in one request or, with a receipt, in two. */
@QuarkusTest
@TestProfile(CloudProfile.class)
class FactorsTest {
    private static final byte[] SEED = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);
    private static final String BASE32 = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    @Inject
    Cloud cloud;

    @Inject
    Accounts accounts;

    @Inject
    TotpSecrets secrets;

    @Inject
    SecondFactors factors;

    private User ada;
    private Project project;

    @BeforeEach
    void someoneWithAnAuthenticator() {
        ada = cloud.person();
        project = cloud.project();
        cloud.grant(ada.id(), "member", Cloud.on(project));
        secrets.put(Cloud.REALM, ada.id(), Cloud.hex(), new Secret(BASE32));
    }

    private void rule(List<List<String>> rules) {
        ObjectNode options = JsonNodeFactory.instance.objectNode();
        var all = options.putArray("multi_factor_auth_rules");
        rules.forEach(rule -> rule.forEach(all.addArray()::add));
        accounts.update(cloud.realm(), ada.id(), AccountPatch.nothing().withOptions(options));
    }

    @Test
    void theFirstFactorGivesAReceiptAndTheSecondWithItAToken() {
        rule(List.of(List.of("password", "totp"), List.of("password", "application_credential")));
        Response first = cloud.authenticate(Cloud.byPassword(ada.id(), Cloud.PASSWORD), Cloud.project(project));
        first.then()
                .statusCode(401)
                .header("X-Subject-Token", nullValue())
                .header("WWW-Authenticate", nullValue())
                .header("Openstack-Auth-Receipt", notNullValue())
                .body("receipt.methods", equalTo(List.of("password")))
                .body("receipt.user.id", equalTo(ada.id().hex()))
                .body("receipt.user.domain.name", equalTo("Default"))
                .body(
                        "required_auth_methods",
                        containsInAnyOrder(List.of("password", "totp"), List.of("password", "application_credential")));
        String receipt = first.header("Openstack-Auth-Receipt");
        with(receipt, byPasscode(wrong())).then().statusCode(401).body("error.code", equalTo(401));
        with("nonsense", byPasscode(wrong()))
                .then()
                .statusCode(401)
                .body("error.message", equalTo("Could not find auth receipt: nonsense."));
        with(receipt, byPasscode(passcode()))
                .then()
                .statusCode(201)
                .body("token.methods", equalTo(List.of("totp", "password")))
                .body("token.project.id", equalTo(project.id().value()));
    }

    @Test
    void bothFactorsMayComeAtOnce() {
        rule(List.of(List.of("password", "totp")));
        Object both = Map.of(
                "methods",
                List.of("password", "totp"),
                "password",
                Map.of("user", Map.of("id", ada.id().hex(), "password", Cloud.PASSWORD)),
                "totp",
                Map.of("user", Map.of("id", ada.id().hex(), "passcode", passcode())));
        cloud.authenticate(both, Cloud.project(project))
                .then()
                .statusCode(201)
                .body("token.methods", hasItems("password", "totp"));
    }

    @Test
    void aSecondFactorThatSomebodyChoseIsAskedForHereToo() {
        String before = cloud.token(ada, Cloud.project(project));
        factors.choose(cloud.realm(), ada, true);
        Response first = cloud.authenticate(Cloud.byPassword(ada.id(), Cloud.PASSWORD), Cloud.project(project));
        first.then()
                .statusCode(401)
                .body("receipt.methods", equalTo(List.of("password")))
                .body("required_auth_methods", equalTo(List.of(List.of("password", "totp"))));
        cloud.authenticate(Cloud.byToken(before), Cloud.project(project)).then().statusCode(401);
        String good = with(first.header("Openstack-Auth-Receipt"), byPasscode(passcode()))
                .then()
                .statusCode(201)
                .extract()
                .header("X-Subject-Token");
        cloud.authenticate(Cloud.byToken(good), Cloud.project(project)).then().statusCode(201);
    }

    @Test
    void aChoiceOfAFactorThatIsGoneAndOnesOwnRulesComeFirst() {
        User without = cloud.person();
        factors.choose(cloud.realm(), without, true);
        cloud.authenticate(Cloud.byPassword(without.id(), Cloud.PASSWORD), null)
                .then()
                .statusCode(201);
        factors.choose(cloud.realm(), ada, true);
        rule(List.of(List.of("password")));
        cloud.authenticate(Cloud.byPassword(ada.id(), Cloud.PASSWORD), null)
                .then()
                .statusCode(201);
    }

    @Test
    void anApplicationCredentialIsNoPassword() {
        String token = cloud.token(ada, Cloud.project(project));
        Response made = cloud.as(token)
                .contentType("application/json")
                .body(Map.of("application_credential", Map.of("name", "batch")))
                .post(cloud.at("/v3/users/" + ada.id().hex() + "/application_credentials"));
        made.then().statusCode(201);
        factors.choose(cloud.realm(), ada, true);
        cloud.authenticate(
                        Map.of(
                                "methods",
                                List.of("application_credential"),
                                "application_credential",
                                Map.of(
                                        "id", made.path("application_credential.id"),
                                        "secret", made.path("application_credential.secret"))),
                        null)
                .then()
                .statusCode(201);
    }

    @Test
    void aReceiptIsOfOneUserOnly() {
        rule(List.of(List.of("password", "totp")));
        User mallory = cloud.person();
        secrets.put(Cloud.REALM, mallory.id(), Cloud.hex(), new Secret(BASE32));
        String receipt = cloud.authenticate(Cloud.byPassword(ada.id(), Cloud.PASSWORD), null)
                .header("Openstack-Auth-Receipt");
        Object hers = Map.of(
                "methods",
                List.of("totp"),
                "totp",
                Map.of("user", Map.of("id", mallory.id().hex(), "passcode", passcode())));
        with(receipt, hers).then().statusCode(401).body("token", nullValue());
    }

    @Test
    void aTokenOfOneFactorIsNotExchangedOnceTheRuleAsksForTwo() {
        String before = cloud.token(ada, "unscoped");
        rule(List.of(List.of("password", "totp")));
        cloud.authenticate(Cloud.byToken(before), Cloud.project(project))
                .then()
                .statusCode(401)
                .body("token", nullValue());
    }

    @Test
    void sixDigitsAloneAreNoWayInUnlessTheUsersOwnRuleSaysSo() {
        cloud.authenticate(byPasscode(passcode()), Cloud.project(project))
                .then()
                .statusCode(401)
                .body("error.message", equalTo("The request you have made requires authentication."));
        User other = cloud.person();
        cloud.grant(other.id(), "member", Cloud.on(project));
        secrets.put(Cloud.REALM, other.id(), Cloud.hex(), new Secret(BASE32));
        ada = other;
        rule(List.of(List.of("totp")));
        cloud.authenticate(byPasscode(passcode()), Cloud.project(project))
                .then()
                .statusCode(201)
                .body("token.methods", equalTo(List.of("totp")));
    }

    @Test
    void aPasscodeIsGoodOnce() {
        rule(List.of(List.of("totp")));
        String passcode = passcode();
        cloud.authenticate(byPasscode(passcode), null).then().statusCode(201);
        cloud.authenticate(byPasscode(passcode), null).then().statusCode(not(equalTo(201)));
    }

    @Test // security case 44: nobody is locked out by strangers
    void passcodesOfStrangersAreNotCounted() {
        rule(List.of(List.of("password", "totp")));
        for (int i = 0; i < 2 * cloud.realm().passwords().failuresBeforeLockout(); i++) {
            cloud.authenticate(byPasscode(wrong()), null).then().statusCode(401);
        }
        cloud.authenticate(both("password", "totp", Cloud.PASSWORD, passcode()), Cloud.project(project))
                .then()
                .statusCode(201);
    }

    @Test // security case 44
    void aPasscodeIsNotLookedAtBeforeTheFirstFactorIsProvenWhateverTheOrder() {
        rule(List.of(List.of("password", "totp")));
        String right = passcode();
        for (List<String> order : List.of(List.of("totp", "password"), List.of("password", "totp"))) {
            cloud.authenticate(both(order.get(0), order.get(1), "not the password", right), null)
                    .then()
                    .statusCode(401);
        }
        cloud.authenticate(byPasscode(right), null).then().statusCode(401);
        cloud.authenticate(both("totp", "password", Cloud.PASSWORD, right), Cloud.project(project))
                .then()
                .statusCode(201);
    }

    @Test // security case 44
    void whoGuessesPasscodesLearnsNotWhoIsThere() {
        rule(List.of(List.of("password", "totp")));
        User plain = cloud.person();
        List<String> answers = Stream.of(
                        byPasscode(passcode()),
                        byPasscode(wrong()),
                        byPasscode(plain.id().hex(), passcode()),
                        byPasscode(Cloud.hex(), passcode()))
                .map(identity -> cloud.authenticate(identity, null))
                .map(answer -> answer.statusCode()
                        + answer.header("Openstack-Auth-Receipt")
                        + answer.body().asString())
                .distinct()
                .toList();
        assertThat(answers).hasSize(1);
        assertThat(answers.getFirst()).startsWith("401null");
    }

    @Test // security case 43
    void aPasscodeOfSomebodyElseBesideOnesOwnPasswordIsNotLookedAt() {
        rule(List.of(List.of("password", "totp")));
        User mallory = cloud.person();
        String right = passcode();
        Object mixed = Map.of(
                "methods",
                List.of("password", "totp"),
                "password",
                Map.of("user", Map.of("id", mallory.id().hex(), "password", Cloud.PASSWORD)),
                "totp",
                Map.of("user", Map.of("id", ada.id().hex(), "passcode", right)));
        cloud.authenticate(mixed, null).then().statusCode(401).body("token", nullValue());
        cloud.authenticate(both("password", "totp", Cloud.PASSWORD, right), Cloud.project(project))
                .then()
                .statusCode(201);
    }

    @Test
    void whoIsNeverLockedOutIsNotLockedOutByPasscodesEither() {
        ObjectNode options = JsonNodeFactory.instance.objectNode();
        options.put("ignore_lockout_failure_attempts", true);
        options.putArray("multi_factor_auth_rules").addArray().add("totp");
        accounts.update(cloud.realm(), ada.id(), AccountPatch.nothing().withOptions(options));
        for (int i = 0; i <= cloud.realm().passwords().failuresBeforeLockout(); i++) {
            cloud.authenticate(byPasscode(wrong()), null).then().statusCode(401);
        }
        cloud.authenticate(byPasscode(passcode()), null).then().statusCode(201);
    }

    private Object both(String first, String second, String password, String passcode) {
        return Map.of(
                "methods",
                List.of(first, second),
                "password",
                Map.of("user", Map.of("id", ada.id().hex(), "password", password)),
                "totp",
                Map.of("user", Map.of("id", ada.id().hex(), "passcode", passcode)));
    }

    private Object byPasscode(String passcode) {
        return byPasscode(ada.id().hex(), passcode);
    }

    private static Object byPasscode(String user, String passcode) {
        return Map.of("methods", List.of("totp"), "totp", Map.of("user", Map.of("id", user, "passcode", passcode)));
    }

    private Response with(String receipt, Object identity) {
        return RestAssured.given()
                .header("Openstack-Auth-Receipt", receipt)
                .contentType("application/json")
                .body(Map.of("auth", Map.of("identity", identity, "scope", Cloud.project(project))))
                .post(cloud.at("/v3/auth/tokens"));
    }

    private static String wrong() {
        return passcode().equals("000000") ? "000001" : "000000";
    }

    /** RFC 6238 with the seed of its own examples. */
    private static String passcode() {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(SEED, "HmacSHA1"));
            byte[] hash = mac.doFinal(ByteBuffer.allocate(8)
                    .putLong(Instant.now().getEpochSecond() / 30)
                    .array());
            int at = hash[hash.length - 1] & 0xf;
            return String.format("%06d", (ByteBuffer.wrap(hash).getInt(at) & 0x7fffffff) % 1_000_000);
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
