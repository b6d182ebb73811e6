package io.vestibule.journey;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vestibule.Waiting;
import io.vestibule.audit.Circumstances;
import io.vestibule.client.OfflineCheck;
import io.vestibule.directory.AccountOutcome;
import io.vestibule.directory.AccountPatch;
import io.vestibule.directory.Accounts;
import io.vestibule.directory.Amendment;
import io.vestibule.directory.Domain;
import io.vestibule.directory.UserOptions;
import io.vestibule.identity.Extra;
import io.vestibule.identity.Secret;
import io.vestibule.identity.SessionId;
import io.vestibule.identity.UserId;
import io.vestibule.journey.ListedStatus.Place;
import io.vestibule.logout.OperatorLogout;
import io.vestibule.logout.OperatorLogout.Offline;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import io.vestibule.session.WantedSessions;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Token Status List (draft-ietf-oauth-status-list-21): who checks a token without asking learns of its end, too. */
@QuarkusTest
@TestProfile(JourneyProfile.class)
@Tag("oidc")
class StatusListJourneyTest {
    @Inject
    House house;

    @Inject
    Accounts accounts;

    @Inject
    Realms realms;

    @Inject
    RealmFiles files;

    @Inject
    OperatorLogout operator;

    @Inject
    ListedStatus lists;

    @Inject
    JourneyClock clock;

    @AfterEach
    void backToNow() {
        clock.backToNow();
    }

    @Test
    void theListIsSignedForItsAddressAndSaysHowLongItMayBeKept() throws Exception {
        try (PlainBrowser browser = new PlainBrowser()) {
            Place place = ListedStatus.place(
                    house.arrive(browser, Way.LOCAL, "ada", "desk").text("access_token"));
            Response answer = given().get(place.uri());
            answer.then().statusCode(200).contentType("application/statuslist+jwt");
            assertThat(answer.header("Cache-Control")).contains("max-age=15");
            assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
            SignedJWT list = SignedJWT.parse(answer.body().asString());
            assertThat(list.getHeader().getType()).hasToString("statuslist+jwt");
            JWTClaimsSet claims = list.getJWTClaimsSet();
            assertThat(claims.getSubject()).isEqualTo(place.uri());
            assertThat(claims.getClaim("ttl")).isEqualTo(15L);
            assertThat(claims.getExpirationTime()).isAfter(claims.getIssueTime());
            JWKSet keys = JWKSet.load(house.at("/jwks").toURL());
            assertThat(list.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.ES256);
            assertThat(list.verify(new ECDSAVerifier(
                            keys.getKeyByKeyId(list.getHeader().getKeyID()).toECKey())))
                    .isTrue();
            assertThat(given().get(place.uri()).body().asString())
                    .as("not signed again for everybody who asks")
                    .isEqualTo(answer.body().asString());
        }
    }

    @Test
    void onlyTheRevokedTokenIsMarked() {
        try (PlainBrowser browser = new PlainBrowser()) {
            Arrival arrival = house.arrive(browser, Way.LOCAL, "ada", "desk");
            String token = arrival.text("access_token");
            String other = accessToken(house.refresh("desk", arrival).getBody());
            assertThat(ListedStatus.place(token)).isNotEqualTo(ListedStatus.place(other));
            assertThat(lists.isValid(token)).isTrue();
            assertThat(offline(token)).isTrue();

            given().auth()
                    .preemptive()
                    .basic("desk", "secret-of-desk-for-the-journeys")
                    .formParam("token", token)
                    .post(house.at("/revoke"))
                    .then()
                    .statusCode(200);

            assertThat(lists.isValid(token)).isFalse();
            assertThat(offline(token)).isFalse();
            assertThat(lists.isValid(other)).isTrue();
            assertThat(offline(other)).isTrue();
        }
    }

    @Test
    void aClientsOwnTokenIsMarkedWhenItIsTakenBack() {
        String token = accessToken(
                asCrane("grant_type", "client_credentials", "/token").asString());
        assertThat(lists.isValid(token)).isTrue();
        assertThat(asCrane("token", token, "/revoke").statusCode()).isEqualTo(200);
        assertThat(lists.isValid(token)).isFalse();
    }

    @Test
    void withTheSessionAllOfItsTokensAreMarked() {
        try (PlainBrowser browser = new PlainBrowser()) {
            Arrival arrival = house.arrive(browser, Way.LOCAL, "ada", "desk");
            String token = arrival.text("access_token");
            String later = accessToken(house.refresh("desk", arrival).getBody());
            Visit question = browser.click(browser.open(house.at("")), "Sign out");
            browser.submit(question, "form.answers", Map.of("logout", "yes"));
            assertThat(lists.isValid(token)).isFalse();
            assertThat(lists.isValid(later)).isFalse();
            assertThat(offline(token)).isFalse();
        }
    }

    /** How an administrator takes back what outlives sessions. */
    enum TakenBack {
        BY_A_NEW_PASSWORD,
        BY_DISABLING,
        BY_DELETING
    }

