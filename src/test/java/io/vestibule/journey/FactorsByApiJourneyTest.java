package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.directory.TestFactors;
import io.vestibule.directory.User;
import io.vestibule.identity.RealmName;
import io.vestibule.journey.AccountApi.Answer;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A person's own second factor, set up without our page: under the same conditions, and by no token that they lent. */
@QuarkusTest
@TestProfile(JourneyProfile.class)
class FactorsByApiJourneyTest {
    private static final String AUTHENTICATORS = "/factors/authenticators";
    private static final String CONFIRM = "/factors/authenticators/confirm";

    @Inject
    House house;

    @Inject
    AccountApi api;

    @Inject
    TestFactors factors;

    @Inject
    Realms realms;

    @Inject
    JourneyClock clock;

    @Inject
    AuditLines audit;

    private Realm realm;

    @BeforeEach
    void listen() {
        realm = realms.find(new RealmName("house")).orElseThrow();
        audit.begin();
    }

    @AfterEach
    void now() {
        clock.backToNow();
    }

    @Test
    void anAuthenticatorThatShowedItWorksIsAskedForFromThenOn() {
        made("valentina");
        try (PlainBrowser browser = new PlainBrowser();
                PlainBrowser later = new PlainBrowser()) {
            house.arrive(browser, Way.LOCAL, "valentina", "desk");
            JsonNode offer = api.post(browser, AUTHENTICATORS, Map.of()).body();
            String seed = offer.path("seed").asText();
            assertThat(offer.path("uri").asText())
                    .startsWith("otpauth://totp/")
                    .contains(":valentina?", "secret=" + seed, "issuer=");

            Answer wrong = confirm(browser, offer, "000000");
            assertThat(wrong.status()).isEqualTo(403);
            assertThat(wrong.error()).isEqualTo("wrong-passcode");
            assertThat(refusals("valentina")).contains("wrong-passcode");
            assertThat(api.get(browser, "/factors").body().path("authenticators"))
                    .as("nothing is kept that did not show it works")
                    .isEmpty();

            Answer right = confirm(browser, offer, factors.passcodeOf(seed));
            assertThat(right.status()).isEqualTo(201);
            assertThat(right.body().path("recoveryCodes")).hasSize(10);
            JsonNode all = api.get(browser, "/factors").body();
            assertThat(all.path("authenticators").path(0).path("label").asText())
                    .isEqualTo("my phone");
            assertThat(all.path("recoveryCodesLeft").asInt()).isEqualTo(10);
            assertThat(all.toString()).doesNotContain(seed);

            assertThat(Arrival.at(house.enter(browser, "shelf", "prompt", "none"))
                            .error())
                    .as("this session has seen it")
                    .isEmpty();
            assertThat(house.password(later, house.enter(later, "desk"), "valentina")
                            .address()
                            .getPath())
                    .isEqualTo("/realms/house/login/factor");

            Answer another =
                    confirm(browser, api.post(browser, AUTHENTICATORS, Map.of()).body());
            assertThat(another.status()).isEqualTo(201);
            assertThat(another.body().path("recoveryCodes"))
                    .as("those that there are stay good")
                    .isEmpty();
        }
    }

    @Test // security cases 35 and 43
    void itAsksForALoginAShortTimeAgoAndTheFactorThatThereIs() {
        User sally = made("sally");
        try (PlainBrowser browser = new PlainBrowser()) {
            house.arrive(browser, Way.LOCAL, "sally", "desk");
            JsonNode offer = api.post(browser, AUTHENTICATORS, Map.of()).body();
            factors.enrol(realm, sally);
            for (String path : List.of(AUTHENTICATORS, CONFIRM, "/factors/passkeys", "/factors/passkeys/confirm")) {
                assertThat(api.post(browser, path, sent(offer)).error())
                        .as(path)
                        .isEqualTo("factor-required");
            }
            clock.move(Duration.ofMinutes(11));
            for (String path : List.of(AUTHENTICATORS, CONFIRM, "/factors/passkeys", "/factors/passkeys/confirm")) {
                assertThat(api.post(browser, path, sent(offer)).error())
                        .as(path)
                        .isEqualTo("login-required");
            }
            assertThat(refusals("sally")).contains("factor-required", "login-required");
            assertThat(api.get(browser, "/factors").body().path("authenticators"))
                    .hasSize(1);
        }
    }

    @Test // cross-site forgery
    void noOtherSiteSetsOneUp() {
        made("kathryn");
        try (PlainBrowser browser = new PlainBrowser()) {
            house.arrive(browser, Way.LOCAL, "kathryn", "desk");
            JsonNode offer = api.post(browser, AUTHENTICATORS, Map.of()).body();
            for (String path : List.of(AUTHENTICATORS, CONFIRM, "/factors/passkeys", "/factors/passkeys/confirm")) {
                Answer forged = api.postForged(browser, path, sent(offer));
                assertThat(forged.status()).as(path).isEqualTo(403);
                assertThat(forged.error()).isEqualTo("form-key-wrong");
            }
            assertThat(api.get(browser, "/factors").body().path("authenticators"))
                    .isEmpty();
        }
    }

