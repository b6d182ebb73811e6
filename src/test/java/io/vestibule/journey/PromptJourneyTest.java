package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a relying party may demand of a login, what a person may say to it, and how it ends. */
@QuarkusTest
@TestProfile(JourneyProfile.class)
class PromptJourneyTest {
    @Inject
    JourneyClock clock;

    @Inject
    House house;

    @AfterEach
    void backToNow() {
        clock.backToNow();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void promptLoginAsksAgainAndKeepsTheSession(Way way) {
        try (PlainBrowser browser = new PlainBrowser()) {
            Arrival before = house.arrive(browser, way, way.person, "desk");
            clock.move(Duration.ofSeconds(2)); // auth_time counts seconds

            Visit picker = house.enter(browser, "desk", "prompt", "login");
            assertThat(picker.address().getPath()).isEqualTo("/realms/house/login");
            Arrival after = Arrival.at(house.signIn(browser, way, picker));

            assertThat(after.claim("sub")).isEqualTo(before.claim("sub"));
            assertThat(after.claim("sid")).isEqualTo(before.claim("sid"));
            assertThat(Long.parseLong(after.claim("auth_time")))
                    .isGreaterThan(Long.parseLong(before.claim("auth_time")));
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void anAgeTheSessionExceedsAsksAgain(Way way) {
        try (PlainBrowser browser = new PlainBrowser()) {
            house.arrive(browser, way, way.person, "desk");
            clock.move(Duration.ofSeconds(2));
            assertThat(Arrival.at(house.enter(browser, "desk", "max_age", "600"))
                            .claim("sub"))
                    .isNotEmpty();

            Visit picker = house.enter(browser, "desk", "max_age", "1");
            assertThat(picker.address().getPath()).isEqualTo("/realms/house/login");
            assertThat(Arrival.at(house.signIn(browser, way, picker)).claim("sub"))
                    .isNotEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void promptNoneAnswersOverASessionAndRefusesWithoutOne(Way way) {
        try (PlainBrowser browser = new PlainBrowser()) {
            Arrival refused = Arrival.at(house.enter(browser, "desk", "prompt", "none"));
            assertThat(refused.error()).isEqualTo("login_required");
            assertThat(refused.asked()).isFalse();

            house.arrive(browser, way, way.person, "desk");
            Arrival silent = Arrival.at(house.enter(browser, "shelf", "prompt", "none"));
            assertThat(silent.claim("sub")).isNotEmpty();
            assertThat(silent.asked()).isFalse();

            assertThat(Arrival.at(house.enter(browser, "vault", "prompt", "none"))
                            .error())
                    .isEqualTo("consent_required");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Way.class,
            names = {"OIDC", "SAML"})
    void promptNoneIsPassedOnToTheUpstreamItIsFor(Way way) {
        house.awaken();
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit nobody = house.enter(browser, "desk", "prompt", "none", "idp_hint", way.connector);
            assertThat(Arrival.at(nobody).error()).isEqualTo("login_required");
            assertThat(House.isSilent(nobody)).isTrue();

            String sub = house.arrive(browser, way, way.person, "desk").claim("sub");
            house.forget(browser);
            Visit silent = house.enter(browser, "desk", "prompt", "none", "idp_hint", way.connector);
            assertThat(Arrival.at(silent).claim("sub")).isEqualTo(sub);
            assertThat(House.isSilent(silent)).isTrue();
        }
    }

    @Test
    void aBrowserThatKeepsNoCookiesIsRefusedSilentlyToo() {
        try (PlainBrowser browser = new PlainBrowser()) {
            URI away = browser.open(house.door("desk", "prompt", "none", "idp_hint", "guild")).trail().stream()
                    .filter(step -> step.getPath().endsWith("/login/with/guild"))
                    .findFirst()
                    .orElseThrow();
            house.forget(browser);
            assertThat(browser.open(away).trail()).last().asString().contains("error=login_required");
        }
    }

    @Test
    void twoPeopleInOneBrowserAreChosenBetween() {
        try (PlainBrowser browser = new PlainBrowser()) {
            String ada = house.arrive(browser, Way.LOCAL, "ada", "desk").claim("sub");

            Visit accounts = house.enter(browser, "desk", "prompt", "select_account");
            assertThat(accounts.html().text()).contains("Choose an account", "Ada Lovelace");
            Visit picker = browser.submit(accounts, Map.of("account", "other"));
            String emmy = Arrival.at(house.signIn(browser, Way.OIDC, picker)).claim("sub");
            assertThat(emmy).isNotEqualTo(ada);
            assertThat(Arrival.at(house.enter(browser, "shelf")).claim("sub"))
                    .as("who signed in last is who goes on without asking")
                    .isEqualTo(emmy);

            Visit both = house.enter(browser, "desk", "prompt", "select_account");
            assertThat(both.html().text()).contains("Ada Lovelace", "Emmy Noether");
            Arrival chosen = Arrival.at(browser.submit(both, Map.of("account", account(both, "Ada Lovelace"))));
            assertThat(chosen.claim("sub")).isEqualTo(ada);
            assertThat(Arrival.at(house.enter(browser, "shelf")).claim("sub"))
                    .as("the choice holds")
                    .isEqualTo(ada);
        }
    }

    @Test
    void aHintOfOnePersonIsNeverAnsweredWithAnother() {
        try (PlainBrowser browser = new PlainBrowser()) {
            Arrival ada = house.arrive(browser, Way.LOCAL, "ada", "desk");
            Visit accounts = house.enter(browser, "desk", "prompt", "select_account");
            Visit picker = browser.submit(accounts, Map.of("account", "other"));
            Arrival.at(house.signIn(browser, Way.LOCAL, "grace", picker)).claim("sub");

            Arrival hinted =
                    Arrival.at(house.enter(browser, "desk", "prompt", "none", "id_token_hint", ada.text("id_token")));
            assertThat(hinted.claim("sub")).isEqualTo(ada.claim("sub"));
        }
    }

    @Test
    void consentIsAskedOnceAndRemembered() {
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit consent = house.signIn(browser, Way.LOCAL, "alan", house.enter(browser, "notes"));
            assertThat(consent.html().text()).contains("Let Notes in?", "Alan Turing");
            Arrival allowed = Arrival.at(browser.submit(consent, "form.answers", Map.of("consent", "allow")));
            assertThat(allowed.userinfo("name")).isEqualTo("Alan Turing");

            assertThat(Arrival.at(house.enter(browser, "notes")).claim("sub")).isEqualTo(allowed.claim("sub"));
            Visit asked = house.enter(browser, "notes", "prompt", "consent");
            assertThat(asked.html().text()).contains("Let Notes in?");
            Visit more = house.enter(browser, "notes", "scope", "openid profile email groups phone");
            assertThat(more.html().select(".scopes:not(.agreed) li")).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void whoDoesNotConsentIsBackAtTheRelyingPartyAndIsAskedAgain(Way way) {
        String person = way == Way.LOCAL ? "katherine" : "sofia";
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit consent = house.signIn(browser, way, person, house.enter(browser, "notes"));
            Arrival denied = Arrival.at(browser.submit(consent, "form.answers", Map.of("consent", "deny")));
            assertThat(denied.error()).isEqualTo("access_denied");

            Visit again = house.enter(browser, "notes");
            assertThat(again.html().text()).contains("Let Notes in?");
        }
    }

    @Test
    void whereConsentIsAskedAlwaysItIsAskedAlways() {
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit consent = house.signIn(browser, Way.LOCAL, "grace", house.enter(browser, "vault"));
            Arrival.at(browser.submit(consent, "form.answers", Map.of("consent", "allow")))
                    .claim("sub");
            assertThat(house.enter(browser, "vault").html().text()).contains("Let Vault in?");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aConsentPressedTwiceIsNoDeadEnd(boolean first) {
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit consent = house.signIn(browser, Way.LOCAL, "grace", house.enter(browser, "vault"));
            browser.submit(consent, "form.answers", Map.of("consent", first ? "allow" : "deny"));
            Visit second = browser.submit(consent, "form.answers", Map.of("consent", "allow"));
            assertThat(second.html().text())
                    .as("asked afresh, for what was shown is used up")
                    .contains("Let Vault in?");
        }
    }

    private static String account(Visit accounts, String name) {
        return accounts.html().select("button[name=account]").stream()
                .filter(button -> button.text().contains(name))
                .findFirst()
                .orElseThrow()
                .attr("value");
    }
}
