package io.vestibule.protocol.saml.downstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.journey.JourneyClock;
import io.vestibule.logout.LogoutPropagation;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.protocol.saml.toy.LogoutAsk;
import io.vestibule.protocol.saml.toy.SamlNames;
import io.vestibule.protocol.saml.toy.ToyServiceProvider;
import io.vestibule.protocol.saml.toy.ToySignOut;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SAML Profiles §4.4: whoever ends the session, every service provider is told, and who asked hears the truth. */
@QuarkusTest
@TestProfile(SamlLabProfile.class)
class PartnerLogoutTest extends SamlTest {
    private static final String FRONT = "{ url: \"%s\" }";
    private static final String SOAP = "{ url: \"%s\", binding: soap }";
    private static final String POST = "{ url: \"%s\", binding: post }";

    @Inject
    JourneyClock clock;

    @Inject
    LogoutPropagation logout;

    private ToyServiceProvider second;
    private ToyServiceProvider third;

    @BeforeEach
    void openOthers() {
        second = lab.serviceProvider(false);
        third = lab.serviceProvider(false);
    }

    @AfterEach
    void closeOthers() {
        second.close();
        third.close();
    }

    @Test
    void thePersonSignsOutAndEveryServiceProviderIsTold() {
        declare(party, FRONT, "/slo");
        declare(second, SOAP, "/slo/soap");
        declare(third, POST, "/slo");
        JsonNode atFirst = signIn("ada", "binding=redirect");
        JsonNode atSecond = lab.signIn(browser, "ada", second, "binding=redirect&nameid=" + SamlNames.TRANSIENT);
        JsonNode atThird = lab.signIn(browser, "ada", third, "binding=redirect");

        Visit page = signOutInPortal();

        assertThat(page.html().select(".parties li").eachText())
                .containsExactly("Toy signed out", "Toy signed out", "Toy signed out");
        assertToldOnce(party, atFirst);
        assertToldOnce(second, atSecond);
        assertToldOnce(third, atThird);
        assertThat(status(signIn("nobody", "binding=redirect&IsPassive=true"))).contains("NoPassive");
    }

    @Test
    void whoAskedIsAnsweredWithSuccessWhenAllOthersAreOut() {
        declare(party, FRONT, "/slo");
        declare(second, SOAP, "/slo/soap");
        declare(third, FRONT, "/slo");
        JsonNode shown = signIn("ada", "binding=redirect");
        lab.signIn(browser, "ada", second, "binding=redirect");
        lab.signIn(browser, "ada", third, "binding=redirect");

        assertThat(answerTo(shown)).contains("status:Success").doesNotContain("PartialLogout");
        assertThat(party.signOut().told()).isEmpty();
        assertThat(second.signOut().told()).hasSize(1);
        assertThat(third.signOut().told()).hasSize(1);
    }

    @Test
    void oneThatRefusesMakesItPartialAndStopsNobody() {
        declare(party, FRONT, "/slo");
        declare(second, FRONT, "/slo");
        declare(third, FRONT, "/slo");
        JsonNode shown = signIn("ada", "binding=redirect");
        lab.signIn(browser, "ada", second, "binding=redirect");
        lab.signIn(browser, "ada", third, "binding=redirect");
        second.signOut().mood = ToySignOut.Mood.REFUSING;

        assertThat(answerTo(shown)).contains("PartialLogout");
        assertThat(third.signOut().told()).hasSize(1);
    }

    @Test
    void oneThatSaysNoBySoapDidAnswer() {
        declare(party, FRONT, "/slo");
        declare(second, SOAP, "/slo/soap");
        JsonNode shown = signIn("ada", "binding=redirect");
        lab.signIn(browser, "ada", second, "binding=redirect");
        second.signOut().mood = ToySignOut.Mood.REFUSING;

        Visit report = ask(shown);
        assertThat(report.html().select(".parties li").text())
                .isEqualTo("Toy refused to sign you out: sign out there too");
        assertThat(answer(browser.click(report, "Back to Toy"))).contains("PartialLogout");
    }

