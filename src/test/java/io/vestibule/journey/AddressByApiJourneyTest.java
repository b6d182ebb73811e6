package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.directory.TestFactors;
import io.vestibule.directory.User;
import io.vestibule.identity.RealmName;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A program asks for the letter; a person answers it. */
@QuarkusTest
@TestProfile(JourneyProfile.class)
class AddressByApiJourneyTest {
    private static Letters letters;

    @Inject
    House house;

    @Inject
    TestFactors factors;

    @Inject
    Realms realms;

    @Inject
    RealmFiles files;

    @Inject
    JourneyClock clock;

    @Inject
    AuditLines audit;

    @Inject
    ObjectMapper json;

    @BeforeAll
    static void open() {
        letters = new Letters();
    }

    @AfterAll
    static void shut() {
        letters.close();
    }

    @BeforeEach
    void begin() {
        audit.begin();
    }

    @Test
    void aLetterIsAskedForAndWhoAnswersItHasTheAddress() {
        made("gerty");
        withMail(() -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                house.arrive(browser, Way.LOCAL, "gerty", "desk");
                HttpResponse<String> asked = post(browser, formKey(browser), "cori@stars.example");
                assertThat(asked.statusCode()).isEqualTo(202);
                assertThat(profile(browser).path("email").asText()).isEqualTo("gerty@house.example");

                browser.carryOn(browser.submit(
                        browser.open(letters.linked("cori@stars.example", 1).link()),
                        "form:has([name=token])",
                        Map.of()));
                assertThat(profile(browser).path("email").asText()).isEqualTo("cori@stars.example");
                assertThat(profile(browser).path("emailVerified").asBoolean()).isTrue();
            }
        });
    }

    @Test // cross-site forgery
    void noOtherSiteAsksForIt() {
        made("rita");
        withMail(() -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                house.arrive(browser, Way.LOCAL, "rita", "desk");
                refuses(post(browser, "made-up", "evil@evil.example"), 403, "form-key-wrong");
            }
        });
    }

    @Test
    void whatIsNoAddressOrComesFromTheFileIsRefused() {
        made("barbara");
        withMail(() -> {
            try (PlainBrowser browser = new PlainBrowser();
                    PlainBrowser declared = new PlainBrowser()) {
                house.arrive(browser, Way.LOCAL, "barbara", "desk");
                String formKey = formKey(browser);
                for (String none :
                        new String[] {"", "nobody", "a@b.example, c@d.example", "a@b.example\\r\\nBcc: c@d"}) {
                    refuses(post(browser, formKey, none), 400, "not-an-address");
                }
                house.arrive(declared, Way.LOCAL, "hertha", "desk");
                refuses(post(declared, formKey(declared), "other@house.example"), 403, "not-theirs");
            }
        });
        assertThat(audit.all())
                .anyMatch(line -> line.path("step").asText().equals("account-email")
                        && line.path("reason").asText().equals("not-theirs"));
    }

    @Test
    void itAsksForALoginAShortTimeAgoAndTheSecondFactor() {
        User maria = made("maria-g");
        withMail(() -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                house.arrive(browser, Way.LOCAL, "maria-g", "desk");
                String formKey = formKey(browser);
                factors.enrol(realm(), maria);
                refuses(post(browser, formKey, "evil@evil.example"), 403, "factor-required");
                clock.move(Duration.ofMinutes(11));
                refuses(post(browser, formKey, "evil@evil.example"), 403, "login-required");
                assertThat(letters.to("evil@evil.example")).isEmpty();
            } finally {
                clock.backToNow();
            }
        });
    }

    @Test
    void anAccountAsksForFiveAnHour() {
        made("hypatia-a");
        withMail(() -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                house.arrive(browser, Way.LOCAL, "hypatia-a", "desk");
                String formKey = formKey(browser);
                for (int i = 0; i < 5; i++) {
                    assertThat(post(browser, formKey, "victim-" + i + "@stars.example")
                                    .statusCode())
                            .isEqualTo(202);
                }
                refuses(post(browser, formKey, "victim@stars.example"), 429, "throttled");
            }
        });
    }

    private void refuses(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(read(answer).path("error").asText()).isEqualTo(code);
    }

    private HttpResponse<String> post(PlainBrowser browser, String formKey, String address) {
        return browser.ask(HttpRequest.newBuilder(house.at("/account/api/email"))
                .header("X-CSRF-Token", formKey)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"address\":\"" + address + "\"}")));
    }

    private String formKey(PlainBrowser browser) {
        return profile(browser).path("formKey").asText();
    }

    private JsonNode profile(PlainBrowser browser) {
        return read(browser.ask(HttpRequest.newBuilder(house.at("/account/api"))));
    }

    private JsonNode read(HttpResponse<String> answer) {
        try {
            return json.readTree(answer.body());
        } catch (IOException broken) {
            throw new AssertionError(answer.body(), broken);
        }
    }

    private User made(String name) {
        return factors.made(realm(), name, name + "@house.example");
    }

    private void withMail(Runnable meanwhile) {
        files.with("house", "passwords:", letters.block() + "passwords:", meanwhile);
    }

    private Realm realm() {
        return realms.find(new RealmName("house")).orElseThrow();
    }
}
