package io.vestibule.journey;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.vestibule.directory.TestFactors;
import io.vestibule.directory.User;
import io.vestibule.identity.RealmName;
import io.vestibule.login.TestThrottles;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.protocol.saml.toy.RedirectQuery;
import io.vestibule.protocol.saml.toy.Xml;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import jakarta.inject.Inject;
import java.net.HttpCookie;
import java.net.URI;
import java.text.ParseException;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whatever opens something for its bearer, read off real answers: how long it is, of which letters, and that no part of it which
 * is counted stays the same. ArchitectureTest has from where all of it is drawn.
 */
@QuarkusTest
@TestProfile(JourneyProfile.class)
@Tag("oidc")
@Tag("saml")
@Tag("keystone")
class HandedOutSecretsTest {
    private static final int ENOUGH = 128;
    private static final String BASE64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final String PASSCODE_FORM = "form:has([name=passcode])";

    /** What is handed out, and how many bits of it nobody knows. */
    enum Kind {
        SESSION_COOKIE(BASE64URL, 256),
        BROWSER_COOKIE(BASE64URL, 256),
        AUTHORIZATION_CODE(BASE64URL, 512),
        ACCESS_TOKEN_NAME(BASE64URL, 256),
        REFRESH_TOKEN(BASE64URL, 256),
        STATE_FOR_UPSTREAM(BASE64URL, 256),
        NONCE_FOR_UPSTREAM(BASE64URL, 256),
        RELAY_STATE(BASE64URL, 256),
        SAML_REQUEST(BASE64URL, 256),
        FORM_KEY(BASE64URL, 256),
        ADDRESS_LETTER(BASE64URL, 256),
        RESET_LETTER(BASE64URL, 256),
        DEVICE_CODE(BASE64URL, 256),
        PROGRAM_SECRET(BASE64URL, 256),
        AUTHENTICATOR_SEED(BASE32, 160),
        /** Typed by people: EveryGuessTest has how few guesses anybody has. */
        USER_CODE("BCDFGHJKLMNPQRSTVWXZ", 34),
        /** Likewise, and behind a first factor. */
        RECOVERY_CODE("0123456789ABCDEFGHJKMNPQRSTVWXYZ", 50);

        private final String alphabet;
        private final int declared;

        Kind(String alphabet, int declared) {
            this.alphabet = alphabet;
            this.declared = declared;
        }

        private boolean isTyped() {
            return this == USER_CODE || this == RECOVERY_CODE;
        }
    }

    private static final int ROUNDS = 4;

    @Inject
    House house;

    @Inject
    RealmFiles files;

    @Inject
    IdentityApi api;

    @Inject
    TestFactors factors;

    @Inject
    TestThrottles throttles;

    @Inject
    Realms realms;

    @Test
    void nobodyGuessesWhatIsHandedOut() {
        Map<Kind, Set<String>> seen = new EnumMap<>(Kind.class);
        throttles.forget();
        house.awaken();
        try (Letters letters = new Letters()) {
            files.with(
                    "house",
                    "passwords:",
                    letters.block() + "passwords:",
                    () -> api.with(() -> {
                        for (int i = 1; i <= ROUNDS; i++) {
                            Round round = new Round(seen, letters, "tycho" + i);
                            round.atHome();
                            round.fromTheGuild();
                            round.fromTheAbbey();
                            round.withoutPassword();
                            round.withAnAuthenticator();
                            round.byPrograms();
                        }
                    }));
        }
        assertThat(seen.keySet()).containsExactly(Kind.values());
        seen.forEach(HandedOutSecretsTest::isUnknown);
    }

    private static void isUnknown(Kind kind, Set<String> samples) {
        assertThat(samples).as("%s: each is another", kind).hasSizeGreaterThanOrEqualTo(ROUNDS);
        int length = samples.stream().mapToInt(String::length).min().orElseThrow();
        assertThat(samples)
                .as("%s", kind)
                .allMatch(sample -> sample.chars().allMatch(c -> kind.alphabet.indexOf(c) >= 0));
        long drawn = IntStream.range(0, length)
                .filter(at -> samples.stream()
                                .map(sample -> sample.charAt(at))
                                .distinct()
                                .count()
                        > 1)
                .count();
        // A letter of four may be the same by chance, once in a thousand times; a byte's last letter holds less than
        // the others.
        double bits = (drawn + 2) * Math.log(kind.alphabet.length()) / Math.log(2);
        assertThat(bits).as("%s: %d of %d letters differ", kind, drawn, length).isGreaterThanOrEqualTo(kind.declared);
        assertThat(kind.declared).isGreaterThanOrEqualTo(kind.isTyped() ? 0 : ENOUGH);
    }

    /** What one person is given. */
    private final class Round {
        private final Map<Kind, Set<String>> seen;
        private final Letters letters;
        private final String name;
        private final User person;

        Round(Map<Kind, Set<String>> seen, Letters letters, String name) {
            this.seen = seen;
            this.letters = letters;
            this.name = name;
            this.person = factors.made(realm(), name, name + "@house.example");
        }

        private void note(Kind kind, String sample) {
            assertThat(sample).as("%s", kind).isNotEmpty();
            assertThat(seen.computeIfAbsent(kind, unused -> new HashSet<>()).add(sample))
                    .as("%s for the first time", kind)
                    .isTrue();
        }

