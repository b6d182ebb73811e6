package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.audit.Circumstances;
import io.vestibule.directory.Identities;
import io.vestibule.directory.LinkOutcome;
import io.vestibule.directory.LinkedIdentity;
import io.vestibule.directory.TestFactors;
import io.vestibule.directory.User;
import io.vestibule.identity.RealmName;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way in of a browser × every rule about factors (security case 43). The other doors: DirectDoorsTest. */
@QuarkusTest
@TestProfile(JourneyProfile.class)
class SecondFactorJourneyTest {
    private static final String PASSCODE_FORM = "form:has([name=passcode])";

    @Inject
    House house;

    @Inject
    TestFactors factors;

    @Inject
    Realms realms;

    @Inject
    AuditLines audit;

    @Inject
    Identities identities;

    @Inject
    JourneyClock clock;

    private Realm realm;

    enum Expected {
        IN,
        PASSCODE,
        ENROL,
        REFUSED
    }

    enum Rule {
        NONE("null", true),
        PASSWORD_AND_TOTP("[[\"password\",\"totp\"]]", true),
        PASSWORD_AND_TOTP_WITHOUT_AUTHENTICATOR("[[\"password\",\"totp\"]]", false),
        OPENID("[[\"openid\"]]", true),
        ANY_UPSTREAM_AND_TOTP("[[\"mapped\",\"totp\"]]", true),
        TOTP_ALONE("[[\"totp\"]]", true),
        UNKNOWN_METHOD("[[\"password\",\"retina\"],[\"mapped\",\"retina\"]]", true);

        final String json;
        final boolean authenticator;

        Rule(String json, boolean authenticator) {
            this.json = json;
            this.authenticator = authenticator;
        }
    }

    static Stream<Arguments> doorsAndRules() {
        return Stream.of(Rule.values())
                .flatMap(rule -> Stream.of(Way.values()).map(way -> Arguments.of(way, rule, expected(way, rule))));
    }

    private static Expected expected(Way way, Rule rule) {
        return switch (rule) {
            case NONE -> Expected.IN;
            case PASSWORD_AND_TOTP -> way == Way.LOCAL ? Expected.PASSCODE : Expected.REFUSED;
            case PASSWORD_AND_TOTP_WITHOUT_AUTHENTICATOR -> way == Way.LOCAL ? Expected.ENROL : Expected.REFUSED;
            case UNKNOWN_METHOD -> Expected.REFUSED;
            case OPENID -> way == Way.OIDC ? Expected.IN : Expected.REFUSED;
            case ANY_UPSTREAM_AND_TOTP -> way == Way.LOCAL ? Expected.REFUSED : Expected.PASSCODE;
            case TOTP_ALONE -> Expected.PASSCODE;
        };
    }

    @BeforeEach
    void listen() {
        realm = realms.find(new RealmName("house")).orElseThrow();
        audit.begin();
    }

    @AfterEach
    void nobodyHasRules() {
        for (Way way : Way.values()) {
            factors.person(realm, way.person).ifPresent(user -> {
                factors.option(realm, user, "{\"multi_factor_auth_rules\":null,\"multi_factor_auth_enabled\":null}");
                factors.reset(realm, user);
            });
        }
    }

