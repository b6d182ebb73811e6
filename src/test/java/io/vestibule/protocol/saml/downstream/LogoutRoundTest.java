package io.vestibule.protocol.saml.downstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.identity.Sha256;
import io.vestibule.journey.AuditLines;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.protocol.saml.toy.RedirectQuery;
import io.vestibule.protocol.saml.toy.SamlNames;
import io.vestibule.protocol.saml.toy.ToyServiceProvider;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What follows the end of a session belongs to the browser in which it ended. */
@QuarkusTest
@TestProfile(SamlLabProfile.class)
class LogoutRoundTest extends SamlTest {
    @Inject
    AuditLines audit;

    private URI tell;
    private URI on;

    @BeforeEach
    void signOut() {
        lab.declare(party, "singleLogoutServices: [ { url: \"" + party.at("/slo") + "\" } ]");
        signIn("ada", "binding=redirect");
        Visit asked = browser.open(lab.at("/logout"));
        Visit page = browser.submit(asked, "form:has([name=logout])", Map.of("logout", "yes"));
        tell = URI.create(page.html().select("iframe[data-asked]").attr("src"));
        on = URI.create(page.html().select("[data-on]").attr("data-on"));
    }

    @Test
    void anotherBrowserTellsNobody() {
        refused(tell);
        assertThat(party.signOut().told()).isEmpty();
        browser.carryOn(browser.open(tell));
        assertThat(party.signOut().told()).hasSize(1);
    }

    @Test
    void anotherBrowserDoesNotGoOnWithARound() {
        browser.carryOn(browser.open(tell));
        refused(on);
        assertThat(browser.open(on).html().select(".parties li").text()).isEqualTo("Toy signed out");
    }

    @Test
    void anotherBrowserBringsNoAnswer() {
        URI answer = answerOnItsWay();
        refused(answer);
        assertThat(browser.open(on).html().select(".parties li").text()).contains("did not confirm");
        assertThat(browser.open(answer).html().select("[data-told]").text()).isEqualTo("Toy signed out");
        assertThat(browser.open(on).html().select(".parties li").text()).isEqualTo("Toy signed out");
    }

    @Test
    void anAnswerThatComesWithoutOurCookiesGoesThroughAPageOfOursAndIsOfTheBrowserThatBringsItThere() {
        URI answer = answerOnItsWay();
        URI again;
        try (PlainBrowser bare = new PlainBrowser()) { // as from a form of another site
            Visit through = bare.open(answer);
            assertThat(through.status()).isEqualTo(200);
            again = URI.create(through.html().select("[data-on]").attr("data-on"));
            assertThat(again.toString())
                    .startsWith(lab.at("/logout/returned?back=").toString());
            assertThat(bare.open(again).status()).as("still without").isEqualTo(400);
        }
        refused(again);
        assertThat(browser.open(URI.create(again + "x")).html().select("[data-told]"))
                .isEmpty();
        assertThat(browser.open(again).html().select("[data-told]").text()).isEqualTo("Toy signed out");
        assertThat(browser.open(on).html().select(".parties li").text()).isEqualTo("Toy signed out");
    }

    /** Who was given the handle by the party that was asked, and answers in its stead with a signature of its own. */
    @Test
    void anotherPartyDoesNotAnswerForTheOneThatWasAsked() {
        ToyServiceProvider other = lab.serviceProvider(false);
        try {
            lab.declare(other, "singleLogoutServices: [ { url: \"" + other.at("/slo") + "\" } ]");
            URI answer = answerOnItsWay();
            String address = answer.toString().substring(0, answer.toString().indexOf('?'));
            String hop = RedirectQuery.read(answer.getRawQuery()).get("RelayState");
            String response = "<samlp:LogoutResponse xmlns:samlp=\"" + SamlNames.PROTOCOL + "\" xmlns:saml=\""
                    + SamlNames.ASSERTION + "\" Destination=\"" + address + "\" ID=\"_answer\" InResponseTo=\"_"
                    + Sha256.of("logout " + hop + " " + other.entityId()).base64Url() + "\" IssueInstant=\""
                    + Instant.now().truncatedTo(ChronoUnit.MILLIS) + "\" Version=\"2.0\"><saml:Issuer>"
                    + other.entityId() + "</saml:Issuer><samlp:Status><samlp:StatusCode"
                    + " Value=\"urn:oasis:names:tc:SAML:2.0:status:Success\"/></samlp:Status></samlp:LogoutResponse>";
            audit.begin();
            Visit refused = browser.open(
                    URI.create(address + "?" + RedirectQuery.signed("SAMLResponse", response, hop, other.key())));
            assertThat(refused.status()).as(refused.body()).isEqualTo(400);
            assertThat(audit.all())
                    .anyMatch(line -> line.path("reason").asText().equals("answer-of-another"));
            assertThat(browser.open(on).html().select(".parties li").text()).contains("did not confirm");
            assertThat(browser.open(answer).html().select("[data-told]").text()).isEqualTo("Toy signed out");
        } finally {
            other.close();
        }
    }

    @Test
    void anotherBrowserDoesNotSeeTheReport() {
        Visit report = browser.open(on);
        URI news = URI.create(report.html().select("[data-on]").attr("data-on"));
        assertThat(news.getPath()).endsWith("/logout/report");
        refused(news);
        assertThat(browser.open(news).html().select(".parties li").text()).contains("Toy");
    }

    /** What the service provider says, before it is brought to us. */
    private URI answerOnItsWay() {
        URI there = URI.create(browser.open(tell).html().select("[data-on]").attr("data-on"));
        return URI.create(browser.ask(HttpRequest.newBuilder(there).GET())
                .headers()
                .firstValue("Location")
                .orElseThrow());
    }

    private void refused(URI step) {
        try (PlainBrowser other = new PlainBrowser()) {
            lab.signIn(other, "bob", party, "binding=redirect");
            audit.begin();
            Visit refused = other.open(step);
            assertThat(refused.status()).as(refused.body()).isEqualTo(400);
            assertThat(refused.html().text()).doesNotContain("Toy");
            assertThat(audit.all())
                    .anyMatch(line -> line.path("reason").asText().equals("round-not-of-this-browser"));
        }
    }
}
