package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.directory.TestFactors;
import io.vestibule.identity.RealmName;
import io.vestibule.journey.BackChannelOfDesk.Mood;
import io.vestibule.logout.LogoutPropagation;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.realm.Realms;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever ends sessions in other browsers from the account sees, by name, what the applications there said. */
@QuarkusTest
@TestProfile(JourneyProfile.class)
class EndedElsewhereJourneyTest {
    private static final String DESK_SECRET = "clientSecrets: [secret-of-desk-for-the-journeys]";
    private static final String UNREACHABLE = "Desk did not answer: sign out there too";

    @Inject
    House house;

    @Inject
    RealmFiles files;

    @Inject
    Realms realms;

    @Inject
    TestFactors people;

    @Inject
    JourneyClock clock;

    @Inject
    LogoutPropagation logout;

    @Inject
    AccountApi api;

    private final BackChannelOfDesk desk = new BackChannelOfDesk();

    @BeforeEach
    void open() {
        desk.open();
    }

    @AfterEach
    void close() {
        desk.close();
        clock.backToNow();
    }

    @Test
    void whoCouldNotBeToldIsNamedAndWhoWasToldMeanwhileTooButToNobodyElse() {
        signedInTwice("wanda", (here, elsewhere) -> {
            desk.mood(Mood.DEAD);
            Visit after = end(here, elsewhere.claim("sid"));
            assertThat(after.html().select(".parties li").eachText()).containsExactly(UNREACHABLE);
            assertThat(house.userinfo(elsewhere).getStatusCode()).isEqualTo(401);

            desk.mood(Mood.WILLING);
            clock.move(Duration.ofMinutes(2));
            logout.tellOwed();
            assertThat(desk.told(elsewhere.claim("sid"))).isEqualTo(1);
            assertThat(here.open(after.address()).html().select(".parties li").eachText())
                    .containsExactly("Desk signed out");
            try (PlainBrowser stranger = new PlainBrowser()) {
                house.arrive(stranger, Way.LOCAL, "katherine", "desk");
                Visit theirs = stranger.open(after.address());
                assertThat(theirs.status()).isEqualTo(200);
                assertThat(theirs.html().select(".parties")).isEmpty();
            }
            clock.move(Duration.ofMinutes(31));
            assertThat(here.open(after.address()).html().select(".parties")).isEmpty();
        });
    }

    @Test
    void ofAllOthersEachIsNamed() {
        signedInTwice("zenobia", (here, elsewhere) -> {
            Visit after = end(here, "others");
            assertThat(after.html().select(".parties li").eachText()).containsExactly("Desk signed out");
        });
    }

    @Test
    void everywhereNamesWhoTookPartInAnotherBrowser() {
        signedInTwice("tecla", (here, elsewhere) -> {
            desk.mood(Mood.DEAD);
            Visit out = end(here, "all");
            assertThat(out.html().text()).contains("You are signed out");
            assertThat(out.html().select(".parties li").eachText())
                    .containsExactlyInAnyOrder("Shelf cannot be told: sign out there too", UNREACHABLE);
            assertThat(house.userinfo(elsewhere).getStatusCode()).isEqualTo(401);
        });
    }

    @Test
    void anApplicationLeftInAnotherBrowserIsNamed() {
        signedInTwice("lavinia", (here, elsewhere) -> {
            desk.mood(Mood.DEAD);
            Visit after = here.submit(
                    here.open(house.at("/account/sessions")),
                    "form:has([value=" + elsewhere.claim("sid") + "]):has(button[value=desk])",
                    Map.of("application", "desk"));
            assertThat(after.html().select(".parties li").eachText()).containsExactly(UNREACHABLE);
        });
    }

    @Test
    void aProgramIsToldByNameToo() {
        signedInTwice("sofonisba", (here, elsewhere) -> {
            desk.mood(Mood.DEAD);
            JsonNode ended = api.delete(here, "/sessions").body();
            assertThat(ended.path("ended").asInt()).isEqualTo(1);
            assertThat(ended.path("parties")).hasSize(1);
            assertThat(ended.path("parties").path(0).path("name").asText()).isEqualTo("Desk");
            assertThat(ended.path("parties").path(0).path("outcome").asText()).isEqualTo("unreachable");
        });
    }

    /** Here at the shelf, which cannot be told; elsewhere at the desk, which can. */
    private void signedInTwice(String name, BiConsumer<PlainBrowser, Arrival> part) {
        people.made(realms.find(new RealmName("house")).orElseThrow(), name, name + "@house.example");
        files.with("house", DESK_SECRET, DESK_SECRET + "\n      backchannelLogoutUri: " + desk.address(), () -> {
            try (PlainBrowser here = new PlainBrowser();
                    PlainBrowser there = new PlainBrowser()) {
                house.arrive(here, Way.LOCAL, name, "shelf");
                part.accept(here, house.arrive(there, Way.LOCAL, name, "desk"));
            }
        });
    }

    private Visit end(PlainBrowser browser, String session) {
        return browser.submit(
                browser.open(house.at("/account/sessions")),
                "form:has(button[value=" + session + "])",
                Map.of("session", session));
    }
}
