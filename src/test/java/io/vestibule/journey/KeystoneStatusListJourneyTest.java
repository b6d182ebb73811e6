package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Token Status List (draft-ietf-oauth-status-list-21) for Keystone tokens. */
@QuarkusTest
@TestProfile(JourneyProfile.class)
@Tag("keystone")
class KeystoneStatusListJourneyTest {
    @Inject
    House house;

    @Inject
    IdentityApi api;

    @Inject
    ListedStatus lists;

    @Inject
    JourneyClock clock;

    @AfterEach
    void backToNow() {
        clock.backToNow();
    }

    @Test
    void withTheSessionTheKeystoneTokensOfItAreMarked() {
        api.with(() -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                Arrival arrival = house.arrive(browser, Way.LOCAL, "ada", "desk");
                String token = arrival.text("access_token");
                String later = accessToken(house.refresh("desk", arrival).getBody());
                String keystone = api.tokenInSession(arrival);
                String scoped = api.rescoped(
                        keystone, Map.of("project", Map.of("name", "apollo", "domain", Map.of("id", "default"))));
                String byPassword = api.token("ada", "unscoped");
                for (String each : new String[] {token, later, keystone, scoped, byPassword}) {
                    assertThat(lists.isValid(each)).isTrue();
                }

                Visit question = browser.click(browser.open(house.at("")), "Sign out");
                browser.submit(question, "form.answers", Map.of("logout", "yes"));

                for (String each : new String[] {token, later, keystone, scoped}) {
                    assertThat(lists.isValid(each)).isFalse();
                }
                assertThat(lists.isValid(byPassword)).isTrue();
            }
        });
    }

    @Test
    void ofATokenThatWasMadeFromAnotherOnlyItselfIsMarked() {
        api.with(() -> {
            String first = api.token("ada", "unscoped");
            String second =
                    api.rescoped(first, Map.of("project", Map.of("name", "apollo", "domain", Map.of("id", "default"))));
            api.as(second)
                    .header("X-Subject-Token", second)
                    .delete(api.base() + "/auth/tokens")
                    .then()
                    .statusCode(204);
            assertThat(lists.isValid(second)).isFalse();
            assertThat(lists.isValid(first)).isTrue();
            api.as(first)
                    .header("X-Subject-Token", first)
                    .delete(api.base() + "/auth/tokens")
                    .then()
                    .statusCode(204);
            assertThat(lists.isValid(first)).isFalse();
        });
    }

    private static String accessToken(String answer) {
        return JsonPath.from(answer).getString("access_token");
    }
}
