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
import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;

/** {saml} × {oidc} as delivered: the demo application at the demo realm, and the demo realm at the campus realm by SAML. */
@QuarkusTest
@TestProfile(DemoBySamlProfile.class)
class SamlUpstreamJourneyTest {
    @Inject
    BaseUrl base;

    @Test
    void aPersonOfTheCampusComesInBySaml() {
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit told = signIn(browser, "emmy");

            assertThat(told.html().select("h1").text()).contains("Emmy Noether");
            assertThat(claims(told))
                    .containsEntry("iss", at("/realms/demo").toString())
                    .containsEntry("email", "emmy@campus.example")
                    .containsKeys("sid", "auth_time", "sub", "acr");
        }
    }

    @Test
    void thePersonIsTheSameOneEachTimeAndAnotherIsAnother() {
        String emmy = subject("emmy");

        assertThat(subject("emmy")).isEqualTo(emmy);
        assertThat(subject("srinivasa")).isNotEqualTo(emmy);
    }

    @Test
    void aFreshLoginGoesAllTheWayUp() {
        try (PlainBrowser browser = new PlainBrowser()) {
            signIn(browser, "emmy");
            Visit fresh = browser.open(at("/realms/demo/try/start?fresh=true"));
            assertThat(choose(browser, fresh).address().getPath()).isEqualTo("/realms/campus/login");
        }
    }

    @Test
    void cancellingAtTheCampusIsNoDeadEnd() {
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit campus = choose(browser, browser.open(at("/realms/demo/try/start")));
            Visit back = browser.carryOn(browser.submit(campus, "form:has([name=cancel])", Map.of("cancel", "")));
            assertThat(back.address().getPath()).startsWith("/realms/demo/login");
            assertThat(back.html().select("a[href*=/realms/demo/login]")).isNotEmpty();
        }
    }

    private String subject(String username) {
        try (PlainBrowser browser = new PlainBrowser()) {
            return claims(signIn(browser, username)).get("sub");
        }
    }

    private Visit signIn(PlainBrowser browser, String username) {
        Visit campus = choose(browser, browser.click(browser.open(at("/realms/demo/try")), "Sign in"));
        Visit next = browser.carryOn(browser.submit(
                campus, "form:has([name=password])", Map.of("username", username, "password", DemoProfile.PASSWORD)));
        Visit told = next.html().select("form:has([name=consent])").isEmpty()
                ? next
                : browser.submit(next, "form:has([name=consent])", Map.of("consent", "allow"));
        assertThat(told.address()).as(told.body()).isEqualTo(at("/realms/demo/try"));
        return told;
    }

    private static Visit choose(PlainBrowser browser, Visit choose) {
        List<Element> links = choose.html().select("a[href*=/login/with/campus-saml?]");
        assertThat(links).as(choose.body()).hasSize(1);
        Visit campus = browser.carryOn(browser.open(URI.create(links.getFirst().absUrl("href"))));
        assertThat(campus.address().getPath()).as(campus.body()).startsWith("/realms/campus/");
        return campus;
    }

    private static Map<String, String> claims(Visit told) {
        Map<String, String> claims = new HashMap<>();
        for (Element row : told.html().select(".parties li")) {
            claims.putIfAbsent(row.select("code").text(), row.select("bdi").text());
        }
        return claims;
    }

    private URI at(String path) {
        return base.resolve(path);
    }
}
