package io.vestibule.everypath.oidc;

import static io.vestibule.everypath.oidc.OidcPaths.arrives;
import static io.vestibule.everypath.oidc.OidcPaths.authorize;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.vestibule.directory.SoftPasskey;
import io.vestibule.directory.TestFactors;
import io.vestibule.everypath.CrossingProfile;
import io.vestibule.everypath.Stage;
import io.vestibule.everypath.World;
import io.vestibule.journey.AuditLines;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Security case 43 for a passkey that never counts, as those that are kept in step between devices: what stops a second use of
 * its answer is the challenge alone.
 */
@QuarkusTest
@TestProfile(CrossingProfile.class)
class PasskeyReplayTest {
    private static final String FORM = "form[data-passkey=get]";

    @Inject
    World world;

    @Inject
    TestFactors factors;

    @Inject
    AuditLines audit;

    @Test
    void theSameAnswerIsGoodOnce() {
        try (Stage stage = new Stage(world);
                PlainBrowser browser = new PlainBrowser()) {
            SoftPasskey passkey = new SoftPasskey();
            factors.passkey(stage.realm(), stage.user(), passkey.id(), passkey.attested());
            Visit page = browser.open(authorize(stage, "openid", "login"));
            String challenge =
                    JsonPath.from(page.html().select(FORM).attr("data-options")).getString("challenge");
            Map<String, String> answer = Map.of("response", passkey.answer(stage.user(), challenge, page.address()));
            assertThat(arrives(browser.submit(page, FORM, answer))).isTrue();
            audit.begin();
            assertThat(arrives(browser.submit(page, FORM, answer))).isFalse();
            assertThat(audit.all())
                    .anyMatch(line -> line.path("reason").asText().equals("passkey-challenge-reused"));
        }
    }
}
