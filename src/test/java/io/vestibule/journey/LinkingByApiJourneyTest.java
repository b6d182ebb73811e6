package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.directory.TestFactors;
import io.vestibule.directory.User;
import io.vestibule.identity.RealmName;
import io.vestibule.journey.AccountApi.Answer;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A page of somebody else's lets a person link an account: the browser goes round, and the list says what came of it. */
@QuarkusTest
@TestProfile(JourneyProfile.class)
class LinkingByApiJourneyTest {
    private static final Map<String, ?> GUILD = Map.of("connector", "guild");

    @Inject
    House house;

    @Inject
    AccountApi api;

    @Inject
    TestFactors factors;

    @Inject
    Realms realms;

    @Inject
    JourneyClock clock;

    @Inject
    AuditLines audit;

    private Realm realm;

    @BeforeEach
    void listen() {
        realm = realms.find(new RealmName("house")).orElseThrow();
        audit.begin();
    }

    @AfterEach
    void now() {
        clock.backToNow();
    }

    @Test
    void theAnswerIsWhereTheBrowserGoesAndTheListSaysWhatCameOfIt() {
        factors.made(realm, "ellen", "ellen@orbit.example");
        try (PlainBrowser browser = new PlainBrowser();
                PlainBrowser later = new PlainBrowser()) {
            String sub = house.arrive(browser, Way.LOCAL, "ellen", "desk").claim("sub");
            assertThat(api.get(browser, "/identities").body().path("more").findValuesAsText("connector"))
                    .contains("guild");
            Visit question = house.password(browser, browser.carryOn(browser.open(location(browser))), "judy");
            assertThat(api.get(browser, "/identities").body().path("identities"))
                    .as("shown, and not yet agreed to")
                    .isEmpty();
            Visit linked =
                    browser.carryOn(browser.submit(question, "form:has([name=answer])", Map.of("answer", "yes")));
            assertThat(linked.html().select("[role=status]").text()).contains("Linked");
            assertThat(api.get(browser, "/identities").body().path("identities").findValuesAsText("connector"))
                    .containsExactly("guild");
            assertThat(house.arrive(later, Way.OIDC, "judy", "desk").claim("sub"))
                    .isEqualTo(sub);

            String subject = api.get(browser, "/identities")
                    .body()
                    .path("identities")
                    .path(0)
                    .path("subject")
                    .asText();
            assertThat(api.delete(browser, "/identities?connector=guild&subject=" + subject)
                            .status())
                    .isEqualTo(204);
        }
    }

    @Test // security case 33
    void theWayThereIsOfNoUseInAnotherBrowser() {
        factors.made(realm, "peggy", "peggy@orbit.example");
        try (PlainBrowser browser = new PlainBrowser();
                PlainBrowser thief = new PlainBrowser()) {
            house.arrive(browser, Way.LOCAL, "peggy", "desk");
            Visit there = thief.carryOn(thief.open(location(browser)));
            Visit end = there.address().getPath().startsWith("/realms/guild/")
                    ? house.password(thief, there, "judy")
                    : there;
            assertThat(end.html().select("form:has([name=answer])"))
                    .as("nothing to say yes to, after " + end.trail())
                    .isEmpty();
            assertThat(api.get(browser, "/identities").body().path("identities"))
                    .isEmpty();
        }
    }

    @Test // security case 33: whoever is second finds nothing
    void ofTwoAnswersAtOnceOneCounts() {
        factors.made(realm, "guion", "guion@orbit.example");
        try (PlainBrowser browser = new PlainBrowser()) {
            house.arrive(browser, Way.LOCAL, "guion", "desk");
            Visit question = house.password(browser, browser.carryOn(browser.open(location(browser))), "christa");
            audit.begin();
            List<CompletableFuture<Visit>> answers = Stream.of("yes", "yes", "yes")
                    .map(yes -> CompletableFuture.supplyAsync(
                            () -> browser.submit(question, "form:has([name=answer])", Map.of("answer", yes))))
                    .toList();
            assertThat(answers.stream().map(CompletableFuture::join).filter(seen -> seen.status() == 400))
                    .hasSize(2);
            assertThat(audit.all().stream()
                            .filter(line -> line.path("what").asText().equals("identity-linked")))
                    .hasSize(1);
            assertThat(api.get(browser, "/identities").body().path("identities"))
                    .hasSize(1);
        }
    }

    @Test // security cases 33, 35 and 43
    void itAsksForWhatThePageAsksFor() {
        User bonnie = factors.made(realm, "bonnie", "bonnie@orbit.example");
        try (PlainBrowser browser = new PlainBrowser()) {
            house.arrive(browser, Way.LOCAL, "bonnie", "desk");
            assertThat(api.postForged(browser, "/identities", GUILD).error()).isEqualTo("form-key-wrong");
            for (Map<String, String> none : List.of(Map.<String, String>of(), Map.of("connector", "nowhere"))) {
                Answer unknown = api.post(browser, "/identities", none);
                assertThat(unknown.status()).isEqualTo(404);
                assertThat(unknown.error()).isEqualTo("no-such-connector");
            }
            Visit told = browser.submit(
                    browser.open(house.at("/account/identities")),
                    "form[action$=/identities/link]",
                    Map.of("connector", "nowhere"));
            assertThat(told.status()).isEqualTo(404);
            assertThat(told.html().select("[role=alert]").text()).contains("Nothing was changed");
            factors.enrol(realm, bonnie);
            assertThat(api.post(browser, "/identities", GUILD).error()).isEqualTo("factor-required");
            clock.move(Duration.ofMinutes(11));
            assertThat(api.post(browser, "/identities", GUILD).error()).isEqualTo("login-required");
            assertThat(audit.all())
                    .anyMatch(line -> line.path("step").asText().equals("account-api")
                            && line.path("reason").asText().equals("factor-required"));
        }
    }

    private URI location(PlainBrowser browser) {
        Answer answer = api.post(browser, "/identities", GUILD);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        return URI.create(answer.body().path("location").asText());
    }
}
