package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.realm.BaseUrl;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;

/** The demo service provider as delivered, asking the demo realm; and the campus behind that, by SAML on both legs. */
@QuarkusTest
@TestProfile(DemoBySamlProfile.class)
class TryItWithSamlJourneyTest {
    @Inject
    BaseUrl base;

    @Test
    void aPersonOfTheRealmSignsInAndOut() {
        try (PlainBrowser browser = new PlainBrowser()) {
            assertThat(browser.open(at("/realms/demo")).html().select("a[href$=/realms/demo/try-saml]"))
                    .as("linked from the front page")
                    .isNotEmpty();
            Visit login = browser.click(browser.open(at("/realms/demo/try-saml")), "Sign in");
            Visit told = told(browser, password(browser, login, "ada"));

            assertThat(told.html().select("h1").text()).contains("Ada Lovelace");
            assertThat(said(told))
                    .containsEntry(
                            "AuthnContextClassRef", "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport")
                    .containsEntry("email", "ada@demo.example")
                    .containsKeys("NameID", "SessionIndex", "groups")
                    .containsEntry(
                            "AuthenticatingAuthority",
                            at("/realms/demo/saml/metadata").toString());
            Visit out = browser.submit(told, "form[action$=try-saml/sign-out]", Map.of());
            assertThat(out.address().getPath()).startsWith("/realms/demo/");
            assertThat(browser.open(at("/realms/demo/try-saml")).body()).doesNotContain("NameID");
        }
    }

    @Test
    void aPersonOfTheCampusComesThroughAndTheCampusIsNamed() {
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit choose = browser.click(browser.open(at("/realms/demo/try-saml")), "Sign in");
            URI campus = URI.create(choose.html()
                    .select("a[href*=/login/with/campus-saml]")
                    .getFirst()
                    .absUrl("href"));
            Visit told = told(browser, password(browser, browser.open(campus), "emmy"));

            assertThat(told.html().select("h1").text()).contains("Emmy Noether");
            assertThat(said(told))
                    .containsEntry(
                            "AuthenticatingAuthority",
                            at("/realms/campus/saml/metadata").toString());
        }
    }

    private static Visit password(PlainBrowser browser, Visit page, String username) {
        return browser.carryOn(browser.submit(
                page, "form:has([name=password])", Map.of("username", username, "password", DemoProfile.PASSWORD)));
    }

    private Visit told(PlainBrowser browser, Visit next) {
        Visit told = next.html().select("form:has([name=consent])").isEmpty()
                ? next
                : browser.carryOn(browser.submit(next, "form:has([name=consent])", Map.of("consent", "allow")));
        assertThat(told.address()).as(told.body()).isEqualTo(at("/realms/demo/try-saml"));
        return told;
    }

    private static Map<String, String> said(Visit told) {
        Map<String, String> said = new HashMap<>();
        for (Element line : told.html().select("ul.parties li")) {
            said.put( // of several authorities the last, which is the farthest
                    line.select("code").text(), line.select("bdi").text());
        }
        return said;
    }

    private URI at(String path) {
        return base.resolve(path);
    }
}
