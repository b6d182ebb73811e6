package io.vestibule.journey;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import io.vestibule.identity.SessionId;
import io.vestibule.identity.SessionRef;
import io.vestibule.identity.UserId;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.protocol.saml.toy.RedirectQuery;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;

/**
 * People with a session in which every protocol takes part: the desk (OpenID, back channel), the kiosk (SAML, SOAP), a dashboard,
 * to which the browser hands a Keystone token, and the upstream, one of OpenID or one of SAML.
 */
@ApplicationScoped
@Tag("saml")
@Tag("keystone")
class EveryParty {
    private final House house;
    private final Kiosk kiosk;
    private final IdentityCalls api;

    EveryParty(House house, Kiosk kiosk, IdentityCalls api) {
        this.house = house;
        this.kiosk = kiosk;
        this.api = api;
    }

    /**
     * Everything that one session gave out.
     *
     * @param keystone the token that the dashboard was handed
     * @param later one that was made from it
     */
    record Signed(Way way, PlainBrowser browser, Arrival desk, JsonNode kiosk, String keystone, String later) {
        /** What can be validated without asking: by a status list. */
        List<String> listed() {
            return List.of(desk.text("access_token"), keystone, later);
        }

        String sid() {
            return desk.claim("sid");
        }

        SessionRef ref() {
            return new SessionRef(
                    SessionId.parse(sid()).orElseThrow(),
                    UserId.parse(desk.claim("sub")).orElseThrow());
        }
    }

    static String toldAt(BackChannelOfDesk there, String client, String house) {
        String secret = "clientSecrets: [secret-of-" + client + "-for-the-journeys]";
        return house.replace(secret, secret + "\n      backchannelLogoutUri: " + there.address());
    }

    /** The house as everybody in it is told, the desk at {@code desk}. */
    static String house(String text, House house, BackChannelOfDesk desk) {
        String bySaml = "      metadata: { url: \"${base}/realms/guild/saml/metadata\" }\n";
        return toldAt(desk, "desk", IdentityApi.switchedOn(text))
                .replace("clientId: house\n", "clientId: house\n      signOutUpstream: true\n")
                .replace(bySaml, "      signOutUpstream: true\n" + bySaml)
                .replace("  # further relying parties", dashboard(house));
    }

    /** The guild as it tells the house. */
    static String guild(String text, House house) {
        String secret = "clientSecrets: [the-secret-between-house-and-guild]";
        return text.replace(
                secret,
                secret + "\n      postLogoutRedirectUris: [\"${base}/realms/house/logout/returned\"]"
                        + "\n      backchannelLogoutUri: " + house.at("/login/from/guild/back-channel-logout"));
    }

    private static String dashboard(House house) {
        return """
                  - id: dashboard
                    name: Dashboard
                    consent: trusted
                    keystone:
                      origins: ["%s"]
                      signedOutUris: ["%s"]
                """.formatted(house.party("/dashboard/websso"), house.party("/dashboard/signed-out"))
                .stripTrailing();
    }

    void signedIn(Way way, Consumer<Signed> part) {
        try (PlainBrowser browser = new PlainBrowser()) {
            part.accept(signedIn(way, browser));
        }
    }

    Signed signedIn(Way way, PlainBrowser browser) {
        Arrival arrival = house.arrive(browser, way, way.person, "desk");
        JsonNode assertion = Arrival.at(kiosk.enter(browser)).shown();
        assertThat(assertion.has("SessionIndex")).as("%s", assertion).isTrue();
        return withToken(way, browser, arrival, assertion);
    }

    /** Silently, in the session that goes on. */
    Signed enteredAgain(Signed signed) {
        Arrival arrival = Arrival.at(house.enter(signed.browser(), "desk", "prompt", "none"));
        assertThat(arrival.error()).isEmpty();
        assertThat(arrival.claim("sid")).isEqualTo(signed.sid());
        JsonNode assertion =
                Arrival.at(kiosk.enter(signed.browser(), "IsPassive", "true")).shown();
        assertThat(assertion.path("SessionIndex")).isEqualTo(signed.kiosk().path("SessionIndex"));
        return withToken(signed.way(), signed.browser(), arrival, assertion);
    }

    private Signed withToken(Way way, PlainBrowser browser, Arrival arrival, JsonNode assertion) {
        Visit handed = browser.open(dashboard("websso/openid"));
        assertThat(handed.html().select("#auto-post").attr("action"))
                .as(handed.body())
                .isEqualTo(house.party("/dashboard/websso").toString());
        String token = handed.html().select("#auto-post [name=token]").attr("value");
        String later = api.rescoped(token, "unscoped");
        assertThat(api.counts(later)).isTrue();
        return new Signed(way, browser, arrival, assertion, token, later);
    }

