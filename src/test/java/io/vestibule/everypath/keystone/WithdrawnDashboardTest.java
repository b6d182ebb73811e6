package io.vestibule.everypath.keystone;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.everypath.CrossingProfile;
import io.vestibule.everypath.Stage;
import io.vestibule.everypath.World;
import io.vestibule.journey.RealmFiles;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whoever takes back what a dashboard may do takes its tokens back, in whatever browser it got them. */
@QuarkusTest
@TestProfile(CrossingProfile.class)
class WithdrawnDashboardTest {
    @Inject
    World world;

    @Inject
    RealmFiles files;

    @Test
    void itsTokensEndWithThoseMadeFromThem() {
        files.with(
                "crossing", "name: Dashboard\n    consent: trusted", "name: Dashboard\n    consent: remembered", () -> {
                    try (Stage stage = new Stage(world);
                            PlainBrowser here = new PlainBrowser();
                            PlainBrowser elsewhere = new PlainBrowser()) {
                        Tokens tokens = new Tokens(stage);
                        URI door = URI.create(tokens.at(
                                "/auth/OS-FEDERATION/websso/openid?origin=https://dashboard.example/auth/websso/"));
                        Visit asked = signIn(stage, here, door);
                        String token =
                                token(here.submit(asked, "form:has([name=consent])", Map.of("consent", "allow")));
                        String scoped = Tokens.text(tokens.byToken(token, tokens.inProject()));
                        String other = token(signIn(stage, elsewhere, door));
                        assertThat(tokens.validates(other)).isTrue();

                        Visit list = here.open(URI.create(world.at("/account/applications")));
                        Visit after =
                                here.submit(list, "form:has([name=relyingParty])", Map.of("relyingParty", "dashboard"));
                        assertThat(after.html().select("[role=status]")).isNotEmpty();

                        assertThat(new String[] {token, scoped, other}).noneMatch(tokens::validates);
                        assertThat(tokens.byToken(token, tokens.inProject()).statusCode())
                                .isEqualTo(404);
                        assertThat(here.open(door).html().select("form:has([name=consent])"))
                                .as("asked again")
                                .isNotEmpty();
                    }
                });
    }

    private static Visit signIn(Stage stage, PlainBrowser browser, URI door) {
        return browser.submit(
                browser.open(door),
                "form:has([name=password])",
                Map.of("username", stage.user().username(), "password", Stage.PASSWORD));
    }

    private static String token(Visit page) {
        return page.html().select("#auto-post [name=token]").attr("value");
    }
}
