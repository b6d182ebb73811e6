package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.vestibule.logout.DyingNode;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens of the Identity API that came from a browser's session end with it and end it; operators end any session. */
@QuarkusTest
@TestProfile(JourneyProfile.class)
@Tag("keystone")
class EndedByOperatorJourneyTest {
    private static final Map<String, ?> APOLLO =
            Map.of("project", Map.of("name", "apollo", "domain", Map.of("id", "default")));

    @Inject
    House house;

    @Inject
    IdentityApi api;

    @Inject
    AuditLines audit;

    @Inject
    DyingNode node;

    @Test
    void tokensOfASessionAndThoseMadeFromThemEndWithIt() {
        api.with(() -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                Arrival arrival = house.arrive(browser, Way.LOCAL, "ada", "desk");
                String first = api.tokenInSession(arrival);
                String scoped = api.rescoped(first, APOLLO);
                String byPassword = api.token("ada", APOLLO);
                assertThat(List.of(first, scoped, byPassword)).allMatch(api::counts);

                Visit question = browser.click(browser.open(house.at("")), "Sign out");
                browser.submit(question, "form.answers", Map.of("logout", "yes"));

                assertThat(List.of(first, scoped)).noneMatch(api::counts);
                assertThat(api.counts(byPassword)).as("of no browser").isTrue();
                assertThatThrownBy(() -> api.tokenInSession(arrival))
                        .as("nothing more is given out in it")
                        .isInstanceOf(KeystoneRefused.class);
            }
        });
    }

    @Test
    void whoTakesBackATokenEndsTheWholeSessionOnlyWhenTheySaySo() {
        api.with(() -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                Arrival arrival = house.arrive(browser, Way.LOCAL, "ada", "desk");
                String dropped = api.tokenInSession(arrival);
                String kept = api.tokenInSession(arrival);
                String scoped = api.rescoped(kept, APOLLO);

                delete(dropped, "").then().statusCode(204);
                assertThat(api.counts(dropped)).isFalse();
                assertThat(api.counts(scoped)).isTrue();
                assertThat(house.userinfo(arrival).getStatusCode()).isEqualTo(200);

                audit.begin();
                delete(scoped, "?end_session=true").then().statusCode(204);
                assertThat(List.of(kept, scoped)).noneMatch(api::counts);
                assertSignedOut(browser, arrival);
                assertThat(ended()).containsExactly("keystone");
            }
        });
    }

    @Test
    void aNodeThatDiesMeanwhileLeavesTheTokenToAskWithAgain() {
        api.with(() -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                Arrival arrival = house.arrive(browser, Way.LOCAL, "ada", "desk");
                String token = api.tokenInSession(arrival);

                node.dieWhileEndingFor(
                        () -> delete(token, "?end_session=true").then().statusCode(500));
                assertThat(api.counts(token)).as("all of it, or nothing").isTrue();
                assertThat(house.userinfo(arrival).getStatusCode()).isEqualTo(200);

                delete(token, "?end_session=true").then().statusCode(204);
                assertThat(api.counts(token)).isFalse();
                assertSignedOut(browser, arrival);
            }
        });
    }

    @Test
    void aTokenOfNoBrowserEndsNoSession() {
        api.with(() -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                Arrival arrival = house.arrive(browser, Way.LOCAL, "ada", "desk");
                delete(api.token("ada", APOLLO), "?end_session=true").then().statusCode(204);
                assertThat(house.userinfo(arrival).getStatusCode()).isEqualTo(200);
            }
        });
    }

    @Test
    void aTrustTakenUpInASessionEndsNobodysSession() {
        api.with(() -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                Arrival arrival = house.arrive(browser, Way.LOCAL, "katherine", "desk");
                String mine = api.tokenInSession(arrival);
                String theirs = api.token("ada", APOLLO);
                Response made = api.as(theirs)
                        .contentType("application/json")
                        .body(Map.of(
                                "trust",
                                Map.of(
                                        "trustor_user_id", owner(theirs, "user.id"),
                                        "trustee_user_id", arrival.claim("sub").replace("-", ""),
                                        "project_id", owner(theirs, "project.id"),
                                        "impersonation", true,
                                        "roles", List.of(Map.of("name", "member")))))
                        .post(api.base() + "/OS-TRUST/trusts");
                made.then().statusCode(201);
                String trusted = api.rescoped(mine, Map.of("OS-TRUST:trust", Map.of("id", made.path("trust.id"))));

                audit.begin();
                delete(trusted, "?end_session=true").then().statusCode(204);
                assertThat(ended()).isEmpty();
                assertThat(house.userinfo(arrival).getStatusCode()).isEqualTo(200);
            }
        });
    }

    private String owner(String token, String member) {
        return api.as(token)
                .header("X-Subject-Token", token)
                .get(api.base() + "/auth/tokens")
                .path("token." + member);
    }

    @ParameterizedTest
    @ValueSource(strings = {"session", "user", "client", "connector"})
    void anOperatorEndsSessionsAndLearnsWhatCameOfIt(String meant) {
        api.with(() -> {
            try (PlainBrowser browser = new PlainBrowser();
                    PlainBrowser other = new PlainBrowser()) {
                Arrival arrival = house.arrive(browser, Way.OIDC, "emmy", "shelf");
                Arrival another = house.arrive(other, Way.LOCAL, "ada", "desk");
                String sid = arrival.claim("sid");
                String token = api.tokenInSession(arrival);
                String user = arrival.claim("sub").replace("-", "");
                audit.begin();
                String which = switch (meant) {
                    case "session" -> "/" + sid;
                    case "user" -> "?user_id=" + user;
                    case "client" -> "?client=shelf&connector=guild";
                    default -> "?connector=guild";
                };
                Response answer = api.as(api.administrator()).delete(api.base() + "/vestibule/sessions" + which);

                answer.then().statusCode(200);
                Map<String, Object> ended = answer.jsonPath().getMap("ended.find { it.id == '" + sid + "' }");
                assertThat(ended).containsEntry("user_id", user);
                assertThat(answer.jsonPath().getList("ended.find { it.id == '" + sid + "' }.parties"))
                        .containsExactly(Map.of(
                                "client", "shelf", "name", "Shelf", "protocol", "oidc", "outcome", "unsupported"));
                assertThat(api.counts(token)).isFalse();
                assertSignedOut(browser, "shelf", arrival);
                assertThat(house.userinfo(another).getStatusCode())
                        .as("another's goes on")
                        .isEqualTo(200);
                assertThat(ended()).contains("operator");
                assertThat(audit.all())
                        .anyMatch(line -> line.path("action").asText().equals("vestibule:end_sessions"));
            }
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatWouldOutliveASessionEndsWithItWhenTheOperatorSaysSo(boolean offlineToo) {
        api.with(() -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                Visit page = house.enter(browser, "crane", "scope", "openid offline_access");
                Arrival arrival = Arrival.at(house.signIn(browser, Way.LOCAL, "ada", page));
                api.as(api.administrator())
                        .delete(api.base() + "/vestibule/sessions/" + arrival.claim("sid") + "?offline=" + offlineToo)
                        .then()
                        .statusCode(200);
                assertThat(house.refresh("crane", arrival).getBody().contains("invalid_grant"))
                        .isEqualTo(offlineToo);
            }
        });
    }

    @Test
    void anOperatorSeesWhoIsSignedIn() {
        api.with(() -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                Arrival arrival = house.arrive(browser, Way.LOCAL, "ada", "desk");
                Response answer = api.as(api.administrator())
                        .get(api.base() + "/vestibule/sessions?client=desk&user_id="
                                + arrival.claim("sub").replace("-", ""));
                answer.then().statusCode(200);
                Map<String, Object> seen =
                        answer.jsonPath().getMap("sessions.find { it.id == '" + arrival.claim("sid") + "' }");
                assertThat(seen).containsEntry("connector", "local").containsKeys("address", "user_agent");
                assertThat(seen.get("parties").toString()).contains("desk", "oidc");
            }
        });
    }

    @Test
    void whatIsNotSaidClearlyOrNotAllowedEndsNothing() {
        api.with(() -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                Arrival arrival = house.arrive(browser, Way.LOCAL, "ada", "desk");
                String admin = api.administrator();
                String sessions = api.base() + "/vestibule/sessions";
                api.as(admin).delete(sessions).then().statusCode(400);
                api.as(admin)
                        .delete(sessions + "?usr_id=" + arrival.claim("sub"))
                        .then()
                        .statusCode(400);
                api.as(admin).delete(sessions + "?user_id=").then().statusCode(400);
                api.as(admin).delete(sessions + "?offline=true").then().statusCode(400);
                api.as(admin)
                        .delete(sessions + "/" + arrival.claim("sid") + "?offline=perhaps")
                        .then()
                        .statusCode(400);
                api.as(admin)
                        .delete(sessions + "/00000000-0000-0000-0000-000000000000")
                        .then()
                        .statusCode(404);
                String ada = api.token("ada", APOLLO);
                api.as(ada).delete(sessions + "/" + arrival.claim("sid")).then().statusCode(403);
                api.as(ada).get(sessions).then().statusCode(403);
                RestAssured.given().get(sessions).then().statusCode(401);
                assertThat(house.userinfo(arrival).getStatusCode()).isEqualTo(200);
            }
        });
    }

    private List<String> ended() {
        return audit.all().stream()
                .filter(line ->
                        line.path("event").asText().toLowerCase(Locale.ROOT).contains("session"))
                .map(line -> line.path("reason").asText())
                .filter(reason -> !reason.isEmpty())
                .toList();
    }

    private void assertSignedOut(PlainBrowser browser, Arrival before) {
        assertSignedOut(browser, "desk", before);
    }

    private void assertSignedOut(PlainBrowser browser, String client, Arrival before) {
        assertThat(Arrival.at(house.enter(browser, client, "prompt", "none")).error())
                .isEqualTo("login_required");
        assertThat(house.userinfo(before).getStatusCode()).isEqualTo(401);
        assertThat(house.refresh(client, before).getBody()).contains("invalid_grant");
    }

    private Response delete(String token, String query) {
        return api.as(token).header("X-Subject-Token", token).delete(api.base() + "/auth/tokens" + query);
    }
}
