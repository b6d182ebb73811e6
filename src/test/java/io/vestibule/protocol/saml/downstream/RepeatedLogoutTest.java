package io.vestibule.protocol.saml.downstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.journey.AuditLines;
import io.vestibule.journey.JourneyClock;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.protocol.saml.toy.LogoutAsk;
import io.vestibule.protocol.saml.toy.ToyServiceProvider;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The very same LogoutRequest again, as browsers send it: one logout for the browser that did it, a replay for everybody else. */
@QuarkusTest
@TestProfile(SamlLabProfile.class)
class RepeatedLogoutTest extends SamlTest {
    @Inject
    JourneyClock clock;

    @Inject
    AuditLines audit;

    private ToyServiceProvider second;

    @BeforeEach
    void twoServiceProvidersOfWhichOneCannotBeTold() {
        second = lab.serviceProvider(false);
        lab.declare(second);
    }

    @AfterEach
    void closeTheSecond() {
        clock.backToNow();
        second.close();
    }

    @ParameterizedTest
    @CsvSource({
        "persistent, true",
        "persistent, false",
        "transient, false",
        "email-address, true",
        "email-address, false"
    })
    void loadedAgainItShowsTheSamePartiesAndTheSameAnswer(String format, boolean index) {
        URI asked = ask(signInAtBoth(format), index).redirect("x");

        Visit first = browser.open(asked);
        assertThat(first.html().select(".parties li").text()).contains("cannot be told");
        Visit again = browser.open(asked);

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.html().select(".parties li").text())
                .isEqualTo(first.html().select(".parties li").text());
        assertThat(answerOf(again)).contains("PartialLogout");
        assertThat(answerOf(first)).contains("PartialLogout");
    }

    @Test
    void whoWasAnsweredAtOnceIsAnsweredAgain() {
        URI asked = ask(signInAtOne("persistent"), true).redirect("x");
        String first = LogoutAsk.answer(browser.open(asked).address());
        String again = LogoutAsk.answer(browser.open(asked).address());
        assertThat(again).contains("status:Success").contains(inResponseTo(first));
    }

    @Test
    void itIsShownAlsoWhenTheMessageItselfIsTooOldByThen() {
        LogoutAsk ask =
                ask(signInAtBoth("persistent"), true).until(Instant.now().plusSeconds(60));
        URI asked = ask.redirect("x");
        browser.open(asked);
        clock.move(Duration.ofMinutes(12));
        assertThat(browser.open(asked).html().select(".parties li").text()).contains("cannot be told");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void inAnotherBrowserAndAfterANewLoginItIsAReplay(boolean index) {
        URI asked = ask(signInAtBoth("email-address"), index).redirect("x");
        browser.open(asked);
        try (PlainBrowser other = new PlainBrowser()) {
            lab.signIn(other, "ada", party, "binding=redirect");
            assertRefused(other, asked);
        }
        lab.signIn(browser, "ada", party, "binding=redirect");
        assertRefused(browser, asked);
        try (PlainBrowser stranger = new PlainBrowser()) {
            assertThat(stranger.open(asked).status()).isEqualTo(400);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void askedForTwiceAtOnceItIsOneLogout(boolean index) {
        URI asked = ask(signInAtBoth("persistent"), index).redirect("x");
        CompletableFuture<HttpResponse<String>> one =
                CompletableFuture.supplyAsync(() -> browser.ask(HttpRequest.newBuilder(asked)));
        CompletableFuture<HttpResponse<String>> other =
                CompletableFuture.supplyAsync(() -> browser.ask(HttpRequest.newBuilder(asked)));
        assertThat(one.join().body()).contains("cannot be told");
        assertThat(other.join().body()).contains("cannot be told");
    }

    private void assertRefused(PlainBrowser by, URI asked) {
        audit.begin();
        assertThat(by.open(asked).status()).isEqualTo(400);
        assertThat(audit.all())
                .singleElement()
                .satisfies(line -> assertThat(line.path("reason").asText()).isEqualTo("replayed"));
        assertThat(lab.signIn(by, "nobody", party, "binding=redirect&IsPassive=true")
                        .has("nameId"))
                .as("lives")
                .isTrue();
    }

    private JsonNode signInAtBoth(String format) {
        JsonNode shown = signInAtOne(format);
        lab.signIn(browser, "ada", second, "binding=redirect");
        return shown;
    }

    private JsonNode signInAtOne(String format) {
        lab.declare(
                party,
                "singleLogoutServices: [ { url: \"" + party.at("/slo") + "\" } ]",
                "nameId: { format: " + format + " }");
        return signIn("ada", "binding=redirect");
    }

    private LogoutAsk ask(JsonNode shown, boolean index) {
        LogoutAsk ask = LogoutAsk.of(party, lab.at("/saml/slo"), shown);
        return index ? ask : ask.withoutIndex();
    }

    private String answerOf(Visit report) {
        return LogoutAsk.answer(browser.click(report, "Back to Toy").address());
    }

    private static String inResponseTo(String answer) {
        return answer.replaceAll("(?s).*(InResponseTo=\"[^\"]+\").*", "$1");
    }
}