    @Test
    void anOfferIsForTheSessionThatAskedAndForAQuarterOfAnHour() {
        made("mae");
        made("judith");
        try (PlainBrowser browser = new PlainBrowser();
                PlainBrowser other = new PlainBrowser()) {
            house.arrive(browser, Way.LOCAL, "mae", "desk");
            house.arrive(other, Way.LOCAL, "judith", "desk");
            JsonNode offer = api.post(browser, AUTHENTICATORS, Map.of()).body();
            Answer stolen = confirm(other, offer);
            assertThat(stolen.status()).isEqualTo(409);
            assertThat(stolen.error()).isEqualTo("offer-over");
            assertThat(api.post(browser, CONFIRM, Map.of("passcode", "000000")).error())
                    .isEqualTo("incomplete");
            assertThat(api.post(
                                    browser,
                                    CONFIRM,
                                    Map.of("offer", offer.path("offer").asText()))
                            .error())
                    .isEqualTo("incomplete");
            assertThat(api.post(browser, CONFIRM, Map.of("offer", "made-up", "passcode", "000000"))
                            .error())
                    .isEqualTo("offer-over");
            Answer malformed = api.post(
                    browser,
                    "/factors/passkeys/confirm",
                    Map.of("offer", offer.path("offer").asText(), "response", Map.of("id", "none")));
            assertThat(malformed.status()).isEqualTo(403);
            assertThat(malformed.error()).startsWith("passkey-");
        }
    }

    @Test
    void whoHasAsManyAsThereCanBeIsToldSo() {
        User chiaki = made("chiaki");
        try (PlainBrowser browser = new PlainBrowser()) {
            house.arrive(browser, Way.LOCAL, "chiaki", "desk");
            JsonNode first = api.post(browser, AUTHENTICATORS, Map.of()).body();
            assertThat(confirm(browser, first).status()).isEqualTo(201);
            for (int i = 1; i < 20; i++) {
                factors.enrol(realm, chiaki);
            }
            Answer full =
                    confirm(browser, api.post(browser, AUTHENTICATORS, Map.of()).body());
            assertThat(full.status()).isEqualTo(409);
            assertThat(full.error()).isEqualTo("authenticators-too-many");
            var page = browser.open(house.at("/account/factors/add"));
            var told = browser.submit(
                    page,
                    "form:has([name=passcode])",
                    Map.of(
                            "passcode",
                            factors.passcodeOf(page.html().select("code.key").text())));
            assertThat(told.status()).isEqualTo(409);
            assertThat(told.html().select("[role=alert]").text()).contains("Remove one first");
        }
    }

    /** Decision 0015: what a token made would be left when it is taken back. */
    @Test
    void aTokenThatWasLentChangesNoWayIn() {
        made("shannon");
        try (PlainBrowser browser = new PlainBrowser();
                PlainBrowser program = new PlainBrowser()) {
            Arrival lent = Arrival.at(house.signIn(
                    browser, Way.LOCAL, "shannon", house.enter(browser, "crane", "scope", "openid account")));
            JsonNode offer = api.post(browser, AUTHENTICATORS, Map.of()).body();
            assertThat(api.get(program, lent, "")
                            .body()
                            .path("recentlyAuthenticated")
                            .asBoolean())
                    .as("the login was a moment ago, and this is not why")
                    .isTrue();
            for (String path : List.of(
                    AUTHENTICATORS,
                    CONFIRM,
                    "/factors/passkeys",
                    "/factors/passkeys/confirm",
                    "/factors/recovery-codes",
                    "/identities")) {
                assertRefused(api.post(program, lent, path, sent(offer)), path);
                assertRefused(api.post(browser, lent, path, sent(offer)), path + " beside a cookie");
            }
            for (String path : List.of("/factors/any", "/identities?connector=guild&subject=any", "/merges/any")) {
                assertRefused(api.delete(program, lent, path), path);
            }
            assertThat(api.get(program, lent, "/factors").body().path("authenticators"))
                    .as("looking is what it was lent for")
                    .isEmpty();
            assertThat(refusals("shannon")).contains("session-required");
        }
    }

    private static void assertRefused(Answer answer, String path) {
        assertThat(answer.status()).as(path).isEqualTo(403);
        assertThat(answer.error()).as(path).isEqualTo("session-required");
    }

    private Answer confirm(PlainBrowser browser, JsonNode offer) {
        return confirm(browser, offer, factors.passcodeOf(offer.path("seed").asText()));
    }

    private Answer confirm(PlainBrowser browser, JsonNode offer, String passcode) {
        return api.post(
                browser,
                CONFIRM,
                Map.of("offer", offer.path("offer").asText(), "passcode", passcode, "label", "my phone"));
    }

    private Map<String, ?> sent(JsonNode offer) {
        return Map.of(
                "offer",
                offer.path("offer").asText(),
                "passcode",
                factors.passcodeOf(offer.path("seed").asText()),
                "connector",
                "guild");
    }

    /** Why something was refused to this person. */
    private List<String> refusals(String name) {
        String id = factors.person(realm, name).orElseThrow().id().toString();
        return audit.all().stream()
                .filter(line -> line.path("user").asText().equals(id))
                .map(line -> line.path("reason").asText())
                .toList();
    }

    private User made(String name) {
        return factors.made(realm, name, name + "@orbit.example");
    }
}
