package io.vestibule.journey;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Somebody who came by an upstream can do what somebody can do who was made here. */
@QuarkusTest
@TestProfile(JourneyProfile.class)
@Tag("keystone")
class ShadowUserAbilitiesJourneyTest {
    private static final Map<String, ?> APOLLO =
            Map.of("project", Map.of("name", "apollo", "domain", Map.of("id", "default")));

    @Inject
    House house;

    @Inject
    IdentityApi cloud;

    @Inject
    AccountApi account;

    @Test
    void theirProgramsHaveCredentialsWhichTheySeeAndTakeAwayThemselves() {
        cloud.with(() -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                Arrival arrival = house.arrive(browser, Way.OIDC, "annie", "desk");
                String user = member(arrival);
                String backup = credential(arrival, user, "backup");
                String mirror = credential(arrival, user, "mirror");
                assertThat(used(backup)).isEqualTo(201);
                JsonNode keys =
                        account.get(browser, "/application-credentials").body().path("applicationCredentials");
                assertThat(keys.findValuesAsText("name")).containsExactlyInAnyOrder("backup", "mirror");
                assertThat(keys.findValuesAsText("project")).contains("apollo");

                assertThat(account.delete(browser, "/application-credentials/" + backup)
                                .status())
                        .isEqualTo(204);
                assertThat(used(backup)).isEqualTo(401);
                assertThat(account.delete(browser, "/application-credentials/" + backup)
                                .status())
                        .isEqualTo(404);

                Visit page = browser.open(house.at("/account/applications"));
                assertThat(page.html().select("main").text()).contains("mirror").doesNotContain("backup");
                Visit gone = browser.submit(page, "form:has([name=key])", Map.of("key", mirror));
                assertThat(gone.html().select("[role=status]").text()).isNotEmpty();
                assertThat(used(mirror)).isEqualTo(401);
            }
        });
    }

    @Test
    void theyHaveNoPasswordUntilTheyAreGivenOneAndStayWhoTheyWere() {
        cloud.with(() -> {
            try (PlainBrowser browser = new PlainBrowser();
                    PlainBrowser later = new PlainBrowser()) {
                Arrival arrival = house.arrive(browser, Way.OIDC, "antonia", "desk");
                assertThat(account.get(browser, "").body().path("hasPassword").asBoolean())
                        .isFalse();
                String name = account.get(browser, "").body().path("username").asText();
                String user = arrival.claim("sub").replace("-", "");
                cloud.as(cloud.administrator())
                        .contentType("application/json")
                        .body(Map.of("user", Map.of("password", name + "-password-1")))
                        .patch(cloud.base() + "/users/" + user)
                        .then()
                        .statusCode(200);
                assertThat(house.arrive(later, Way.LOCAL, name, "desk").claim("sub"))
                        .isEqualTo(arrival.claim("sub"));
            }
        });
    }

    private String member(Arrival arrival) {
        String user = arrival.claim("sub").replace("-", "");
        String admin = cloud.administrator();
        String apollo =
                cloud.as(admin).get(cloud.base() + "/projects?name=apollo").path("projects[0].id");
        String member = cloud.as(admin).get(cloud.base() + "/roles?name=member").path("roles[0].id");
        cloud.as(admin)
                .put(cloud.base() + "/projects/" + apollo + "/users/" + user + "/roles/" + member)
                .then()
                .statusCode(204);
        return user;
    }

    private String credential(Arrival arrival, String user, String name) {
        Response made = cloud.as(cloud.rescoped(cloud.tokenInSession(arrival), APOLLO))
                .contentType("application/json")
                .body(Map.of("application_credential", Map.of("name", name, "secret", "secret-of-a-program")))
                .post(cloud.base() + "/users/" + user + "/application_credentials");
        made.then().statusCode(201);
        return made.path("application_credential.id");
    }

    private int used(String credential) {
        Map<String, ?> known = Map.of("id", credential, "secret", "secret-of-a-program");
        Map<String, ?> identity = Map.of("methods", List.of("application_credential"), "application_credential", known);
        return given().contentType("application/json")
                .body(Map.of("auth", Map.of("identity", identity)))
                .post(cloud.base() + "/auth/tokens")
                .statusCode();
    }
}
