package io.vestibule.protocol.keystone.federation.login;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.vestibule.audit.Circumstances;
import io.vestibule.directory.Directory;
import io.vestibule.directory.Identities;
import io.vestibule.directory.LinkedIdentity;
import io.vestibule.directory.TestFactors;
import io.vestibule.directory.User;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.UserId;
import io.vestibule.protocol.keystone.CloudProfile;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Security case 36: an upstream's word that waits for a second factor is worth no more than one that does not. */
@QuarkusTest
@Tag("keystone")
@Tag("oidc")
@TestProfile(CloudProfile.class)
class ReceiptOfAnUpstreamTest {
    private static final RealmName SKY = new RealmName("sky");
    private static final String RECEIPT = "Openstack-Auth-Receipt";
    private static final String PROTOCOL = "/v3/OS-FEDERATION/identity_providers/campus/protocols/openid";

    @Inject
    Campus campus;

    @Inject
    CampusRules rules;

    @Inject
    TestFactors factors;

    @Inject
    Directory directory;

    @Inject
    Identities identities;

    @Inject
    Realms realms;

    private String receipt;
    private User emmy;

    @BeforeEach
    void begun() {
        campus.declareOnce();
        rules.bind();
        UserId id = UserId.ofHex(byBearer().then().statusCode(201).extract().path("token.user.id"))
                .orElseThrow();
        emmy = directory.find(SKY, id).orElseThrow();
        factors.password(sky(), emmy, "a password of her own"); // so that there is another way in
        factors.enrol(sky(), emmy);
        factors.rule(sky(), emmy, "[[\"mapped\",\"totp\"]]");
        receipt = byBearer().then().statusCode(401).extract().header(RECEIPT);
    }

    @AfterEach
    void forget() {
        factors.rule(sky(), emmy, "null");
        factors.unenrol(sky(), emmy);
        rules.unbind();
    }

    @Test
    void itStandsForThatUpstream() {
        Response issued = completed();
        issued.then()
                .statusCode(201)
                .body("token.methods", hasItem("openid"))
                .body("token.user.OS-FEDERATION.identity_provider.id", equalTo("campus"))
                .body("token.user.OS-FEDERATION.protocol.id", equalTo("openid"));
        rules.enabled(false);
        given().header("X-Auth-Token", issued.header("X-Subject-Token"))
                .get(campus.sky("/v3/auth/catalog"))
                .then()
                .statusCode(401);
    }

    @Test
    void itIsVoidWhileTheProviderIsSwitchedOff() {
        rules.enabled(false);
        nothing();
        rules.enabled(true);
        completed().then().statusCode(201); // no passcode was looked at meanwhile
    }

    @Test
    void itIsVoidOnceTheProtocolIsGone() {
        rules.withoutProtocol();
        nothing();
    }

    @Test
    void itIsVoidWhileTheConnectorIsSwitchedOff() {
        campus.shut(this::nothing);
        completed().then().statusCode(201);
    }

    @Test
    void itIsWorthNothingOnceTheLinkIsUndone() {
        LinkedIdentity link = identities.of(SKY, emmy.id()).getFirst();
        identities.unlink(sky(), emmy.id(), link.connector(), link.subject(), Circumstances.from(""));
        try {
            nothing();
        } finally {
            identities.link(
                    sky(), emmy.id(), link.connector(), link.subject(), Optional.empty(), Circumstances.from(""));
        }
    }

    @Test
    void aLaterLinkBringsItNotBack() {
        LinkedIdentity link = identities.of(SKY, emmy.id()).getFirst();
        identities.unlink(sky(), emmy.id(), link.connector(), link.subject(), Circumstances.from(""));
        identities.link(sky(), emmy.id(), link.connector(), link.subject(), Optional.empty(), Circumstances.from(""));
        nothing();
        receipt = byBearer().then().statusCode(401).extract().header(RECEIPT);
        completed().then().statusCode(201);
    }

    private void nothing() {
        completed().then().statusCode(401).header(RECEIPT, nullValue()).body("token", nullValue());
    }

    private Response completed() {
        Map<String, Object> user = Map.of("id", emmy.id().hex(), "passcode", factors.passcode());
        return ask(Map.of(RECEIPT, receipt), Map.of("methods", List.of("totp"), "totp", Map.of("user", user)));
    }

    private Response ask(Map<String, String> headers, Object identity) {
        return given().headers(headers)
                .contentType("application/json")
                .body(Map.of("auth", Map.of("identity", identity, "scope", "unscoped")))
                .post(campus.sky("/v3/auth/tokens"));
    }

    private Response byBearer() {
        return given().header("Authorization", "Bearer " + campus.accessToken("emmy"))
                .post(campus.sky(PROTOCOL + "/auth"));
    }

    private Realm sky() {
        return realms.find(SKY).orElseThrow();
    }
}
