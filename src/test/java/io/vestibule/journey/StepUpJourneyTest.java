package io.vestibule.journey;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.vestibule.directory.TestFactors;
import io.vestibule.directory.User;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.SessionId;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import io.vestibule.session.Sessions;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Somebody is signed in with one factor, and an application wants more: what is missing is asked for here, or upstream where
 * they have their factor, and every dialect says what was really done. What cannot be met is refused, in each dialect's words.
 */
@QuarkusTest
@TestProfile(JourneyProfile.class)
@Tag("saml")
@Tag("keystone")
class StepUpJourneyTest {
    private static final String MFA = "https://refeds.org/profile/mfa";
    private static final String CLASSES = "urn:oasis:names:tc:SAML:2.0:ac:classes:";
    private static final String PASSWORD = CLASSES + "PasswordProtectedTransport";
    private static final String PASSCODE_FORM = "form:has([name=passcode])";
    private static final RealmName HOUSE = new RealmName("house");
    private static final RealmName GUILD = new RealmName("guild");

    @Inject
    House house;

    @Inject
    Kiosk kiosk;

    @Inject
    RealmFiles files;

    @Inject
    TestFactors factors;

    @Inject
    StoredRows rows;

    @Inject
    Realms realms;

    @Inject
    Sessions sessions;

    /** Who is signed in with one factor, and where they have another. */
    enum Who {
        FACTOR_HERE(Way.LOCAL, "florence", HOUSE),
        FACTOR_AT_THE_GUILD(Way.OIDC, "vera", GUILD),
        FACTOR_AT_THE_ABBEY(Way.SAML, "chandra", GUILD),
        NO_FACTOR(Way.LOCAL, "nettie", HOUSE);

        private final Way way;
        private final String person;
        private final RealmName factorAt;

        Who(Way way, String person, RealmName factorAt) {
            this.way = way;
            this.person = person;
            this.factorAt = factorAt;
        }
    }

    /** How an application says what it wants. */
    enum Dialect {
        OIDC {
            @Override
            Visit ask(StepUpJourneyTest here, PlainBrowser browser, String comparison, String wanted) {
                String claims = "{\"id_token\":{\"acr\":{\"essential\":true,\"values\":[\"" + wanted + "\"]}}}";
                return here.house.enter(browser, "shelf", "claims", claims);
            }

            @Override
            String told(Visit arrived) {
                Arrival arrival = Arrival.at(arrived);
                return arrival.error().isEmpty() ? arrival.claim("acr") : arrival.error();
            }
        },
        SAML {
            @Override
            Visit ask(StepUpJourneyTest here, PlainBrowser browser, String comparison, String wanted) {
                return here.kiosk.enter(browser, "comparison", comparison, "acr", wanted);
            }

            @Override
            String told(Visit arrived) {
                Arrival arrival = Arrival.at(arrived);
                String status = arrival.shown().path("status").toString();
                return status.contains("NoAuthnContext")
                        ? "NoAuthnContext"
                        : arrival.text("authnContext").replace(CLASSES, "");
            }
        };

        abstract Visit ask(StepUpJourneyTest here, PlainBrowser browser, String comparison, String wanted);

        /** What it was called, or how it was refused. */
        abstract String told(Visit arrived);
    }

    /** Which page the person sees before the application has its answer. */
    enum Seen {
        NOTHING,
        FACTOR_HERE,
        FACTOR_UPSTREAM
    }