        void atHome() {
            try (PlainBrowser browser = new PlainBrowser()) {
                Visit back = house.signIn(
                        browser, Way.LOCAL, name, house.enter(browser, "desk", "scope", "openid offline_access"));
                Arrival arrival = Arrival.at(back);
                note(Kind.AUTHORIZATION_CODE, parameter(back, "/desk/callback", "code"));
                note(Kind.REFRESH_TOKEN, arrival.text("refresh_token"));
                note(Kind.ACCESS_TOKEN_NAME, name(arrival.text("access_token")));
                note(Kind.SESSION_COOKIE, House.sessionCookie(browser));
                note(Kind.BROWSER_COOKIE, cookie(browser, "vestibule-browser"));
                Visit page = browser.carryOn(browser.open(house.at("/account/email")));
                note(Kind.FORM_KEY, page.html().select("[name=formKey]").attr("value"));
                browser.carryOn(
                        browser.submit(page, "form:has([type=email])", Map.of("address", name + "@house.example")));
                URI link = letters.linked(name + "@house.example", 1).link();
                note(Kind.ADDRESS_LETTER, Query.read(link).get("token"));
                browser.carryOn(browser.submit(browser.open(link), "form:has([name=token])", Map.of()));
            }
        }

        void fromTheGuild() {
            try (PlainBrowser browser = new PlainBrowser()) {
                Visit there = house.through(browser, house.enter(browser, "desk"), Way.OIDC.connector);
                note(Kind.STATE_FOR_UPSTREAM, parameter(there, "/realms/guild/authorize", "state"));
                note(Kind.NONCE_FOR_UPSTREAM, parameter(there, "/realms/guild/authorize", "nonce"));
            }
        }

        void fromTheAbbey() {
            try (PlainBrowser browser = new PlainBrowser()) {
                Visit there = house.through(browser, house.enter(browser, "desk"), Way.SAML.connector);
                note(Kind.RELAY_STATE, parameter(there, "/realms/guild/saml", "RelayState"));
                String request = RedirectQuery.inflated(parameter(there, "/realms/guild/saml", "SAMLRequest"));
                note(Kind.SAML_REQUEST, Xml.parse(request).getAttribute("ID"));
            }
        }

        void withoutPassword() {
            try (PlainBrowser browser = new PlainBrowser()) {
                Visit form = browser.click(house.enter(browser, "desk"), "Forgotten your password?");
                browser.carryOn(browser.submit(
                        form, "form:has([name=username]):not(:has([name=password]))", Map.of("username", name)));
                URI link = letters.linked(name + "@house.example", 2).link();
                note(Kind.RESET_LETTER, Query.read(link).get("token"));
            }
        }

        void withAnAuthenticator() {
            factors.rule(realm(), person, "[[\"password\",\"totp\"]]");
            try (PlainBrowser browser = new PlainBrowser()) {
                Visit page = house.signIn(browser, Way.LOCAL, name, house.enter(browser, "desk"));
                String seed = page.html().select("code.key").text();
                note(Kind.AUTHENTICATOR_SEED, seed.replace(" ", ""));
                Visit codes = browser.submit(page, PASSCODE_FORM, Map.of("passcode", factors.passcodeOf(seed)));
                codes.html()
                        .select(".codes code")
                        .forEach(code -> note(Kind.RECOVERY_CODE, code.text().replace("-", "")));
            }
        }

        void byPrograms() {
            JsonPath begun = given().formParam("client_id", "tv")
                    .formParam("scope", "openid")
                    .post(house.at("/device_authorization"))
                    .jsonPath();
            note(Kind.DEVICE_CODE, begun.getString("device_code"));
            note(Kind.USER_CODE, begun.getString("user_code").replace("-", ""));
            Map<String, Object> apollo = Map.of("project", Map.of("name", "apollo", "domain", Map.of("id", "default")));
            User ada = factors.person(realm(), "ada").orElseThrow();
            JsonPath made = api.as(api.token("ada", apollo))
                    .contentType("application/json")
                    .body(Map.of("application_credential", Map.of("name", "of " + name)))
                    .post(api.base() + "/users/" + ada.id().hex() + "/application_credentials")
                    .jsonPath();
            note(Kind.PROGRAM_SECRET, made.getString("application_credential.secret"));
        }
    }

    /** Of the step of the way whose address ends so. */
    private static String parameter(Visit visit, String path, String name) {
        return visit.trail().stream()
                .filter(step -> step.getPath().startsWith(path) && step.getRawQuery() != null)
                .map(step -> Query.read(step).getOrDefault(name, ""))
                .filter(value -> !value.isEmpty())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " at " + path + " in " + visit.trail()));
    }

    private static String cookie(PlainBrowser browser, String name) {
        return browser.cookies().getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals(name))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElse("");
    }

    /** By which the server knows it: the rest anybody can read. */
    private static String name(String accessToken) {
        try {
            return SignedJWT.parse(accessToken).getJWTClaimsSet().getJWTID();
        } catch (ParseException broken) {
            throw new AssertionError(accessToken, broken);
        }
    }

    private Realm realm() {
        return realms.find(new RealmName("house")).orElseThrow();
    }
}
