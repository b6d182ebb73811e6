package io.vestibule.everypath.oidc;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.vestibule.everypath.CrossingProfile;
import io.vestibule.everypath.Stage;
import io.vestibule.everypath.World;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whoever takes back what an application may know takes back what it was given, and what it has not fetched yet. */
@QuarkusTest
@TestProfile(CrossingProfile.class)
class WithdrawnCodeTest {
    @Inject
    World world;

    @Test
    void aCodeThatIsStillOutIsWorthNothing() {
        try (Stage stage = new Stage(world);
                PlainBrowser browser = new PlainBrowser()) {
            OidcPaths.signIn(stage, browser, "openid", "login");
            URI door = OidcPaths.authorize(stage, "cautious", "openid profile", Map.of());
            Visit back = browser.submit(browser.open(door), "form:has([name=consent])", Map.of("consent", "allow"));
            Response tokens = redeem(stage, code(back));
            assertThat(userinfo(stage, tokens)).isEqualTo(200);
            String out = code(browser.open(door));

            Visit list = browser.open(URI.create(world.at("/account/applications")));
            browser.submit(list, "form:has([name=relyingParty])", Map.of("relyingParty", "cautious"));

            assertThat(redeem(stage, out).statusCode()).isEqualTo(400);
            assertThat(userinfo(stage, tokens)).isEqualTo(401);
            assertThat(browser.open(door).html().select("form:has([name=consent])"))
                    .as("asked again")
                    .isNotEmpty();
        }
    }

    private static String code(Visit back) {
        return String.valueOf(OidcPaths.query(back.address()).get("code"));
    }

    private static Response redeem(Stage stage, String code) {
        return OidcPaths.post(
                stage,
                given().auth().preemptive().basic("cautious", "cautious-secret"),
                "/token",
                "grant_type",
                "authorization_code",
                "code",
                code,
                "redirect_uri",
                stage.world().server("/rp/callback"));
    }

    private static int userinfo(Stage stage, Response tokens) {
        return given().header("Authorization", "Bearer " + tokens.path("access_token"))
                .get(stage.world().at("/userinfo"))
                .statusCode();
    }
}