    @ParameterizedTest
    @EnumSource
    void anOfflineGrantOutlivesItsSessionAndIsMarkedWhenTheUserLosesIt(TakenBack how) {
        Realm realm = realms.find("house").orElseThrow();
        UserId keeper = keeper(realm, "keeper-" + how.name().toLowerCase(Locale.ROOT));
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit page = house.enter(browser, "crane", "scope", "openid offline_access");
            Arrival arrival = Arrival.at(
                    house.signIn(browser, Way.LOCAL, "keeper-" + how.name().toLowerCase(Locale.ROOT), page));
            String token = arrival.text("access_token");
            Visit question = browser.click(browser.open(house.at("")), "Sign out");
            browser.submit(question, "form.answers", Map.of("logout", "yes"));
            assertThat(lists.isValid(token)).as("offline").isTrue();
            assertThat(offline(token)).isTrue();

            clock.move(Duration.ofMinutes(1));
            switch (how) {
                case BY_A_NEW_PASSWORD ->
                    change(realm, keeper, patch().withPassword(Amendment.to(new Secret("another-password-1"))));
                case BY_DISABLING -> change(realm, keeper, patch().withEnabled(false));
                case BY_DELETING -> accounts.delete(realm.name(), keeper);
            }
            Waiting.until(() -> !lists.isValid(token));
            assertThat(offline(token)).isFalse();
            assertThat(house.refresh("crane", arrival).getBody()).contains("invalid_grant");
        }
    }

    /** Who says that what would outlive the session ends with it. */
    enum SaidOtherwise {
        BY_THE_CLIENT,
        BY_THE_OPERATOR,
        BY_NOBODY
    }

    @ParameterizedTest
    @EnumSource
    void anOfflineGrantEndsWithItsSessionWhereTheClientOrTheOperatorSaysSo(SaidOtherwise who) {
        String secret = "clientSecrets: [secret-of-crane-for-the-journeys]";
        boolean client = who == SaidOtherwise.BY_THE_CLIENT;
        files.with("house", secret, secret + "\n      offlineEndsWithSession: " + client, () -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                Visit page = house.enter(browser, "crane", "scope", "openid offline_access");
                Arrival arrival = Arrival.at(house.signIn(browser, Way.LOCAL, "ada", page));
                String token = arrival.text("access_token");
                assertThat(arrival.text("refresh_token")).isNotEmpty();
                WantedSessions meant = new WantedSessions(
                        SessionId.parse(arrival.claim("sid")), Optional.empty(), Optional.empty(), Optional.empty());
                operator.end(
                        realms.find("house").orElseThrow(),
                        meant,
                        who == SaidOtherwise.BY_THE_OPERATOR ? Offline.ENDS : Offline.STAYS,
                        Circumstances.from(""));

                boolean stays = who == SaidOtherwise.BY_NOBODY;
                assertThat(lists.isValid(token)).isEqualTo(stays);
                assertThat(offline(token)).isEqualTo(stays);
                assertThat(house.refresh("crane", arrival).getBody().contains("invalid_grant"))
                        .isNotEqualTo(stays);
            }
        });
    }

    private static AccountPatch patch() {
        return AccountPatch.nothing();
    }

    private void change(Realm realm, UserId user, AccountPatch patch) {
        assertThat(accounts.update(realm, user, patch)).isInstanceOf(AccountOutcome.Done.class);
    }

    private UserId keeper(Realm realm, String name) {
        AccountOutcome made = accounts.create(
                realm,
                new Accounts.NewAccount(
                        Domain.DEFAULT,
                        name,
                        true,
                        Optional.of(new Secret(name + "-password-1")),
                        Optional.empty(),
                        UserOptions.none(),
                        Extra.none()));
        return ((AccountOutcome.Done) made).user().id();
    }

    @Test
    void thereAreNoListsThatNoTokenNames() {
        for (String name : new String[] {"1-0", "99999999-0", "99999999999-1", "x", "495000-0", "-1--1"}) {
            given().get(house.at("/status-lists/" + name)).then().statusCode(404);
        }
        try (PlainBrowser browser = new PlainBrowser()) {
            String list = ListedStatus.place(
                            house.arrive(browser, Way.LOCAL, "ada", "desk").text("access_token"))
                    .uri();
            for (String other : new String[] {"9999", "32768", "65536", "00"}) {
                given().get(list.replaceFirst("-0$", "-" + other)).then().statusCode(404);
            }
        }
    }

    private Response asCrane(String name, String value, String path) {
        return given().auth()
                .preemptive()
                .basic("crane", "secret-of-crane-for-the-journeys")
                .formParam(name, value)
                .post(house.at(path));
    }

    private boolean offline(String token) {
        URI issuer = house.at("");
        return OfflineCheck.of(issuer.toString(), issuer.toString(), house.at("/jwks"))
                .check(token)
                .isPresent();
    }

    private static String accessToken(String answer) {
        return JsonPath.from(answer).getString("access_token");
    }
}