    static Stream<Arguments> table() {
        return Stream.of(
                Arguments.of(Dialect.OIDC, Who.FACTOR_HERE, "", "2", Seen.FACTOR_HERE, "2"),
                Arguments.of(Dialect.OIDC, Who.FACTOR_HERE, "", MFA, Seen.FACTOR_HERE, MFA),
                Arguments.of(Dialect.OIDC, Who.FACTOR_HERE, "", "1", Seen.NOTHING, "1"),
                Arguments.of(Dialect.OIDC, Who.FACTOR_AT_THE_GUILD, "", "2", Seen.FACTOR_UPSTREAM, "2"),
                Arguments.of(Dialect.OIDC, Who.FACTOR_AT_THE_GUILD, "", MFA, Seen.FACTOR_UPSTREAM, MFA),
                Arguments.of(Dialect.OIDC, Who.FACTOR_AT_THE_ABBEY, "", MFA, Seen.FACTOR_UPSTREAM, MFA),
                Arguments.of(Dialect.OIDC, Who.NO_FACTOR, "", "2", Seen.NOTHING, "unmet_authentication_requirements"),
                Arguments.of(
                        Dialect.OIDC, Who.FACTOR_HERE, "", "urn:x", Seen.NOTHING, "unmet_authentication_requirements"),
                Arguments.of(Dialect.SAML, Who.FACTOR_HERE, "exact", MFA, Seen.FACTOR_HERE, MFA),
                Arguments.of(Dialect.SAML, Who.FACTOR_HERE, "minimum", MFA, Seen.FACTOR_HERE, MFA),
                Arguments.of(Dialect.SAML, Who.FACTOR_HERE, "better", PASSWORD, Seen.FACTOR_HERE, MFA),
                Arguments.of(
                        Dialect.SAML, Who.FACTOR_HERE, "minimum", PASSWORD, Seen.NOTHING, "PasswordProtectedTransport"),
                Arguments.of(
                        Dialect.SAML, Who.FACTOR_HERE, "maximum", PASSWORD, Seen.NOTHING, "PasswordProtectedTransport"),
                Arguments.of(Dialect.SAML, Who.FACTOR_HERE, "better", MFA, Seen.NOTHING, "NoAuthnContext"),
                Arguments.of(Dialect.SAML, Who.FACTOR_HERE, "exact", CLASSES + "X509", Seen.NOTHING, "NoAuthnContext"),
                Arguments.of(Dialect.SAML, Who.FACTOR_AT_THE_GUILD, "minimum", MFA, Seen.FACTOR_UPSTREAM, MFA),
                Arguments.of(Dialect.SAML, Who.FACTOR_AT_THE_ABBEY, "exact", MFA, Seen.FACTOR_UPSTREAM, MFA),
                Arguments.of(Dialect.SAML, Who.NO_FACTOR, "minimum", MFA, Seen.NOTHING, "NoAuthnContext"));
    }

    @BeforeEach
    void awake() {
        house.awaken();
    }

    @AfterEach
    void nobodyHasAFactor() {
        for (Who who : Who.values()) {
            factors.person(realm(who.factorAt), who.person).ifPresent(user -> factors.reset(realm(who.factorAt), user));
        }
    }

