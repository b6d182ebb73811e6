package io.vestibule.protocol.oidc.downstream;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every outcome is told to the operator, refusals with their reason, and a refusal stores nothing. */
@QuarkusTest
@TestProfile(LabProfile.class)
class AuditTest {
    @Inject
    Lab lab;

    @Inject
    Tables tables;

    @Inject
    MeterRegistry meters;

    static Stream<Arguments> refusals() {
        return Stream.of(
                arguments("authorize/malformed-request", "GET /authorize?client_id=%ff"),
                arguments("authorize/unknown-client", "GET /authorize?client_id=nobody"),
                arguments("authorize/redirect-uri", "GET /authorize?client_id=web&redirect_uri=x"),
                arguments("authorize/prompt", "GET /authorize?@&response_type=code&scope=openid&prompt=none+login"),
                arguments(
                        "login/passive-without-session",
                        "GET /authorize?@&response_type=code&scope=openid&prompt=none"),
                arguments("logout/post-logout-redirect-uri", "GET /logout?client_id=web&post_logout_redirect_uri=x"),
                arguments("token/wrong-secret", "POST /token client_id=post&client_secret=x"),
                arguments("token/unknown-client", "POST /token client_id=nobody"),
                arguments("token/other-authentication-method", "POST /token client_id=web"),
                arguments("token/grant-type", "POST /token client_id=spa&grant_type=magic"),
                arguments("token/grant-not-allowed", "POST /token client_id=spa&grant_type=client_credentials"),
                arguments("token/code-unknown", "POST /token client_id=spa&grant_type=authorization_code&code=x"),
                arguments(
                        "token/refresh-token-unknown",
                        "POST /token client_id=spa&grant_type=refresh_token&refresh_token=x"),
                arguments("introspect/public-client", "POST /introspect client_id=spa&token=x"),
                arguments("revoke/token-missing", "POST /revoke client_id=spa"),
                arguments("userinfo/token-invalid", "POST /userinfo access_token=x"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void aRefusalIsCountedByItsReasonAndStoresNothing(String reason, String request) {
        double before = refused(reason);
        Map<String, Long> rows = tables.rows();
        send(request.replace("@", "client_id=web&redirect_uri=" + Lab.encode(lab.callback())));
        assertThat(refused(reason)).isEqualTo(before + 1);
        assertThat(tables.rows()).isEqualTo(rows);
    }

    @Test
    void successIsCountedByRelyingParty() {
        double before = counted("proof-issued", "relying_party", "machine");
        lab.token(Lab.as("machine", "machine-secret"), "grant_type", "client_credentials")
                .then()
                .statusCode(200);
        assertThat(counted("proof-issued", "relying_party", "machine")).isEqualTo(before + 1);
    }

    @Test
    void whatReuseEndedIsCounted() {
        double before = counted("grant-revoked", "relying_party", "web");
        Response tokens = lab.tokens("ada", "openid");
        for (int use = 0; use < 2; use++) {
            lab.refresh(Lab.as("web", "web-secret-of-today"), tokens.path("refresh_token"));
        }
        assertThat(counted("grant-revoked", "relying_party", "web")).isEqualTo(before + 1);
    }

    @Test
    void anErrorPageShowsItsReference() {
        assertThat(given().get(lab.issuer() + "/authorize?client_id=nobody").asString())
                .containsPattern("[2-9A-HJ-NP-Z]{10}");
    }

    private void send(String request) {
        String[] words = request.split(" ");
        if (words[0].equals("GET")) {
            given().redirects().follow(false).urlEncodingEnabled(false).get(lab.issuer() + words[1]);
        } else {
            given().header("Content-Type", "application/x-www-form-urlencoded")
                    .body(words[2])
                    .post(lab.issuer() + words[1]);
        }
    }

    private double refused(String reason) {
        return counted("refused", "reason", reason);
    }

    private double counted(String event, String tag, String value) {
        return meters.find("vestibule.events").tag("event", event).tag(tag, value).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }
}
