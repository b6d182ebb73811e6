package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.vestibule.access.Actor;
import io.vestibule.access.Assignment;
import io.vestibule.access.Assignments;
import io.vestibule.access.Named;
import io.vestibule.access.Roles;
import io.vestibule.directory.Accounts;
import io.vestibule.directory.Domain;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.ScopeName;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a person may do, told to a relying party of OpenID Connect. */
@QuarkusTest
@TestProfile(JourneyProfile.class)
class RolesJourneyTest {
    private static final RealmName HOUSE = new RealmName("house");
    private static final String APOLLO = "project:Default/apollo";
    private static final String CHOICE = "form:has([name=scope])";
    private static final String OF_APOLLO =
            "[{\"type\":\"role-scope\",\"project\":{\"name\":\"apollo\",\"domain\":{\"name\":\"Default\"}}}]";

    @Inject
    House house;

    @Inject
    RealmFiles files;

    @Inject
    Assignments assignments;

    @Inject
    Accounts accounts;

    @Inject
    Roles roles;

    @Inject
    Named named;

    @Test
    void rolesOnANamedProjectStandInEveryProof() throws IOException {
        try (PlainBrowser browser = new PlainBrowser()) {
            Arrival crane = arrive(browser, "ada", "scope", "openid groups " + APOLLO);

            assertThat(texts(crane.shown().at("/claims/roles"))).containsExactly("member", "reader");
            assertThat(texts(crane.shown().at("/userinfo/roles"))).containsExactly("member", "reader");
            JsonNode token = payload(crane.text("access_token"));
            assertThat(texts(token.path("roles"))).containsExactly("member", "reader");
            assertThat(texts(token.path("groups"))).containsExactly("engineers");
            assertThat(token.path("scope").asText().split(" ")).contains("openid", "roles", APOLLO);
            assertThat(texts(token.path("entitlements"))).containsExactly(APOLLO + "/member", APOLLO + "/reader");
            assertThat(token.at("/authorization_details/0/project/name").asText())
                    .isEqualTo("apollo");
        }
    }

    @Test
    void aRelyingPartyHasRolesOfItsOwn() throws IOException {
        JsonNode answer = ofItsOwn(APOLLO, 200);
        JsonNode token = payload(answer.path("access_token").asText());
        assertThat(token.path("sub").asText()).isEqualTo("crane");
        assertThat(texts(token.path("roles"))).containsExactly("reader");
        assertThat(texts(token.path("entitlements"))).containsExactly(APOLLO + "/reader");
        assertThat(token.path("scope").asText()).isEqualTo(APOLLO);
        JsonNode told = introspected(answer.path("access_token").asText());
        assertThat(texts(told.path("roles"))).containsExactly("reader");
        assertThat(told.path("authorization_details")).isEqualTo(token.path("authorization_details"));

        assertThat(ofItsOwn("project:Default/gemini", 400).path("error").asText())
                .isEqualTo("invalid_scope");
        assertThat(ofItsOwn("project:Default/closed", 400).path("error").asText())
                .isEqualTo("invalid_scope");
        assertThat(payload(ofItsOwn("", 200).path("access_token").asText()).has("roles"))
                .isFalse();
        files.with(
                "house",
                "    - { client: crane, roles: [reader], on: project:Default/apollo }\n",
                "",
                () -> assertThat(introspected(answer.path("access_token").asText())
                                .path("active")
                                .asBoolean())
                        .as("its last role there is gone")
                        .isFalse());
    }

    private JsonNode ofItsOwn(String scope, int status) {
        return posted("/token", status, "grant_type=client_credentials&scope=" + scope.replace(":", "%3A"));
    }

    private JsonNode introspected(String token) {
        return posted("/introspect", 200, "token=" + token);
    }

    private JsonNode posted(String path, int status, String form) {
        return new ObjectMapper()
                .valueToTree(RestAssured.given()
                        .auth()
                        .preemptive()
                        .basic("crane", "secret-of-crane-for-the-journeys")
                        .contentType("application/x-www-form-urlencoded; charset=UTF-8")
                        .body(form)
                        .post(house.at(path))
                        .then()
                        .statusCode(status)
                        .extract()
                        .as(Map.class));
    }

