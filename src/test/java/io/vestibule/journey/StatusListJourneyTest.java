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
import io.restassured.response.Response;
import io.vestibule.client.OfflineCheck;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Token Status List (draft-ietf-oauth-status-list-21): who checks a token without asking learns of its end, too. */
@QuarkusTest
@TestProfile(JourneyProfile.class)
@Tag("oidc")
class StatusListJourneyTest {
    @Inject
    House house;

    @Inject
    IdentityApi api;

    @Inject
    JourneyClock clock;

    private int seconds;

    @AfterEach
    void backToNow() {
        clock.backToNow();
    }

    @Test
    void theListIsSignedForItsAddressAndSaysHowLongItMayBeKept() throws Exception {
        try (PlainBrowser browser = new PlainBrowser()) {
            Place place = place(house.arrive(browser, Way.LOCAL, "ada", "desk").text("access_token"));
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
            assertThat(place(token)).isNotEqualTo(place(other));
            assertThat(isListedValid(token)).isTrue();
            assertThat(offline(token)).isTrue();

            given().auth()
                    .preemptive()
                    .basic("desk", "secret-of-desk-for-the-journeys")
                    .formParam("token", token)
                    .post(house.at("/revoke"))
                    .then()
                    .statusCode(200);

            assertThat(isListedValid(token)).isFalse();
            assertThat(offline(token)).isFalse();
            assertThat(isListedValid(other)).isTrue();
            assertThat(offline(other)).isTrue();
        }
    }

    @Test
    void withTheSessionAllOfItsTokensAreMarked() {
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
                    assertThat(isListedValid(each)).isTrue();
                }

                Visit question = browser.click(browser.open(house.at("")), "Sign out");
                browser.submit(question, "form.answers", Map.of("logout", "yes"));

                for (String each : new String[] {token, later, keystone, scoped}) {
                    assertThat(isListedValid(each)).isFalse();
                }
                assertThat(offline(token)).isFalse();
                assertThat(isListedValid(byPassword)).isTrue();
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
            assertThat(isListedValid(second)).isFalse();
            assertThat(isListedValid(first)).isTrue();
            api.as(first)
                    .header("X-Subject-Token", first)
                    .delete(api.base() + "/auth/tokens")
                    .then()
                    .statusCode(204);
            assertThat(isListedValid(first)).isFalse();
        });
    }

    @Test
    void thereAreNoListsThatNoTokenNames() {
        for (String name : new String[] {"1-0", "99999999-0", "99999999999-1", "x", "495000-0", "-1--1"}) {
            given().get(house.at("/status-lists/" + name)).then().statusCode(404);
        }
    }

    private record Place(String uri, int index) {}

    private static Place place(String token) {
        try {
            Map<?, ?> status = (Map<?, ?>) SignedJWT.parse(token)
                    .getJWTClaimsSet()
                    .getJSONObjectClaim("status")
                    .get("status_list");
            return new Place((String) status.get("uri"), ((Number) status.get("idx")).intValue());
        } catch (java.text.ParseException broken) {
            throw new AssertionError(broken);
        }
    }

    /** As a stranger reads it, with another's words than the client library. */
    private boolean isListedValid(String token) {
        clock.move(Duration.ofSeconds(2L * ++seconds)); // lists are made anew once a second at most
        Place place = place(token);
        try {
            JWTClaimsSet claims =
                    SignedJWT.parse(given().get(place.uri()).body().asString()).getJWTClaimsSet();
            String lst = (String) claims.getJSONObjectClaim("status_list").get("lst");
            byte[] bits = new InflaterInputStream(
                            new ByteArrayInputStream(Base64.getUrlDecoder().decode(lst)))
                    .readAllBytes();
            assertThat(bits).hasSize(8192);
            return (bits[place.index() / 8] >> (place.index() % 8) & 1) == 0;
        } catch (Exception broken) {
            throw new AssertionError(broken);
        }
    }

    private boolean offline(String token) {
        URI issuer = house.at("");
        return OfflineCheck.of(issuer.toString(), issuer.toString(), house.at("/jwks"))
                .check(token)
                .isPresent();
    }

    private static String accessToken(String answer) {
        return io.restassured.path.json.JsonPath.from(answer).getString("access_token");
    }
}
