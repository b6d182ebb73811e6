package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.vestibule.Waiting;
import io.vestibule.directory.SecondFactors;
import io.vestibule.directory.TestFactors;
import io.vestibule.directory.User;
import io.vestibule.identity.RealmName;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Somebody lost everything they could show, and an operator of the Identity API lets them start afresh. */
@QuarkusTest
@TestProfile(JourneyProfile.class)
@Tag("keystone")
class FactorsResetJourneyTest {
    private static final Map<String, ?> UNSCOPED = Map.of("unscoped", Map.of());
    private static final Map<String, ?> DOMAIN = Map.of("domain", Map.of("id", "default"));

    @Inject
    House house;

    @Inject
    IdentityApi api;

    @Inject
    TestFactors people;

    @Inject
    SecondFactors factors;

    @Inject
    Realms realms;

    @Inject
    RealmFiles files;

    @Inject
    AuditLines audit;

    private Realm realm;

    @BeforeEach
    void listen() {
        realm = realms.find(new RealmName("house")).orElseThrow();
        audit.begin();
    }

    @Test
    void whoeverFoundTheDeviceIsSignedOutAndItsOwnerIsTold() {
        User sunita = people.person(realm, "sunita").orElseThrow();
        String id = sunita.id().hex();
        try (Letters letters = new Letters();
                PlainBrowser finder = new PlainBrowser();
                PlainBrowser later = new PlainBrowser()) {
            files.with(
                    "house",
                    "passwords:",
                    letters.block() + "passwords:",
                    () -> api.with(() -> {
                        Arrival found = house.arrive(finder, Way.LOCAL, "sunita", "desk");
                        Arrival kept = Arrival.at(house.enter(finder, "crane", "scope", "openid offline_access"));
                        String token = api.token("sunita", UNSCOPED);
                        people.enrol(realm, sunita);
                        people.passkey(realm, sunita, "key-of-sunita");
                        people.recoveryCodes(realm, sunita);
                        Response before = api.as(api.administrator()).get(at(id));
                        before.then().statusCode(200);
                        assertThat(before.jsonPath().getList("factors.authenticators"))
                                .hasSize(1);
                        assertThat((String) before.path("factors.passkeys[0].label"))
                                .isEqualTo("a key");
                        assertThat((int) before.path("factors.recovery_codes_left"))
                                .isEqualTo(10);

                        api.as(api.administrator()).delete(at(id)).then().statusCode(204);

                        assertThat(factors.of(realm.name(), sunita.id())).isEmpty();
                        assertThat(people.codesLeft(sunita)).isZero();
                        assertThat(house.userinfo(found).getStatusCode()).isEqualTo(401);
                        assertThat(Arrival.at(house.enter(finder, "shelf", "prompt", "none"))
                                        .error())
                                .isEqualTo("login_required");
                        assertThat(house.refresh("crane", kept).getBody())
                                .as("nor does anything outlive it")
                                .contains("invalid_grant");
                        assertThat(api.counts(token)).isFalse();
                        assertThat(audit.all())
                                .anyMatch(line -> line.path("what").asText().equals("second-factors-reset")
                                        && line.path("user")
                                                .asText()
                                                .equals(sunita.id().toString())
                                        && line.path("actor")
                                                .asText()
                                                .equals(people.person(realm, "grace")
                                                        .orElseThrow()
                                                        .id()
                                                        .toString()))
                                .anyMatch(line -> line.path("action").asText().equals("vestibule:reset_factors"))
                                .anyMatch(line -> line.path("reason").asText().equals("credentials-changed")
                                        && line.path("session").asText().equals(found.claim("sid")));
                        Waiting.until(() -> letters.to("sunita@house.example").stream()
                                .anyMatch(letter -> letter.text().contains("removed every second proof")));
                        assertThat(house.arrive(later, Way.LOCAL, "sunita", "desk")
                                        .userinfo("name"))
                                .isEqualTo("Sunita Williams");
                    }));
        }
    }

    @Test
    void whoMayNotChangeThemTakesNothingAwayAndNobodyTheirOwn() {
        User kalpana = people.made(realm, "kalpana", "kalpana@orbit.example");
        people.enrol(realm, kalpana);
        String id = kalpana.id().hex();
        api.with(() -> {
            String ada = api.token("ada", UNSCOPED);
            assertThat(api.as(ada).delete(at(id)).statusCode()).isEqualTo(403);
            assertThat(api.as(ada).get(at(id)).statusCode()).isEqualTo(403);
            assertThat(api.as("made-up").delete(at(id)).statusCode()).isEqualTo(401);
            String grace = people.person(realm, "grace").orElseThrow().id().hex();
            Response own = api.as(api.administrator()).delete(at(grace));
            assertThat(own.statusCode())
                    .as("security case 43: a password gets this token, and takes no passkey away")
                    .isEqualTo(403);
            assertThat((String) own.path("error.message")).contains("account");
            assertThat(api.as(api.administrator())
                            .delete(at("0123456789abcdef0123456789abcdef"))
                            .statusCode())
                    .isEqualTo(404);
        });
        assertThat(factors.of(realm.name(), kalpana.id())).isNotEmpty();
    }

    @Test
    void theManagerOfADomainHelpsThoseWhoAdministerNothing() {
        User laurel = people.made(realm, "laurel", "laurel@orbit.example");
        people.enrol(realm, laurel);
        User manager = people.made(realm, "jessica", "jessica@orbit.example");
        api.with(() -> {
            String role = api.as(api.administrator())
                    .get(api.base() + "/roles?name=manager")
                    .path("roles[0].id");
            api.as(api.administrator())
                    .put(api.base() + "/domains/default/users/" + manager.id().hex() + "/roles/" + role)
                    .then()
                    .statusCode(204);
            String token = api.token("jessica", DOMAIN);
            String grace = people.person(realm, "grace").orElseThrow().id().hex();
            assertThat(api.as(token).delete(at(grace)).statusCode())
                    .as("who administers everything")
                    .isEqualTo(403);
            people.enrol(realm, manager);
            assertThat(api.as(token).delete(at(laurel.id().hex())).statusCode())
                    .as("with a password alone of who has more")
                    .isEqualTo(403);
            people.unenrol(realm, manager);
            api.as(token).delete(at(laurel.id().hex())).then().statusCode(204);

            // Security case 43: who has the password of a manager makes another, to be rid of that one's passkey.
            User puppet = people.made(realm, "alexei", "alexei@orbit.example");
            api.as(token)
                    .put(api.base() + "/domains/default/users/" + puppet.id().hex() + "/roles/" + role)
                    .then()
                    .statusCode(204);
            people.passkey(realm, manager, "key-of-jessica");
            assertThat(api.as(api.token("alexei", DOMAIN))
                            .delete(at(manager.id().hex()))
                            .statusCode())
                    .isEqualTo(403);
            assertThat(factors.of(realm.name(), manager.id())).isNotEmpty();
        });
        assertThat(factors.of(realm.name(), laurel.id())).isEmpty();
    }

    private String at(String user) {
        return api.base() + "/vestibule/users/" + user + "/factors";
    }
}
