package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.directory.TestFactors;
import io.vestibule.directory.User;
import io.vestibule.identity.RealmName;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import jakarta.inject.Inject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A password that ended, or that somebody else set, is good only for choosing another: at the portal as everywhere. */
@QuarkusTest
@TestProfile(JourneyProfile.class)
class NewPasswordJourneyTest {
    private static final String FORM = "form:has([name=wanted])";
    private static final String GIVEN = "given-password-1";
    private static final String OWN = "my-own-password-2";

    @Inject
    House house;

    @Inject
    TestFactors factors;

    @Inject
    Realms realms;

    @Inject
    RealmFiles files;

    @Inject
    AuditLines audit;

    private User katherine;

    @BeforeEach
    void katherineHasAPasswordThatSomebodyElseSet() {
        audit.begin();
        katherine = factors.person(realm(), "katherine").orElseThrow();
    }

    @AfterEach
    void backToThePasswordOfTheFile() {
        factors.password(realm(), katherine, "katherine-password-1");
    }

    @Test
    void whoChoosesAnotherIsInAndTheOldOneIsOver() {
        firstUse(() -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                Visit page = signIn(browser, GIVEN);
                assertThat(page.status()).isEqualTo(200);
                assertThat(page.html().select("h1").text()).isEqualTo("Choose a new password");
                assertThat(House.sessionCookie(browser)).isEmpty();
                Visit arrived = choose(browser, page, GIVEN, OWN, OWN);
                assertThat(Arrival.at(arrived).userinfo("name")).isEqualTo("Katherine Johnson");
            }
            try (PlainBrowser browser = new PlainBrowser()) {
                assertThat(signIn(browser, GIVEN).status()).isEqualTo(403);
                assertThat(Arrival.at(signIn(browser, OWN)).userinfo("name")).isEqualTo("Katherine Johnson");
            }
        });
    }

    @ParameterizedTest(name = "{0} → {1}, {2}: {3}")
    @CsvSource({
        "given-password-1, short1, short1, 400, too short",
        "given-password-1, no-digit-in-it, no-digit-in-it, 400, does not meet the requirements",
        "given-password-1, given-password-1, given-password-1, 400, had this password before",
        "given-password-1, my-own-password-2, my-own-password-3, 400, not the same both times",
        "given-password-1, '', '', 400, Fill in every field",
        "another-password-1, my-own-password-2, my-own-password-2, 403, is not right",
    })
    void whatIsAgainstTheRulesIsNamedAndChangesNothing(
            String present, String wanted, String repeated, int status, String words) {
        firstUse(() -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                Visit page = choose(browser, signIn(browser, GIVEN), present, wanted, repeated);
                assertThat(page.status()).isEqualTo(status);
                assertThat(page.html().select("[role=alert]").text()).contains(words);
                assertThat(page.html().select("#rules").text()).contains("a digit somewhere");
                assertThat(page.body()).doesNotContain("my-own-password", GIVEN);
                assertThat(House.sessionCookie(browser)).isEmpty();
                assertThat(Arrival.at(choose(browser, page, GIVEN, OWN, OWN)).userinfo("name"))
                        .isEqualTo("Katherine Johnson");
            }
        });
    }

    @Test
    void whoseOptionsForbidItAsksAnAdministrator() {
        firstUse(() -> {
            factors.option(realm(), katherine, "{\"lock_password\":true}");
            try (PlainBrowser browser = new PlainBrowser()) {
                Visit page = choose(browser, signIn(browser, GIVEN), GIVEN, OWN, OWN);
                assertThat(page.status()).isEqualTo(400);
                assertThat(page.html().text()).contains("Only an administrator");
            } finally {
                factors.option(realm(), katherine, "{\"lock_password\":null}");
            }
        });
    }

    @Test // security case 43
    void aNewPasswordDoesNotReplaceASecondFactor() {
        firstUse(() -> {
            factors.enrol(realm(), katherine);
            factors.rule(realm(), katherine, "[[\"password\",\"totp\"]]");
            try (PlainBrowser browser = new PlainBrowser()) {
                Visit page = choose(browser, signIn(browser, GIVEN), GIVEN, OWN, OWN);
                assertThat(page.address().getPath()).isEqualTo("/realms/house/login/factor");
                assertThat(House.sessionCookie(browser)).isEmpty();
            } finally {
                factors.rule(realm(), katherine, "null");
                factors.unenrol(realm(), katherine);
            }
        });
    }

    @Test // security case 43: with a second factor the account page asks for it
    void aPasswordThatHasNotEndedIsNotChangedHere() {
        factors.enrol(realm(), katherine);
        try (PlainBrowser browser = new PlainBrowser()) {
            String flow = house.enter(browser, "desk")
                    .html()
                    .select("[name=flow]")
                    .first()
                    .attr("value");
            Visit page = browser.open(
                    house.at("/login/new-password?flow=" + URLEncoder.encode(flow, StandardCharsets.UTF_8)));
            Map<String, String> fields = new LinkedHashMap<>();
            fields.put("username", "katherine");
            fields.put("password", "katherine-password-1");
            fields.put("wanted", OWN);
            fields.put("repeated", OWN);

            Visit refused = browser.carryOn(browser.submit(page, FORM, fields));

            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.html().select("[role=alert]").text()).contains("is not right");
            assertThat(audit.all())
                    .anyMatch(line -> line.path("reason").asText().equals("password-has-not-ended"));
            factors.unenrol(realm(), katherine);
            assertThat(Arrival.at(signIn(browser, "katherine-password-1")).userinfo("name"))
                    .isEqualTo("Katherine Johnson");
        } finally {
            factors.unenrol(realm(), katherine);
        }
    }

    @Test
    void whatWasGivenForTheOldPasswordIsOver() {
        factors.password(realm(), katherine, GIVEN);
        try (PlainBrowser browser = new PlainBrowser()) {
            Arrival before = Arrival.at(signIn(browser, GIVEN));
            assertThat(Arrival.at(house.enter(browser, "shelf")).asked()).isFalse();
            assertThat(house.userinfo(before).getStatusCode()).isEqualTo(200);
            factors.password(realm(), katherine, OWN);
            assertThat(house.userinfo(before).getStatusCode()).isEqualTo(401);
            assertThat(house.refresh("desk", before).getStatusCode()).isEqualTo(400);
            assertThat(Arrival.at(house.enter(browser, "shelf", "prompt", "none"))
                            .error())
                    .isEqualTo("login_required");
        }
    }

    private void firstUse(Runnable meanwhile) {
        files.with(
                "house",
                "passwords:",
                "passwords:\n  changeOnFirstUse: true\n  uniqueLast: 3\n  pattern: '.*[0-9]'\n"
                        + "  patternDescription: a digit somewhere",
                () -> {
                    factors.password(realm(), katherine, GIVEN);
                    meanwhile.run();
                });
    }

    private Realm realm() {
        return realms.find(new RealmName("house")).orElseThrow();
    }

    private Visit signIn(PlainBrowser browser, String password) {
        return browser.carryOn(browser.submit(
                house.enter(browser, "desk"),
                House.PASSWORD_FORM,
                Map.of("username", "katherine", "password", password)));
    }

    private static Visit choose(PlainBrowser browser, Visit page, String present, String wanted, String repeated) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("password", present);
        fields.put("wanted", wanted);
        fields.put("repeated", repeated);
        return browser.carryOn(browser.submit(page, FORM, fields));
    }
}