    /** Where a dashboard sends browsers. */
    private URI dashboard(String door) {
        return URI.create(api.base() + "/auth/OS-FEDERATION/" + door + "?"
                + Query.write(Map.of("origin", house.party("/dashboard/websso").toString())));
    }

    Visit signOutInPortal(Signed signed) {
        PlainBrowser browser = signed.browser();
        return agree(browser, browser.click(browser.open(house.at("")), "Sign out"));
    }

    Visit signOutAtDesk(Signed signed) {
        return signed.browser()
                .carryOn(signed.browser()
                        .open(URI.create(house.at("/logout") + "?"
                                + Query.write(Map.of(
                                        "id_token_hint",
                                        signed.desk().text("id_token"),
                                        "post_logout_redirect_uri",
                                        house.party("/desk/signed-out").toString())))));
    }

    Visit signOutAtKiosk(Signed signed) {
        return signed.browser().carryOn(signed.browser().open(kiosk.leaving(signed.kiosk())));
    }

    Visit signOutAtDashboard(Signed signed) {
        Visit question = signed.browser().open(dashboard("logout"));
        assertThat(question.html().text()).contains("Sign out?", "Dashboard");
        return agree(signed.browser(), question);
    }

    void endByToken(Signed signed) {
        api.as(signed.keystone())
                .header("X-Subject-Token", signed.keystone())
                .delete(api.base() + "/auth/tokens?end_session=true")
                .then()
                .statusCode(204);
    }

    /** In the guild's own portal. */
    Visit signOutAtGuild(Signed signed) {
        PlainBrowser browser = signed.browser();
        return agree(browser, browser.click(browser.open(house.server("/realms/guild")), "Sign out"));
    }

    private static Visit agree(PlainBrowser browser, Visit question) {
        return browser.carryOn(browser.submit(question, "form.answers", Map.of("logout", "yes")));
    }

    /** What an operator reads of it: names and words. */
    List<String> endedByOperator(Signed signed) {
        Response answer = endedByOperatorIfStillThere(signed);
        answer.then().statusCode(200);
        List<Map<String, Object>> parties = answer.jsonPath().getList("ended[0].parties");
        return parties.stream()
                .map(party -> party.get("name") + " " + party.get("outcome"))
                .toList();
    }

    Response endedByOperatorIfStillThere(Signed signed) {
        return api.as(api.administrator()).delete(api.base() + "/vestibule/sessions/" + signed.sid());
    }

    static String samlAnswer(Visit at) {
        return RedirectQuery.inflated(Objects.requireNonNull(
                RedirectQuery.read(at.address().getRawQuery()).get("SAMLResponse"), at.body()));
    }

    void assertEveryProofIsRefused(Signed signed) {
        assertThat(house.userinfo(signed.desk()).getStatusCode()).isEqualTo(401);
        assertThat(house.refresh("desk", signed.desk()).getBody()).contains("invalid_grant");
        for (String token : List.of("access_token", "refresh_token")) {
            assertThat(introspected(signed.desk().text(token))).as(token).isFalse();
        }
        String administrator = api.administrator();
        for (String token : List.of(signed.keystone(), signed.later())) {
            assertThat(api.validated(administrator, token))
                    .as("the Keystone token")
                    .isEqualTo(404);
        }
        assertThat(Arrival.at(house.enter(signed.browser(), "desk", "prompt", "none"))
                        .error())
                .isEqualTo("login_required");
        assertThat(Arrival.at(kiosk.enter(signed.browser(), "IsPassive", "true"))
                        .shown()
                        .path("status")
                        .toString())
                .contains("NoPassive");
    }

    private boolean introspected(String token) {
        return given().auth()
                .preemptive()
                .basic("desk", "secret-of-desk-for-the-journeys")
                .formParam("token", token)
                .post(house.at("/introspect"))
                .jsonPath()
                .getBoolean("active");
    }

    void assertUpstreamAsksAgain(Signed signed) {
        Visit there = house.through(signed.browser(), house.enter(signed.browser(), "desk"), signed.way().connector);
        assertThat(there.html().select(House.PASSWORD_FORM)).as(there.body()).isNotEmpty();
    }

    /** How often the kiosk was told of this session. */
    long heardAtKiosk(Signed signed) {
        String index = signed.kiosk().path("SessionIndex").asText();
        return kiosk.signOut().told().stream()
                .filter(told -> told.sessionIndex().equals(index))
                .count();
    }
}