    @Test
    void authorizationDetailsSayTheSameAsAScope() throws IOException {
        try (PlainBrowser browser = new PlainBrowser()) {
            JsonNode byScope =
                    payload(arrive(browser, "ada", "scope", "openid " + APOLLO).text("access_token"));
            JsonNode byDetails = payload(
                    Arrival.at(house.enter(browser, "crane", "scope", "openid", "authorization_details", OF_APOLLO))
                            .text("access_token"));

            assertThat(byDetails.path("authorization_details")).isEqualTo(byScope.path("authorization_details"));
            assertThat(byDetails.path("roles")).isEqualTo(byScope.path("roles"));
        }
    }

    @Test
    void whoHasSeveralPlacesIsAskedWhere() throws IOException {
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit page =
                    house.signIn(browser, Way.LOCAL, "ada", house.enter(browser, "crane", "scope", "openid roles"));
            assertThat(page.address().getPath()).isEqualTo("/realms/house/login/scope");
            assertThat(page.html().select("button[name=scope]").eachAttr("value"))
                    .as("a project that is switched off is no place")
                    .containsExactly(APOLLO, "domain:Default", "");

            Arrival crane =
                    Arrival.at(browser.carryOn(browser.submit(page, CHOICE, Map.of("scope", "domain:Default"))));

            assertThat(texts(crane.shown().at("/claims/roles"))).containsExactly("reader");
            assertThat(payload(crane.text("access_token")).path("scope").asText())
                    .contains("domain:Default");
        }
    }

    @Test
    void aChoiceIsTakenOnceAndOnlyAmongWhatThePersonHas() {
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit page =
                    house.signIn(browser, Way.LOCAL, "ada", house.enter(browser, "crane", "scope", "openid roles"));
            Arrival refused = Arrival.at(
                    browser.carryOn(browser.submit(page, CHOICE, Map.of("scope", "project:Default/gemini"))));
            assertThat(refused.error()).isEqualTo("invalid_scope");

            Visit again = browser.carryOn(browser.submit(page, CHOICE, Map.of("scope", APOLLO)));
            assertThat(again.address().getPath()).as("asked anew").isEqualTo("/realms/house/login/scope");
        }
    }

    @Test
    void whoCancelsIsBackWithoutAProof() {
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit page =
                    house.signIn(browser, Way.LOCAL, "ada", house.enter(browser, "crane", "scope", "openid roles"));
            Arrival back = Arrival.at(browser.carryOn(browser.submit(page, CHOICE, Map.of("scope", ""))));
            assertThat(back.error()).isEqualTo("access_denied");
        }
    }

    @Test
    void whoHasOnePlaceIsNotAskedAndWhoHasNoneIsStillSomebody() {
        try (PlainBrowser browser = new PlainBrowser();
                PlainBrowser other = new PlainBrowser()) {
            Arrival grace = arrive(browser, "grace", "scope", "openid roles");
            assertThat(texts(grace.shown().at("/claims/roles"))).containsExactly("reader");

            Arrival katherine = arrive(other, "katherine", "scope", "openid roles profile");
            assertThat(katherine.userinfo("name")).isEqualTo("Katherine Johnson");
            assertThat(katherine.shown().at("/claims/roles").isMissingNode()).isTrue();
        }
    }

    @Test
    void aPlaceWithoutARoleAndOneThatIsNotThereAreRefusedAlike() {
        try (PlainBrowser browser = new PlainBrowser()) {
            Arrival without = arrive(browser, "katherine", "scope", "openid " + APOLLO);
            Arrival nowhere = Arrival.at(house.enter(browser, "crane", "scope", "openid project:Default/mercury"));
            assertThat(without.error()).isEqualTo("invalid_scope");
            assertThat(nowhere.error()).isEqualTo("invalid_scope");
            assertThat(nowhere.text("error_description").replaceAll("Reference .*", ""))
                    .isEqualTo(without.text("error_description").replaceAll("Reference .*", ""));
        }
    }

    @Test
    void badWishesAreRefusedBeforeAnybodyIsAsked() {
        try (PlainBrowser browser = new PlainBrowser()) {
            Map<String, String[]> refused = Map.of(
                    "two places", new String[] {"invalid_scope", "scope", "openid domain:Default system:all"},
                    "no name", new String[] {"invalid_scope", "scope", "openid project:apollo"},
                    "no JSON", new String[] {"invalid_authorization_details", "authorization_details", "{"},
                    "a type of somebody else",
                            new String[] {
                                "invalid_authorization_details", "authorization_details", "[{\"type\":\"payment\"}]"
                            },
                    "a member too many",
                            new String[] {
                                "invalid_authorization_details",
                                "authorization_details",
                                "[{\"type\":\"role-scope\",\"system\":{\"all\":true},\"locations\":[]}]"
                            });
            refused.forEach((what, how) -> {
                Arrival back = Arrival.at(house.enter(browser, "crane", how[1], how[2]));
                assertThat(back.error()).as(what).isEqualTo(how[0]);
                assertThat(back.asked()).as(what).isFalse();
            });
        }
    }

    @Test
    void nobodyIsAskedInPassing() {
        try (PlainBrowser browser = new PlainBrowser()) {
            house.arrive(browser, Way.LOCAL, "ada", "desk");
            Arrival silent = Arrival.at(house.enter(browser, "crane", "scope", "openid roles", "prompt", "none"));
            assertThat(silent.error()).isEqualTo("interaction_required");
        }
    }

    @Test
    void aRelyingPartyThatMayNotAskLearnsNothing() throws IOException {
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit picker = house.enter(browser, "desk", "scope", "openid roles " + APOLLO);
            Arrival desk = Arrival.at(house.signIn(browser, Way.LOCAL, "ada", picker));
            JsonNode token = payload(desk.text("access_token"));
            assertThat(token.has("roles")).isFalse();
            assertThat(token.path("scope").asText()).isEqualTo("openid");
        }
    }

    @Test
    void aRoleThatIsTakenBackIsGoneFromTheNextTokenAndWithTheLastOneTheGrant() throws IOException {
        Assignment reader = given("katherine", "reader", "project:Default/gemini");
        Assignment member = given("katherine", "member", "project:Default/gemini");
        try (PlainBrowser browser = new PlainBrowser()) {
            Arrival crane = arrive(browser, "katherine", "scope", "openid project:Default/gemini");
            assertThat(texts(crane.shown().at("/claims/roles"))).containsExactly("member", "reader");

            assignments.revoke(HOUSE, member);
            JsonNode refreshed = body(house.refresh("crane", crane));
            assertThat(texts(payload(refreshed.path("access_token").asText()).path("roles")))
                    .containsExactly("reader");

            assignments.revoke(HOUSE, reader);
            HTTPResponse refused = house.parties()
                    .refresh("crane", refreshed.path("refresh_token").asText());
            assertThat(refused.getStatusCode()).isEqualTo(400);
            assertThat(body(refused).path("error").asText()).isEqualTo("invalid_grant");
            assertThat(house.userinfo(crane).getStatusCode()).isEqualTo(401);
        }
    }

    @Test
    void theDiscoveryDocumentSaysSo() {
        assertThat(house.parties().metadata().getScopes().toStringList()).contains("roles");
        assertThat(house.parties().metadata().getAuthorizationDetailsTypes())
                .extracting(Object::toString)
                .containsExactly("role-scope");
    }

    private Arrival arrive(PlainBrowser browser, String person, String... more) {
        return Arrival.at(house.signIn(browser, Way.LOCAL, person, house.enter(browser, "crane", more)));
    }

    private Assignment given(String person, String role, String scope) {
        Assignment wanted = new Assignment(
                new Actor.OfUser(accounts.named(HOUSE, Domain.DEFAULT, person)
                        .orElseThrow()
                        .id()),
                named.scope(HOUSE, ScopeName.parse(scope).orElseThrow()).orElseThrow(),
                roles.named(HOUSE, Optional.empty(), role).orElseThrow().id(),
                false);
        return assignments.grant(HOUSE, wanted).ifDone().orElseThrow();
    }

    private static JsonNode payload(String token) throws IOException {
        return new ObjectMapper().readTree(Base64.getUrlDecoder().decode(token.split("\\.")[1]));
    }

    private static JsonNode body(HTTPResponse response) throws IOException {
        return new ObjectMapper().readTree(response.getBody());
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(one -> texts.add(one.asText()));
        return texts;
    }
}
