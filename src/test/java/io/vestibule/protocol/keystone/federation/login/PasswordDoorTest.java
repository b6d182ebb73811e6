package io.vestibule.protocol.keystone.federation.login;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.vestibule.audit.Circumstances;
import io.vestibule.directory.Identities;
import io.vestibule.directory.LinkOutcome;
import io.vestibule.directory.TestFactors;
import io.vestibule.directory.User;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.protocol.keystone.CloudProfile;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Security case 36: who has another way in does not come by the one that is switched off. */
@QuarkusTest
@Tag("keystone")
@Tag("oidc")
@TestProfile(CloudProfile.class)
class PasswordDoorTest {
    private static final String RECEIPT = "Openstack-Auth-Receipt";

    @Inject
    Campus campus;

    @Inject
    Realms realms;

    @Inject
    TestFactors factors;

    @Inject
    Identities identities;

    @Test
    void aPasswordIsWorthNothingWhileItsConnectorIsOff() {
        User person = linked("jocelyn");
        byPassword(person).then().statusCode(201);
        campus.withoutPasswords(() -> byPassword(person).then().statusCode(401).body("token", nullValue()));
        byPassword(person).then().statusCode(201);
    }

    @Test
    void neitherIsTheReceiptForOne() {
        User person = linked("vera");
        factors.enrol(sky(), person);
        factors.rule(sky(), person, "[[\"password\",\"totp\"]]");
        String receipt = byPassword(person).header(RECEIPT);
        assertThat(receipt).isNotNull();
        campus.withoutPasswords(() -> byPasscode(person, receipt)
                .then()
                .statusCode(401)
                .header(RECEIPT, nullValue())
                .body("token", nullValue()));
        byPasscode(person, receipt).then().statusCode(201);
    }

    /** Somebody with a password, who comes from the campus as well. */
    private User linked(String name) {
        campus.declareOnce();
        User made = factors.made(sky(), name, name + "@campus.example");
        LinkOutcome outcome = identities.link(
                sky(),
                made.id(),
                new ConnectorId("campus"),
                name + "-over-there",
                Optional.empty(),
                Circumstances.from(""));
        assertThat(outcome).isInstanceOf(LinkOutcome.Done.class);
        return made;
    }

    private Realm sky() {
        return realms.find(new RealmName("sky")).orElseThrow();
    }

    private Response byPassword(User person) {
        return ask(Map.of(), "password", person, person.username() + "-password-1");
    }

    private Response byPasscode(User person, String receipt) {
        return ask(Map.of(RECEIPT, receipt), "totp", person, factors.passcode());
    }

    private Response ask(Map<String, String> headers, String method, User person, String proof) {
        String word = method.equals("totp") ? "passcode" : method;
        Map<String, Object> user = Map.of("id", person.id().hex(), word, proof);
        return given().headers(headers)
                .contentType("application/json")
                .body(Map.of(
                        "auth",
                        Map.of(
                                "identity",
                                Map.of("methods", List.of(method), method, Map.of("user", user)),
                                "scope",
                                "unscoped")))
                .post(campus.sky("/v3/auth/tokens"));
    }
}
