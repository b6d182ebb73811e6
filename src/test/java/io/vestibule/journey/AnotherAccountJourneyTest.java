package io.vestibule.journey;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.vestibule.directory.TestFactors;
import io.vestibule.directory.User;
import io.vestibule.identity.RealmName;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever finds somebody else signed in says so on any page that names them, and goes on with the same login. */
@QuarkusTest
@TestProfile(JourneyProfile.class)
class AnotherAccountJourneyTest {
    private static final String NOT_ME = "form:has([name=other])";
    private static final String STRONG = "{\"id_token\":{\"acr\":{\"essential\":true,\"values\":[\"2\"]}}}";

    @Inject
    House house;

    @Inject
    TestFactors factors;

    @Inject
    Realms realms;

    private Realm realm;

    @BeforeEach
    void people() {
        realm = realms.find(new RealmName("house")).orElseThrow();
        for (String name : new String[] {"owner-of-the-browser", "guest-of-the-browser"}) {
            if (factors.person(realm, name).isEmpty()) {
                factors.made(realm, name, name + "@house.example");
            }
        }
    }

    @Test
    void atTheQuestionForConsent() {
        try (PlainBrowser browser = new PlainBrowser()) {
            String owner = house.arrive(browser, Way.LOCAL, "owner-of-the-browser", "desk")
                    .claim("sub");
            Visit question = house.enter(browser, "notes");
            assertThat(question.html().select("main").text()).contains("Let Notes in?", "owner-of-the-browser");

            Visit asked = another(browser, question);
            Visit hers = house.password(browser, asked, "guest-of-the-browser");
            assertThat(hers.html().select("main").text())
                    .contains("Let Notes in?", "guest-of-the-browser")
                    .doesNotContain("owner-of-the-browser");
            Arrival arrival = Arrival.at(browser.submit(hers, "form.answers", Map.of("consent", "allow")));
            assertThat(arrival.claim("sub")).isNotEqualTo(owner);
        }
        try (PlainBrowser later = new PlainBrowser()) {
            Visit still = house.signIn(later, Way.LOCAL, "owner-of-the-browser", house.enter(later, "notes"));
            assertThat(still.html().text()).as("nothing was agreed to for them").contains("Let Notes in?");
        }
    }

    @Test
    void isNotOfferedWhereOneCertainPersonIsExpected() {
        try (PlainBrowser browser = new PlainBrowser()) {
            String owner = house.arrive(browser, Way.LOCAL, "owner-of-the-browser", "desk")
                    .claim("sub");
            Visit question =
                    house.enter(browser, "notes", "claims", "{\"id_token\":{\"sub\":{\"value\":\"" + owner + "\"}}}");
            assertThat(question.html().select("main").text()).contains("Let Notes in?", "owner-of-the-browser");
            assertThat(question.html().select(NOT_ME)).isEmpty();
        }
    }

    @Test
    void atTheQuestionWhereToAct() {
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit question =
                    house.signIn(browser, Way.LOCAL, "ada", house.enter(browser, "crane", "scope", "openid roles"));
            assertThat(question.address().getPath()).isEqualTo("/realms/house/login/scope");
            Visit asked = another(browser, question);
            Arrival arrival = Arrival.at(house.password(browser, asked, "guest-of-the-browser"));
            assertThat(arrival.claim("sub")).isEqualTo(guest().id().toString());
        }
    }

    @Test
    void beforeADeviceIsLetIn() {
        Response begun = given().formParam("client_id", "tv")
                .formParam("scope", "openid")
                .post(house.at("/device_authorization"));
        try (PlainBrowser browser = new PlainBrowser()) {
            house.arrive(browser, Way.LOCAL, "owner-of-the-browser", "desk");
            Visit form = browser.open(house.at("/device"));
            Visit question = browser.submit(form, "main form", Map.of("user_code", begun.path("user_code")));
            Visit asked = another(browser, question);
            Visit hers = house.password(browser, asked, "guest-of-the-browser");
            assertThat(hers.html().select("main").text())
                    .contains("guest-of-the-browser", begun.<String>path("user_code"));
        }
    }

    /** Nobody is signed in yet, so there is nobody to choose; the password that was right is forgotten. */
    @Test
    void atTheSecondFactor() {
        User owner = factors.person(realm, "owner-of-the-browser").orElseThrow();
        factors.enrol(realm, owner);
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit step = house.signIn(
                    browser, Way.LOCAL, "owner-of-the-browser", house.enter(browser, "desk", "claims", STRONG));
            assertThat(step.address().getPath()).isEqualTo("/realms/house/login/factor");
            Visit asked = browser.submit(step, NOT_ME, Map.of("other", "yes"));
            assertThat(asked.html().select(House.PASSWORD_FORM)).hasSize(1);

            Visit back = browser.submit(step, "form:has([name=passcode])", Map.of("passcode", factors.passcode()));
            assertThat(back.html().select(House.PASSWORD_FORM))
                    .as("who was given up is not let in")
                    .hasSize(1);
        } finally {
            factors.unenrol(realm, owner);
        }
    }

    /** Says so, and does not take what the chooser offers. */
    private static Visit another(PlainBrowser browser, Visit question) {
        Visit accounts = browser.submit(question, NOT_ME, Map.of("other", "yes"));
        assertThat(accounts.title()).startsWith("Choose an account");
        Visit asked = browser.submit(accounts, Map.of("account", "other"));
        assertThat(asked.html().select("#username").attr("value")).isEmpty();
        return asked;
    }

    private User guest() {
        return factors.person(realm, "guest-of-the-browser").orElseThrow();
    }
}
