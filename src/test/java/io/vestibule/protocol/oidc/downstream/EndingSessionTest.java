package io.vestibule.protocol.oidc.downstream;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vestibule.Waiting;
import io.vestibule.database.Statements;
import io.vestibule.grants.TokenFamilies;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.identity.SessionId;
import io.vestibule.journey.JourneyClock;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.session.Participants;
import io.vestibule.session.Sessions;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What was agreed to in a session is not given out any more from the moment on at which somebody ends it, here or elsewhere. */
@QuarkusTest
@TestProfile(LabProfile.class)
class EndingSessionTest {
    @Inject
    Lab lab;

    @Inject
    Sessions sessions;

    @Inject
    Participants participants;

    @Inject
    TokenFamilies families;

    @Inject
    Statements statements;

    @Inject
    JourneyClock clock;

    private static RequestSpecification web() {
        return Lab.as("web", "web-secret-of-today");
    }

    private static SessionId session(Response tokens) throws Exception {
        return SessionId.parse(Lab.claims(tokens.path("id_token")).getStringClaim("sid"))
                .orElseThrow();
    }

    /** As another node does it: this one has the session in memory and knows nothing yet. */
    private Response whileItEnds(SessionId session, Supplier<Response> request) {
        Runnable end = () -> {
            assertThat(sessions.lock(session)).isTrue();
            families.revokeOfSession(session, false);
            assertThat(sessions.end(session)).isTrue();
        };
        return meanwhile(end, request);
    }

    private Response meanwhile(Runnable change, Supplier<Response> request) {
        CompletableFuture<Response> answer = QuarkusTransaction.requiringNew().call(() -> {
            change.run();
            CompletableFuture<Response> asked = CompletableFuture.supplyAsync(request);
            Waiting.until(() -> asked.isDone() || somebodyWaitsForThis());
            return asked;
        });
        return answer.join();
    }

    private boolean somebodyWaitsForThis() {
        return statements
                .row(
                        "select 1 from pg_locks where not granted and transactionid = pg_current_xact_id()::xid",
                        row -> true)
                .orElse(false);
    }

    @Test
    void aCodeIsWorthNothing() throws Exception {
        try (PlainBrowser browser = new PlainBrowser()) {
            Response before = lab.redeem(web(), Lab.code(lab.signIn(browser, "ada", lab.request("web"))));
            String code = Lab.code(lab.signIn(browser, "ada", lab.request("web")));
            whileItEnds(session(before), () -> lab.redeem(web(), code))
                    .then()
                    .statusCode(400)
                    .body("error", equalTo("invalid_grant"));
            lab.redeem(web(), code).then().statusCode(400);
            lab.userinfo(before.path("access_token")).then().statusCode(401);
        }
    }

    @Test
    void norIsTheCodeOfADevice() throws Exception {
        try (PlainBrowser browser = new PlainBrowser()) {
            Response before = lab.redeem(web(), Lab.code(lab.signIn(browser, "ada", lab.request("web"))));
            Response begun = lab.post(given(), "/device_authorization", "client_id", "tv", "scope", "openid");
            browser.submit(
                    browser.submit(
                            browser.open(URI.create(lab.issuer() + "/device")),
                            "main form",
                            Map.of("user_code", begun.path("user_code"))),
                    "form:has([name=consent])",
                    Map.of("consent", "allow"));
            String code = begun.path("device_code");
            Supplier<Response> poll = () ->
                    lab.token(given(), "grant_type", GrantTypes.DEVICE_CODE, "client_id", "tv", "device_code", code);
            whileItEnds(session(before), poll).then().statusCode(400).body("error", equalTo("invalid_grant"));
        }
    }

    @Test
    void norIsACodeOfAnApplicationThatIsLeftAlone() throws Exception {
        try (PlainBrowser browser = new PlainBrowser()) {
            Response before = lab.redeem(web(), Lab.code(lab.signIn(browser, "ada", lab.request("web"))));
            String code = Lab.code(lab.signIn(browser, "ada", lab.request("web")));
            SessionId session = session(before);
            Runnable leave = () -> {
                assertThat(sessions.lock(session)).isTrue();
                assertThat(participants.leave(new RealmName("lab"), session, new RelyingPartyId("web")))
                        .hasSize(1);
                families.revokeOfSession(session, new RelyingPartyId("web"));
            };
            meanwhile(leave, () -> lab.redeem(web(), code))
                    .then()
                    .statusCode(400)
                    .body("error", equalTo("invalid_grant"));
            lab.userinfo(before.path("access_token")).then().statusCode(401);
            lab.redeem(web(), Lab.code(lab.signIn(browser, "ada", lab.request("web", "prompt", "none"))))
                    .then()
                    .statusCode(200);
        }
    }

    /** What the person agreed to before they left it is not what they agree to now. */
    @Test
    void norIsACodeOfBeforeThePersonCameBack() throws Exception {
        try (PlainBrowser browser = new PlainBrowser()) {
            Response before = lab.redeem(web(), Lab.code(lab.signIn(browser, "ada", lab.request("web"))));
            String old = Lab.code(lab.signIn(browser, "ada", lab.request("web")));
            SessionId session = session(before);
            QuarkusTransaction.requiringNew()
                    .run(() -> participants.leave(new RealmName("lab"), session, new RelyingPartyId("web")));
            clock.move(Duration.ofSeconds(10));
            String fresh = Lab.code(lab.signIn(browser, "ada", lab.request("web", "prompt", "none")));
            lab.redeem(web(), old).then().statusCode(400).body("error", equalTo("invalid_grant"));
            lab.redeem(web(), fresh).then().statusCode(200);
        } finally {
            clock.backToNow();
        }
    }

    @Test
    void norARefreshToken() throws Exception {
        Response before = lab.tokens("ada", "openid");
        whileItEnds(session(before), () -> lab.refresh(web(), before.path("refresh_token")))
                .then()
                .statusCode(400)
                .body("error", equalTo("invalid_grant"));
    }
}