    @ParameterizedTest(name = "{0}, {1}, {2} {3}: sees {4}, told {5}")
    @MethodSource("table")
    void overASessionOfOneFactor(
            Dialect dialect, Who who, String comparison, String wanted, Seen expected, String told) {
        withoutEnrolment(() -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                Arrival weak = house.arrive(browser, who.way, who.person, "desk");
                assertThat(weak.claim("acr")).isNotEqualTo("2");
                if (who != Who.NO_FACTOR) {
                    factors.enrol(realm(who.factorAt), user(who));
                }
                Visit page = dialect.ask(this, browser, comparison, wanted);
                if (page.address().getPath().equals("/realms/house/login")) { // the session has nothing more to give
                    page = who.way.away()
                            ? house.through(browser, page, who.way.connector)
                            : house.password(browser, page, who.person);
                }
                assertThat(seen(page)).as(page.address().toString()).isEqualTo(expected);
                if (expected != Seen.NOTHING) {
                    page = browser.carryOn(browser.submit(page, PASSCODE_FORM, Map.of("passcode", factors.passcode())));
                }
                assertThat(dialect.told(page)).isEqualTo(told);
                assertThat(house.enter(browser, "desk").status())
                        .as("the session lives")
                        .isEqualTo(200);
            }
        });
    }

    /** What a session that has ended was worth is worth nothing on top of a passcode. */
    @Test
    void whoIsSignedOutWhileTheFactorIsAskedForBeginsAnew() {
        try (PlainBrowser browser = new PlainBrowser()) {
            Arrival weak = house.arrive(browser, Way.LOCAL, "florence", "desk");
            factors.enrol(realm(HOUSE), user(Who.FACTOR_HERE));
            Visit page = Dialect.OIDC.ask(this, browser, "", "2");
            assertThat(seen(page)).isEqualTo(Seen.FACTOR_HERE);
            sessions.end(SessionId.parse(weak.claim("sid")).orElseThrow());
            Visit after = browser.submit(page, PASSCODE_FORM, Map.of("passcode", factors.passcode()));
            assertThat(after.address().getPath()).isEqualTo("/realms/house/login");
            assertThat(after.html().select(House.PASSWORD_FORM)).isNotEmpty();
        }
    }

    /** For a second this node may not have heard of it; the store has. */
    @Test
    void whoIsSignedOutByAnotherNodeMeanwhileIsNotSignedInByAFactor() {
        try (PlainBrowser browser = new PlainBrowser()) {
            Arrival weak = house.arrive(browser, Way.LOCAL, "florence", "desk");
            factors.enrol(realm(HOUSE), user(Who.FACTOR_HERE));
            Visit page = Dialect.OIDC.ask(this, browser, "", "2");
            assertThat(seen(page)).isEqualTo(Seen.FACTOR_HERE);
            browser.open(page.address()); // read a moment ago
            rows.endBehindOurBack(weak.claim("sid"));
            Visit after = browser.carryOn(browser.submit(page, PASSCODE_FORM, Map.of("passcode", factors.passcode())));
            if (after.html().select(House.PASSWORD_FORM).isEmpty()) { // heard of it by now
                assertThat(Arrival.at(after).error()).isEqualTo("login_required");
            }
            assertThat(Arrival.at(house.enter(browser, "desk", "prompt", "none"))
                            .error())
                    .isEqualTo("login_required");
        }
    }

    @Test
    void theIdentityApiGivesAReceiptForOneFactorAndSaysBothInItsMethods() {
        User florence = user(Who.FACTOR_HERE);
        factors.enrol(realm(HOUSE), florence);
        factors.rule(realm(HOUSE), florence, "[[\"password\",\"totp\"]]");
        try {
            files.with("house", "\npeople:", "\nkeystone: {}\n\npeople:", () -> {
                Map<String, Object> who = Map.of("id", florence.id().hex());
                Map<String, Object> password = Map.of("id", florence.id().hex(), "password", "florence-password-1");
                Response first =
                        authenticate("", Map.of("methods", List.of("password"), "password", Map.of("user", password)));
                first.then().statusCode(401);
                assertThat(first.<List<String>>path("receipt.methods")).containsExactly("password");
                String receipt = first.header("Openstack-Auth-Receipt");
                Map<String, Object> passcode = Map.of("id", who.get("id"), "passcode", factors.passcode());
                Response second =
                        authenticate(receipt, Map.of("methods", List.of("totp"), "totp", Map.of("user", passcode)));
                second.then().statusCode(201);
                assertThat(second.<List<String>>path("token.methods")).containsExactlyInAnyOrder("password", "totp");
            });
        } finally {
            factors.rule(realm(HOUSE), florence, "null");
        }
    }

    @Test
    void whatAnUpstreamCallsOtherwiseIsAskedForInItsWordsAndToldInOurs() {
        String table = "clientId: house\n      acr: { gold: [\"2\"] }\n";
        files.with(
                "house",
                "\nconnectors:",
                "\nfactors: { enrolAtLogin: false, otherAcr: [gold] }\n\nconnectors:",
                () -> files.with("house", "clientId: house\n", table, () -> {
                    factors.enrol(realm(GUILD), user(Who.FACTOR_AT_THE_GUILD));
                    try (PlainBrowser browser = new PlainBrowser()) {
                        Visit page = Dialect.OIDC.ask(this, browser, "", "gold");
                        Visit asked = house.signIn(browser, Way.OIDC, "vera", page);
                        assertThat(seen(asked)).isEqualTo(Seen.FACTOR_UPSTREAM);
                        Visit arrived = browser.carryOn(
                                browser.submit(asked, PASSCODE_FORM, Map.of("passcode", factors.passcode())));
                        assertThat(Dialect.OIDC.told(arrived)).isEqualTo("gold");
                    }
                    assertThat(given().get(house.at("/.well-known/openid-configuration"))
                                    .<List<String>>path("acr_values_supported"))
                            .containsExactly("1", "gold", "2", MFA, "phr");
                }));
    }

    @Test
    void aWordThatTheRealmDoesNotKnowIsAnErrorInItsFile() {
        assertThatThrownBy(() -> files.with(
                        "house", "clientId: house\n", "clientId: house\n      acr: { glod: [\"2\"] }\n", () -> {}))
                .hasMessageContaining("\"glod\" is no word of this realm");
    }

    private Response authenticate(String receipt, Map<String, Object> identity) {
        return (receipt.isEmpty() ? given() : given().header("Openstack-Auth-Receipt", receipt))
                .contentType("application/json")
                .body(Map.of("auth", Map.of("identity", identity)))
                .post(house.at("/v3/auth/tokens"));
    }

    /** Who has none is not led to setting one up: what cannot be met is what is looked at. */
    private void withoutEnrolment(Runnable meanwhile) {
        files.with(
                "house",
                "\nconnectors:",
                "\nfactors: { enrolAtLogin: false }\n\nconnectors:",
                () -> files.with(
                        "guild", "\nconnectors:", "\nfactors: { enrolAtLogin: false }\n\nconnectors:", meanwhile));
    }

    private static Seen seen(Visit page) {
        return switch (page.address().getPath()) {
            case "/realms/house/login/factor" -> Seen.FACTOR_HERE;
            case "/realms/guild/login/factor" -> Seen.FACTOR_UPSTREAM;
            default -> Seen.NOTHING;
        };
    }

    private Realm realm(RealmName name) {
        return realms.find(name).orElseThrow();
    }

    private User user(Who who) {
        return factors.person(realm(who.factorAt), who.person).orElseThrow();
    }
}
