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

/** {oidc} × {oidc}: the demo application at the demo realm, and the demo realm at the campus realm, all over real HTTP. */
@QuarkusTest
@TestProfile(DemoProfile.class)
class OidcUpstreamJourneyTest {
    @Inject
    BaseUrl base;

    @Test
    void aPersonOfTheCampusComesInThroughTheDemoRealm() {
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit told = signInByCampus(browser, "emmy");

            assertThat(claims(told).get("aud")).contains("try-it");
            assertThat(told.html().select("h1").text()).contains("Emmy Noether");
            assertThat(claims(told))
                    .containsEntry("iss", at("/realms/demo").toString())
                    .containsEntry("email", "emmy@campus.example")
                    .containsKeys("sid", "auth_time", "sub", "nonce", "exp");
        }
    }

    @Test
    void theSecondLoginAsksNothingAndAFreshOneAsksAgain() {
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit first = signInByCampus(browser, "emmy");
            Visit second = browser.open(at("/realms/demo/try/start"));

            assertThat(second.address()).isEqualTo(at("/realms/demo/try"));
            assertThat(claims(second).get("sub")).isEqualTo(claims(first).get("sub"));
            assertThat(claims(second).get("sid")).isEqualTo(claims(first).get("sid"));
            assertThat(claims(second).get("auth_time")).isEqualTo(claims(first).get("auth_time"));

            Visit fresh = browser.open(at("/realms/demo/try/start?fresh=true"));
            assertThat(fresh.address().getPath()).isEqualTo("/realms/demo/login");
            Visit atCampus = chooseCampus(browser, fresh);
            assertThat(atCampus.address().getPath())
                    .as("prompt=login goes all the way up")
                    .isEqualTo("/realms/campus/login");
        }
    }

    @Test
    void thePersonIsTheSameOneEachTimeAndAnotherIsAnother() {
        String emmy = subject("emmy");

        assertThat(subject("emmy")).isEqualTo(emmy);
        assertThat(subject("srinivasa")).isNotEqualTo(emmy);
    }

    @Test
    void cancellingAtTheCampusLeadsBackToTheChoice() {
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit campus = chooseCampus(browser, browser.open(at("/realms/demo/try/start")));
            Element cancel = campus.html().selectFirst("a[href*=cancel], form[action*=cancel], [name=cancel]");
            assertThat(cancel).isNotNull();
            Visit back = cancel.tagName().equals("a")
                    ? browser.open(URI.create(cancel.absUrl("href")))
                    : browser.submit(campus, "form:has([name=cancel])", Map.of("cancel", ""));

            assertThat(back.address().getPath()).isEqualTo("/realms/demo/login");
            assertThat(back.status()).isEqualTo(200);
        }
    }

    @Test
    void signingOutEndsTheSessionAndComesBack() {
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit told = signInByCampus(browser, "emmy");
            Visit out = browser.submit(told, "form[action$=/try/sign-out]", Map.of());

            assertThat(out.trail()).anyMatch(address -> address.getPath().startsWith("/realms/demo/logout"));
            assertThat(out.address().getPath()).isEqualTo("/realms/demo/try");
            assertThat(out.html().select("h1").text()).isEqualTo("Try it");
            Visit again = browser.open(at("/realms/demo/try/start"));
            assertThat(again.address().getPath()).as("the session is over").isEqualTo("/realms/demo/login");
        }
    }

    @Test
    void anAnswerStolenFromOneBrowserIsWorthNothingInAnother() {
        try (PlainBrowser attacker = new PlainBrowser();
                PlainBrowser victim = new PlainBrowser()) {
            signInByCampus(attacker, "srinivasa");
            Visit stolen = attacker.open(at("/realms/demo/try/start"));
            URI callback = stolen.trail().stream()
                    .filter(address -> address.getPath().endsWith("/try/callback"))
                    .findFirst()
                    .orElseThrow();

            Visit refused = victim.open(callback);
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.body()).doesNotContain("Ramanujan");

            Visit again = attacker.open(callback);
            assertThat(again.status()).as("a code is good once").isEqualTo(400);
        }
    }

    @Test
    void theDemoApplicationIsNotThereWhereNoClientIsDeclared() {
        try (PlainBrowser browser = new PlainBrowser()) {
            assertThat(browser.open(at("/realms/campus/try")).status()).isEqualTo(404);
            assertThat(browser.open(at("/realms/nowhere/try")).status()).isEqualTo(404);
        }
    }

    private String subject(String username) {
        try (PlainBrowser browser = new PlainBrowser()) {
            return claims(signInByCampus(browser, username)).get("sub");
        }
    }

    private Visit signInByCampus(PlainBrowser browser, String username) {
        Visit start = browser.open(at("/realms/demo/try"));
        assertThat(start.html().select("h1").text()).isEqualTo("Try it");
        Visit campus = chooseCampus(browser, browser.click(start, "Sign in"));
        Visit next = browser.submit(
                campus, "form:has([name=password])", Map.of("username", username, "password", DemoProfile.PASSWORD));
        Visit told = next.html().select("form:has([name=consent])").isEmpty()
                ? next
                : browser.submit(next, "form:has([name=consent])", Map.of("consent", "allow"));
        assertThat(told.address()).as(told.body()).isEqualTo(at("/realms/demo/try"));
        return told;
    }

    private static Visit chooseCampus(PlainBrowser browser, Visit choose) {
        List<Element> links = choose.html().select("a[href*=/login/with/campus?]");
        assertThat(links).as(choose.body()).hasSize(1);
        Visit campus = browser.open(URI.create(links.getFirst().absUrl("href")));
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
