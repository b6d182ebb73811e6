package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody who came by two ways, and so has two sessions in one browser, is out of both when they sign out. */
@QuarkusTest
@TestProfile(JourneyProfile.class)
class OnePersonTwoWaysInJourneyTest {
    private static final String DESK_SECRET = "clientSecrets: [secret-of-desk-for-the-journeys]";

    @Inject
    House house;

    @Inject
    RealmFiles files;

    @ParameterizedTest
    @ValueSource(strings = {"portal", "hint", "account"})
    void theyAreOutOfBothAndWhoeverElseIsThereStays(String from) {
        String page = house.party("/desk/front-channel").toString();
        files.with(
                "house",
                DESK_SECRET,
                DESK_SECRET + "\n      frontchannelLogoutUri: " + page,
                () -> withUpstream(() -> {
                    try (PlainBrowser browser = new PlainBrowser()) {
                        Arrival ada = house.arrive(browser, Way.LOCAL, "ada", "crane");
                        Arrival one = another(browser, "local", "wilhelmina", "desk");
                        link(browser, "guild", "jocelyn");
                        Arrival two = another(browser, "guild", "jocelyn", "shelf");
                        assertThat(two.claim("sub")).isEqualTo(one.claim("sub"));
                        assertThat(two.claim("sid")).isNotEqualTo(one.claim("sid"));

                        Visit frames = signOut(browser, from, two);

                        assertThat(frames.html().select("iframe").attr("src"))
                                .as("of the session that was not asked about")
                                .contains(one.claim("sid"));
                        Visit report = browser.carryOn(browser.open(next(frames)));
                        assertThat(report.trail()).extracting(URI::getPath).contains("/realms/guild/logout");
                        assertThat(parties(report))
                                .anyMatch(party -> party.contains("Desk"))
                                .anyMatch(party -> party.contains("Shelf") || from.equals("hint")) // which knows
                                .anyMatch(party -> party.contains("Guild"));
                        for (Arrival before : List.of(one, two)) {
                            assertThat(house.userinfo(before).getStatusCode()).isEqualTo(401);
                        }
                        assertThat(house.userinfo(ada).getStatusCode()).isEqualTo(200);
                        assertThat(Arrival.at(house.enter(browser, "desk", "prompt", "none"))
                                        .claim("sub"))
                                .isEqualTo(ada.claim("sub"));
                    }
                }));
    }

    private Visit signOut(PlainBrowser browser, String from, Arrival arrival) {
        return switch (from) {
            case "hint" ->
                browser.open(URI.create(
                        house.at("/logout") + "?" + Query.write(Map.of("id_token_hint", arrival.text("id_token")))));
            case "account" ->
                browser.submit(
                        browser.open(house.at("/account/sessions")),
                        "form:has([name=session][value=all])",
                        Map.of("session", "all"));
            default -> browser.submit(browser.open(house.at("/sign-out")), "form.answers", Map.of("logout", "yes"));
        };
    }

    /** A login of its own, whoever is signed in. */
    private Arrival another(PlainBrowser browser, String connector, String person, String client) {
        Visit step = house.enter(browser, client, "prompt", "login", "idp_hint", connector);
        return Arrival.at(
                step.html().select(House.PASSWORD_FORM).isEmpty() ? step : house.password(browser, step, person));
    }

    private void link(PlainBrowser browser, String connector, String person) {
        Visit list = browser.open(house.at("/account/identities"));
        if (!list.html()
                .select("[name=connector][value=" + connector + "].choice")
                .isEmpty()) {
            linkBy(browser, list, connector, person);
        }
    }

    private void linkBy(PlainBrowser browser, Visit list, String connector, String person) {
        Visit away =
                browser.carryOn(browser.submit(list, "form[action$=/identities/link]", Map.of("connector", connector)));
        Visit proven = away.html().select(House.PASSWORD_FORM).isEmpty() ? away : house.password(browser, away, person);
        Visit linked = browser.carryOn(browser.submit(proven, "form:has([name=answer])", Map.of("answer", "yes")));
        assertThat(linked.html().select("[role=status]").text()).contains("Linked");
    }

    private static URI next(Visit page) {
        return URI.create(page.html().select("[data-on]").attr("data-on"));
    }

    private static List<String> parties(Visit report) {
        return report.html().select(".parties li").eachText();
    }

    private void withUpstream(Runnable meanwhile) {
        files.with(
                "guild",
                "clientSecrets: [the-secret-between-house-and-guild]",
                """
                clientSecrets: [the-secret-between-house-and-guild]
                      postLogoutRedirectUris: ["${base}/realms/house/logout/returned"]""",
                () -> files.with(
                        "house", "clientId: house\n", "clientId: house\n      signOutUpstream: true\n", meanwhile));
    }
}