    /** Its session ran out, or it was told before and its answer got lost: nobody is signed in there. */
    @ParameterizedTest
    @CsvSource({"soap, /slo/soap", "redirect, /slo"})
    void oneThatKnowsNobodyByThatNameHasSignedThePersonOut(String binding, String path) {
        declare(party, FRONT, "/slo");
        declare(second, "{ url: \"%s\", binding: " + binding + " }", path);
        JsonNode shown = signIn("ada", "binding=redirect");
        lab.signIn(browser, "ada", second, "binding=redirect");
        second.signOut().mood = ToySignOut.Mood.UNKNOWING;

        assertThat(answerTo(shown)).contains("status:Success").doesNotContain("PartialLogout");
        assertThat(second.signOut().told()).hasSize(1);
    }

    /** It ends the session at once, and has no word for us in time: whoever tells it again hears that it knows nobody by then. */
    @Test
    void oneThatAnswersTooLateIsOutWhenItIsAskedAgain() {
        declare(party, FRONT, "/slo");
        declare(second, SOAP, "/slo/soap");
        JsonNode shown = signIn("ada", "binding=redirect");
        lab.signIn(browser, "ada", second, "binding=redirect");
        second.signOut().mood = ToySignOut.Mood.SILENT;
        Visit report = ask(shown);
        assertThat(report.html().select(".parties li").text()).contains("did not answer");

        second.signOut().become(ToySignOut.Mood.UNKNOWING);
        try {
            clock.move(Duration.ofMinutes(2));
            logout.tellOwed();
        } finally {
            clock.backToNow();
        }
        URI now = URI.create(report.html().select("[data-on]").attr("data-on"));
        assertThat(answer(browser.open(now))).contains("status:Success").doesNotContain("PartialLogout");
    }

    /** A form that is posted from our site may leave behind the cookie by which it would know the person. */
    @Test
    void oneThatIsPostedToMaySayThatOfSomebodyWhoIsSignedIn() {
        declare(party, FRONT, "/slo");
        declare(second, POST, "/slo");
        JsonNode shown = signIn("ada", "binding=redirect");
        lab.signIn(browser, "ada", second, "binding=redirect");
        second.signOut().mood = ToySignOut.Mood.UNKNOWING;

        assertThat(answerTo(shown)).contains("PartialLogout");
    }

    @Test
    void oneThatDoesNotAnswerInItsFrameHoldsNobodyAndCanBeToldByAClick() {
        declare(party, FRONT, "/slo");
        declare(second, FRONT, "/slo");
        declare(third, POST, "/slo");
        JsonNode atFirst = signIn("ada", "binding=redirect");
        lab.signIn(browser, "ada", second, "binding=redirect");
        lab.signIn(browser, "ada", third, "binding=redirect");

        Visit asked = browser.open(lab.at("/logout"));
        Visit page = browser.submit(asked, "form:has([name=logout])", Map.of("logout", "yes"));
        assertThat(page.html().select(".parties li").text()).contains("being asked");
        List<Visit> frames = page.html().select("iframe[data-asked]").stream()
                .map(frame -> browser.open(URI.create(frame.attr("src"))))
                .toList();
        assertThat(frames).hasSize(3);
        frames.stream()
                .filter(frame -> !frame.body().contains(party.base().toString()))
                .forEach(browser::carryOn); // the first one's page hangs
        assertThat(second.signOut().told()).hasSize(1);
        assertThat(third.signOut().told()).hasSize(1);

        Visit report = browser.open(URI.create(page.html().select("[data-on]").attr("data-on")));
        assertThat(report.html().select(".parties li").text()).contains("did not confirm");
        assertThat(report.html().select(".parties li")).hasSize(3);
        assertThat(report.html().select(".parties li a")).hasSize(1);
        assertThat(report.html().select(".parties li a").attr("target")).isEqualTo("_blank");
        assertThat(party.signOut().told()).isEmpty();

        Visit told = browser.click(report, "Sign out at Toy");
        assertThat(told.html().select("[data-told]").text()).isEqualTo("Toy signed out");
        assertToldOnce(party, atFirst);
        Visit later = browser.open(URI.create(report.html().select("[data-on]").attr("data-on")));
        assertThat(later.html().select(".parties li").text())
                .as("the first page learns of it")
                .doesNotContain("did not confirm");
        assertThat(second.signOut().told()).as("not again").hasSize(1);
    }

