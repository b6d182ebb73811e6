package io.vestibule.protocol.oidc.downstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.vestibule.journey.JourneyClock;
import io.vestibule.peer.PlainBrowser;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** OIDC Core §3.1.2.1: when a person is troubled, when not, and by which way the answer comes. */
@QuarkusTest
@TestProfile(LabProfile.class)
class PromptTest {
    @Inject
    Lab lab;

    @Inject
    JourneyClock clock;

    @AfterEach
    void now() {
        clock.backToNow();
    }

    @ParameterizedTest
    @CsvSource({"prompt, login", "max_age, 0"})
    void anOldLoginIsNotEnoughWhenAFreshOneIsWanted(String name, String value) {
        try (PlainBrowser browser = new PlainBrowser()) {
            long before = authTime(lab.signIn(browser, "ada", lab.request("web")));
            clock.move(Duration.ofSeconds(2)); // auth_time counts seconds
            PlainBrowser.Visit asked = browser.open(lab.authorize(lab.request("web", name, value)));
            assertThat(asked.body()).contains("name=\"password\"").contains("Sign in");
            long after = authTime(lab.signedIn(browser, "ada", asked));
            assertThat(after).isGreaterThan(before);
        }
    }

    @Test
    void aRecentLoginIsEnoughForMaxAge() {
        try (PlainBrowser browser = new PlainBrowser()) {
            lab.signIn(browser, "ada", lab.request("web"));
            assertThat(Lab.code(browser.open(lab.authorize(lab.request("web", "max_age", "10000")))))
                    .isNotBlank();
        }
    }

    @Test
    void aPassiveRequestNeverShowsAPage() {
        try (PlainBrowser browser = new PlainBrowser()) {
            for (Map<String, String> request : List.of(
                    lab.request("web", "prompt", "none"), lab.request("web", "prompt", "none", "max_age", "0"))) {
                PlainBrowser.Visit visit = browser.open(lab.authorize(request));
                assertThat(Lab.query(visit.address())).containsEntry("error", "login_required");
            }
            lab.signIn(browser, "ada", lab.request("web"));
            PlainBrowser.Visit visit = browser.open(lab.authorize(lab.request("asks", "prompt", "none")));
            assertThat(Lab.query(visit.address())).containsEntry("error", "consent_required");
        }
    }

    @Test
    void onlyThePersonOfTheHintWillDo() {
        String adas = lab.tokens("ada", "openid").path("id_token");
        try (PlainBrowser browser = new PlainBrowser()) {
            lab.signIn(browser, "bob", lab.request("web"));
            PlainBrowser.Visit passive =
                    browser.open(lab.authorize(lab.request("web", "prompt", "none", "id_token_hint", adas)));
            assertThat(Lab.query(passive.address())).containsEntry("error", "login_required");
            PlainBrowser.Visit asked = browser.open(lab.authorize(lab.request("web", "id_token_hint", adas)));
            assertThat(asked.body()).contains("name=\"password\"");
        }
        try (PlainBrowser browser = new PlainBrowser()) {
            lab.signIn(browser, "ada", lab.request("web"));
            PlainBrowser.Visit passive =
                    browser.open(lab.authorize(lab.request("web", "prompt", "none", "id_token_hint", adas)));
            assertThat(Lab.code(passive)).isNotBlank();
        }
    }

    @Test
    void whoChangesTheirMindIsTakenBackToTheClient() {
        try (PlainBrowser browser = new PlainBrowser()) {
            PlainBrowser.Visit asked = browser.open(lab.authorize(lab.request("web")));
            PlainBrowser.Visit back = browser.submit(asked, "form:has([name=cancel])", Map.of("cancel", "yes"));
            assertThat(Lab.query(back.address()))
                    .containsEntry("error", "access_denied")
                    .containsEntry("state", "some state=")
                    .containsEntry("iss", lab.issuer());
        }
    }

    @Test
    void consentIsAskedForOnceAndForWhatIsNew() {
        try (PlainBrowser browser = new PlainBrowser()) {
            PlainBrowser.Visit asked = lab.signIn(browser, "bob", lab.request("asks", "scope", "openid email"));
            assertThat(asked.body()).contains("name=\"consent\"");
            Lab.code(browser.submit(asked, "form:has([name=consent])", Map.of("consent", "allow")));
            Lab.code(browser.open(lab.authorize(lab.request("asks", "scope", "openid email", "prompt", "none"))));
            PlainBrowser.Visit more = browser.open(lab.authorize(lab.request("asks", "scope", "openid profile")));
            assertThat(more.body()).contains("name=\"consent\"");
            PlainBrowser.Visit no = browser.submit(more, "form:has([name=consent])", Map.of("consent", "deny"));
            assertThat(Lab.query(no.address())).containsEntry("error", "access_denied");
            PlainBrowser.Visit again =
                    browser.open(lab.authorize(lab.request("asks", "scope", "openid", "prompt", "consent")));
            assertThat(again.body()).contains("name=\"consent\"");
        }
    }

    @Test
    void theAnswerComesInAFragmentWhenAskedFor() {
        try (PlainBrowser browser = new PlainBrowser()) {
            PlainBrowser.Visit back = lab.signIn(browser, "ada", lab.request("web", "response_mode", "fragment"));
            assertThat(back.address().getRawQuery()).isNull();
            assertThat(Lab.decoded(back.address().getRawFragment()))
                    .containsKeys("code", "state")
                    .containsEntry("iss", lab.issuer());
        }
    }

    @Test
    void theAnswerComesInAFormWhenAskedFor() {
        try (PlainBrowser browser = new PlainBrowser()) {
            PlainBrowser.Visit form = lab.signIn(browser, "ada", lab.request("web", "response_mode", "form_post"));
            assertThat(form.html().select("form").attr("action")).isEqualTo(lab.callback());
            PlainBrowser.Visit posted = browser.submit(form, Map.of());
            assertThat(posted.body()).contains("code=", "state=some state=", "iss=" + lab.issuer());
            PlainBrowser.Visit error = browser.open(
                    lab.authorize(lab.request("web", "response_mode", "form_post", "prompt", "none login")));
            assertThat(browser.submit(error, Map.of()).body()).contains("error=invalid_request");
        }
    }

    private long authTime(PlainBrowser.Visit arrived) {
        Response tokens = lab.redeem(Lab.as("web", "web-secret-of-today"), Lab.code(arrived));
        JWTClaimsSet claims = Lab.claims(tokens.path("id_token"));
        return ((Number) claims.getClaim("auth_time")).longValue();
    }
}