    @ParameterizedTest(name = "{0} × {1}: {2}")
    @MethodSource("doorsAndRules")
    void atTheFrontDoor(Way way, Rule rule, Expected expected) {
        ruled(way, rule);
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit after = house.signIn(browser, way, house.enter(browser, "desk"));
            meets(browser, after, way, expected);
        }
    }

    @ParameterizedTest(name = "{0} × {1}: {2}")
    @MethodSource("doorsAndRules")
    void overASessionFromBeforeTheRule(Way way, Rule rule, Expected expected) {
        known(way);
        try (PlainBrowser browser = new PlainBrowser()) {
            house.arrive(browser, way, way.person, "desk");
            ruled(way, rule);

            Visit silent = house.enter(browser, "shelf", "prompt", "none");
            assertThat(Arrival.at(silent).error()).isEqualTo(expected == Expected.IN ? "" : "login_required");

            Visit again = house.enter(browser, "shelf");
            if (expected == Expected.IN) {
                assertThat(Arrival.at(again).asked()).isFalse();
            } else {
                // The guild remembers the person, and what the house wants beside it is the house's own affair.
                Visit after =
                        way.away() ? house.through(browser, again, way.connector) : house.signIn(browser, way, again);
                meets(browser, after, way, expected);
            }
        }
    }

    @Test
    void theRightPasscodeIsToldToRelyingPartiesAndTheSessionCarriesIt() {
        ruled(Way.LOCAL, Rule.PASSWORD_AND_TOTP);
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit page = house.signIn(browser, Way.LOCAL, house.enter(browser, "desk"));
            Arrival arrival = Arrival.at(passcode(browser, page, factors.passcode()));
            assertThat(arrival.shown().at("/claims/amr").toString()).contains("pwd", "otp", "mfa");
            assertThat(Arrival.at(house.enter(browser, "shelf")).asked()).isFalse();
        }
    }

    @Test // security case 43
    void aPasscodeIsGoodForOnce() {
        ruled(Way.LOCAL, Rule.PASSWORD_AND_TOTP);
        try (PlainBrowser browser = new PlainBrowser();
                PlainBrowser thief = new PlainBrowser()) {
            Visit page = house.signIn(browser, Way.LOCAL, house.enter(browser, "desk"));
            Visit theirs = house.signIn(thief, Way.LOCAL, house.enter(thief, "desk"));
            String seen = factors.passcode();
            Arrival.at(passcode(browser, page, seen));

            Visit refused = passcode(thief, theirs, seen);
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.html().text()).contains("used already");
            assertThat(House.sessionCookie(thief)).isEmpty();
            assertThat(audit.all())
                    .anyMatch(line -> line.path("reason").asText().equals("passcode-used-before"));
        }
    }

    @Test // security case 44
    void guessingPasscodesEndsAndTheRightOneThenDoesNotHelp() {
        ruled(Way.LOCAL, Rule.PASSWORD_AND_TOTP);
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit page = house.signIn(browser, Way.LOCAL, house.enter(browser, "desk"));
            for (int i = 0; i < 5; i++) {
                page = passcode(browser, page, "000000");
                assertThat(page.status()).isEqualTo(403);
            }
            Visit locked = passcode(browser, page, factors.passcode());
            assertThat(locked.status()).isEqualTo(429);
            assertThat(House.sessionCookie(browser)).isEmpty();
        }
    }

    @Test
    void aWrongPasscodeCanBeCorrectedAndTheStepBeforeItNotRepeated() {
        ruled(Way.LOCAL, Rule.PASSWORD_AND_TOTP);
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit page = house.signIn(browser, Way.LOCAL, house.enter(browser, "desk"));
            Visit wrong = passcode(browser, page, "000000");
            Visit rewound = passcode(browser, page, factors.passcode());
            assertThat(rewound.address().getPath()).as("taken once").isEqualTo("/realms/house/login");
            assertThat(House.sessionCookie(browser)).isEmpty();
            assertThat(Arrival.at(passcode(browser, wrong, factors.passcode())).userinfo("name"))
                    .isEqualTo("Ada Lovelace");
        }
    }

    @Test // security case 37
    void theStepOfAnotherBrowserStartsAnew() {
        ruled(Way.LOCAL, Rule.PASSWORD_AND_TOTP);
        try (PlainBrowser browser = new PlainBrowser();
                PlainBrowser thief = new PlainBrowser()) {
            Visit page = house.signIn(browser, Way.LOCAL, house.enter(browser, "desk"));
            Visit stolen = thief.carryOn(thief.open(page.address()));
            assertThat(stolen.address().getPath()).isEqualTo("/realms/house/login");
        }
    }

    @Test // security case 36
    void whoIsSwitchedOffBetweenTheFactorsIsRefused() {
        ruled(Way.LOCAL, Rule.PASSWORD_AND_TOTP);
        User ada = factors.person(realm, "ada").orElseThrow();
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit page = house.signIn(browser, Way.LOCAL, house.enter(browser, "desk"));
            try {
                factors.enabled(realm, ada, false);
                Visit refused = passcode(browser, page, factors.passcode());
                assertThat(refused.status()).isEqualTo(403);
                assertThat(audit.refusal(House.reference(refused))
                                .path("reason")
                                .asText())
                        .isEqualTo("user-disabled");
            } finally {
                factors.enabled(realm, ada, true);
            }
        }
    }

    @Test
    void aPasswordThatWasTakenBackBetweenTheFactorsProvesNothing() {
        ruled(Way.LOCAL, Rule.PASSWORD_AND_TOTP);
        User ada = factors.person(realm, "ada").orElseThrow();
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit page = house.signIn(browser, Way.LOCAL, house.enter(browser, "desk"));
            factors.enabled(realm, ada, false); // as a new password, it voids whatever was proven before
            factors.enabled(realm, ada, true);
            Visit again = passcode(browser, page, factors.passcode());
            assertThat(again.address().getPath()).isEqualTo("/realms/house/login");
        }
    }

    @Test
    void aLinkThatWasUndoneBetweenTheFactorsProvesNothing() {
        try (PlainBrowser first = new PlainBrowser();
                PlainBrowser browser = new PlainBrowser()) {
            house.arrive(first, Way.OIDC, "trotula", "desk");
            User trotula = factors.person(realm, "trotula").orElseThrow();
            factors.password(realm, trotula, "the-other-way-in-of-trotula");
            factors.enrol(realm, trotula);
            factors.rule(realm, trotula, "[[\"mapped\",\"totp\"]]");
            clock.move(Duration.ofSeconds(5)); // upstreams tell the time of a login in whole seconds
            Visit page = house.signIn(browser, Way.OIDC, "trotula", house.enter(browser, "desk"));
            assertThat(page.address().getPath()).isEqualTo("/realms/house/login/factor");
            LinkedIdentity link = identities.of(realm.name(), trotula.id()).getFirst();
            assertThat(identities.unlink(realm, trotula.id(), link.connector(), link.subject(), Circumstances.from("")))
                    .isInstanceOf(LinkOutcome.Done.class);
            Visit again = passcode(browser, page, factors.passcode());
            assertThat(again.address().getPath()).isEqualTo("/realms/house/login");
        } finally {
            clock.backToNow();
        }
    }

    @Test
    void howeverOftenItIsTriedALoginDoesNotWaitForEver() {
        ruled(Way.LOCAL, Rule.PASSWORD_AND_TOTP);
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit page = house.signIn(browser, Way.LOCAL, house.enter(browser, "desk"));
            for (int minutes = 9; minutes < 30; minutes += 9) {
                clock.move(Duration.ofMinutes(minutes));
                page = passcode(browser, page, "000000");
                assertThat(page.status()).isEqualTo(403);
            }
            clock.move(Duration.ofMinutes(36));
            Visit over = passcode(browser, page, factors.passcode());
            assertThat(over.address().getPath()).isEqualTo("/realms/house/login");
        } finally {
            clock.backToNow();
        }
    }

    @Test
    void rulesThatAreSwitchedOffBindNobody() {
        ruled(Way.LOCAL, Rule.PASSWORD_AND_TOTP_WITHOUT_AUTHENTICATOR);
        User ada = factors.person(realm, "ada").orElseThrow();
        factors.option(realm, ada, "{\"multi_factor_auth_enabled\":false}");
        try (PlainBrowser browser = new PlainBrowser()) {
            assertThat(house.arrive(browser, Way.LOCAL, "ada", "desk").userinfo("name"))
                    .isEqualTo("Ada Lovelace");
        }
    }

    @Test // lost device
    void aCodeOnPaperLetsInOnceWhereTheAuthenticatorIsLost() {
        ruled(Way.LOCAL, Rule.PASSWORD_AND_TOTP);
        User ada = factors.person(realm, "ada").orElseThrow();
        String code = factors.recoveryCodes(realm, ada).getFirst();
        try (PlainBrowser browser = new PlainBrowser();
                PlainBrowser later = new PlainBrowser()) {
            Visit page = house.signIn(browser, Way.LOCAL, house.enter(browser, "desk"));
            Visit wrong = recovery(browser, page, "00000-00000");
            assertThat(wrong.status()).isEqualTo(403);
            Arrival arrival = Arrival.at(recovery(browser, wrong, code.toLowerCase(Locale.ROOT)));
            assertThat(arrival.shown().at("/claims/amr").toString()).contains("otp", "mfa");
            Visit again = recovery(later, house.signIn(later, Way.LOCAL, house.enter(later, "desk")), code);
            assertThat(again.status()).isEqualTo(403);
            assertThat(House.sessionCookie(later)).isEmpty();
        }
    }

    private Visit recovery(PlainBrowser browser, Visit page, String code) {
        return browser.carryOn(browser.submit(page, "form:has([name=recovery])", Map.of("recovery", code)));
    }

    @Test // step-up: the session is the first factor, and only what is missing is asked for
    void aRelyingPartyThatWantsTwoFactorsGetsThemOverASessionWithOne() {
        String wanted = "{\"id_token\":{\"acr\":{\"essential\":true,\"values\":[\"https://refeds.org/profile/mfa\"]}}}";
        ruled(Way.LOCAL, Rule.NONE);
        try (PlainBrowser browser = new PlainBrowser()) {
            Arrival weak = house.arrive(browser, Way.LOCAL, "ada", "desk");
            assertThat(weak.shown().at("/claims/acr").asText()).isEqualTo("1");
            Visit silent = house.enter(browser, "shelf", "prompt", "none", "claims", wanted);
            assertThat(Arrival.at(silent).error()).as("security case 43").isNotEmpty();
            Visit asked = house.enter(browser, "shelf", "claims", wanted);
            assertThat(asked.address().getPath()).isEqualTo("/realms/house/login/factor");
            Arrival strong = Arrival.at(passcode(browser, asked, factors.passcode()));
            assertThat(strong.shown().at("/claims/acr").asText()).isEqualTo("https://refeds.org/profile/mfa");
            assertThat(strong.shown().at("/claims/amr").toString()).contains("pwd", "otp", "mfa");
            Arrival plain = Arrival.at(house.enter(browser, "desk"));
            assertThat(plain.shown().at("/claims/acr").asText()).isEqualTo("2");
        }
    }

    @Test // acr_values are a wish (OpenID Connect Core §5.5.1.1)
    void whoCannotGiveTheStrengthThatIsWishedForComesInWeaker() {
        known(Way.LOCAL);
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit in = house.signIn(browser, Way.LOCAL, house.enter(browser, "desk", "acr_values", "2"));
            assertThat(Arrival.at(in).shown().at("/claims/acr").asText()).isEqualTo("1");
        }
    }

    @Test // brokered: what the guild answers is checked, and what is missing is asked for here
    void anUpstreamThatAnswersTooWeaklyIsToppedUpHere() {
        ruled(Way.OIDC, Rule.NONE);
        String wanted = "{\"id_token\":{\"acr\":{\"essential\":true,\"values\":[\"2\"]}}}";
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit asked = house.signIn(browser, Way.OIDC, house.enter(browser, "desk", "claims", wanted));
            assertThat(asked.address().getPath()).isEqualTo("/realms/house/login/factor");
            Arrival strong = Arrival.at(passcode(browser, asked, factors.passcode()));
            assertThat(strong.shown().at("/claims/acr").asText()).isEqualTo("2");
        }
    }

    @Test
    void goingBackIsToldToTheRelyingParty() {
        ruled(Way.LOCAL, Rule.PASSWORD_AND_TOTP);
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit page = house.signIn(browser, Way.LOCAL, house.enter(browser, "desk"));
            Visit back = browser.carryOn(browser.submit(page, "form:has([name=cancel])", Map.of("cancel", "yes")));
            assertThat(Arrival.at(back).error()).isEqualTo("access_denied");
        }
    }

    private void meets(PlainBrowser browser, Visit after, Way way, Expected expected) {
        String before = House.sessionCookie(browser);
        switch (expected) {
            case IN -> assertThat(Arrival.at(after).userinfo("name")).isEqualTo(way.fullName);
            case PASSCODE -> {
                assertThat(after.address().getPath()).isEqualTo("/realms/house/login/factor");
                Visit wrong = passcode(browser, after, "000000");
                assertThat(wrong.status()).isEqualTo(403);
                assertThat(House.sessionCookie(browser)).isEqualTo(before);
                assertThat(Arrival.at(passcode(browser, wrong, factors.passcode()))
                                .userinfo("name"))
                        .isEqualTo(way.fullName);
            }
            case ENROL -> {
                assertThat(after.address().getPath()).isEqualTo("/realms/house/login/enrol");
                assertThat(House.sessionCookie(browser)).isEqualTo(before);
                Visit codes = passcode(browser, after, factors.passcodeOf(key(after)));
                assertThat(codes.html().select(".codes code")).hasSize(10);
                Visit on = browser.carryOn(browser.submit(codes, "form", Map.of()));
                assertThat(Arrival.at(on).userinfo("name")).isEqualTo(way.fullName);
            }
            case REFUSED -> {
                assertThat(after.status()).isEqualTo(403);
                assertThat(audit.refusal(House.reference(after)).path("reason").asText())
                        .isEqualTo("second-factor-needed");
            }
        }
    }

    private static String key(Visit page) {
        return page.html().select("code.key").text();
    }

    private Visit passcode(PlainBrowser browser, Visit page, String passcode) {
        return browser.carryOn(browser.submit(page, PASSCODE_FORM, Map.of("passcode", passcode)));
    }

    private void known(Way way) {
        if (factors.person(realm, way.person).isEmpty()) {
            try (PlainBrowser browser = new PlainBrowser()) {
                house.arrive(browser, way, way.person, "desk");
            }
        }
    }

    private void ruled(Way way, Rule rule) {
        known(way);
        User user = factors.person(realm, way.person).orElseThrow();
        if (rule.authenticator) {
            factors.enrol(realm, user);
        }
        factors.rule(realm, user, rule.json);
    }
}