    @Test
    void theBrowserItselfIsSentToNoServiceProvider() {
        declare(party, FRONT, "/slo");
        signIn("ada", "binding=redirect");
        Visit asked = browser.open(lab.at("/logout"));
        Visit page = browser.submit(asked, "form:has([name=logout])", Map.of("logout", "yes"));
        assertThat(page.address().toString()).startsWith(lab.at("/logout").toString());
        assertThat(page.html().select("iframe[data-asked]")).hasSize(1);
        assertThat(party.signOut().told()).isEmpty();
        assertThat(status(signIn("nobody", "binding=redirect&IsPassive=true")))
                .as("what is here is over before")
                .contains("NoPassive");
    }

    @Test
    void anAnswerThatSomebodyElseSignedConfirmsNothing() {
        declare(party, FRONT, "/slo");
        declare(second, FRONT, "/slo");
        JsonNode shown = signIn("ada", "binding=redirect");
        lab.signIn(browser, "ada", second, "binding=redirect");
        second.signOut().mood = ToySignOut.Mood.FORGED;

        assertThat(answerTo(shown)).contains("PartialLogout");
    }

    @Test
    void oneWithoutAServiceMakesItPartial() {
        declare(party, FRONT, "/slo");
        lab.declare(second);
        JsonNode shown = signIn("ada", "binding=redirect");
        lab.signIn(browser, "ada", second, "binding=redirect");

        Visit page = ask(shown);
        assertThat(page.html().select(".parties li").text()).contains("cannot be told");
        assertThat(page.html().select("meta[http-equiv=refresh], [data-on]")).isEmpty();
        assertThat(answer(browser.click(page, "Back to Toy"))).contains("PartialLogout");
    }

    @Test
    void aTransientNameIsTheSameThroughoutASession() {
        declare(party, SOAP, "/slo/soap");
        JsonNode first = signIn("ada", "binding=redirect&nameid=" + SamlNames.TRANSIENT);
        JsonNode again = signIn("ada", "binding=redirect&nameid=" + SamlNames.TRANSIENT);
        assertThat(again.path("nameId").path("value"))
                .isEqualTo(first.path("nameId").path("value"));
        signOutInPortal();
        assertToldOnce(party, again);
        JsonNode next = signIn("ada", "binding=redirect&nameid=" + SamlNames.TRANSIENT);
        assertThat(next.path("nameId").path("value"))
                .isNotEqualTo(first.path("nameId").path("value"));
    }

    private void declare(ToyServiceProvider known, String service, String path) {
        lab.declare(known, "singleLogoutServices: [ " + service.formatted(known.at(path)) + " ]");
    }

    private Visit signOutInPortal() {
        Visit asked = browser.open(lab.at("/logout"));
        return lab.through(browser, "ada", browser.submit(asked, "form:has([name=logout])", Map.of("logout", "yes")));
    }

    private Visit ask(JsonNode shown) {
        URI request = LogoutAsk.of(party, lab.at("/saml/slo"), shown).redirect("x");
        return lab.through(browser, "ada", browser.open(request));
    }

    private String answerTo(JsonNode shown) {
        Visit answered = ask(shown);
        String next = answered.html().select(".ways a.primary").attr("href"); // a page that says who did not confirm
        return answer(next.isEmpty() ? answered : browser.open(URI.create(next)));
    }

    private static String answer(Visit answered) {
        assertThat(answered.address().getPath()).isEqualTo("/slo");
        return LogoutAsk.answer(answered.address());
    }

    private static void assertToldOnce(ToyServiceProvider party, JsonNode signedIn) {
        assertThat(party.signOut().told()).hasSize(1);
        ToySignOut.Told told = party.signOut().told().getFirst();
        assertThat(told.nameId())
                .isEqualTo(signedIn.path("nameId").path("value").asText());
        assertThat(told.format())
                .isEqualTo(signedIn.path("nameId").path("Format").asText());
        assertThat(told.sessionIndex()).isEqualTo(signedIn.path("SessionIndex").asText());
    }
}
