package io.vestibule.everypath.keystone;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.everypath.CrossingProfile;
import io.vestibule.everypath.Stage;
import io.vestibule.everypath.World;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who signs in as somebody with a program leaves a line in their account, and not one for every token. */
@QuarkusTest
@TestProfile(CrossingProfile.class)
class ProgramActivityTest {
    @Inject
    World world;

    @Test
    void isToldOnceForTheAddressAndTheDay() {
        try (Stage stage = new Stage(world);
                PlainBrowser browser = new PlainBrowser()) {
            Tokens tokens = new Tokens(stage);
            String unscoped = tokens.token("unscoped");
            tokens.token(tokens.inProject());
            Tokens.text(tokens.byToken(unscoped, tokens.inProject()));
            Visit activity = browser.submit(
                    browser.open(URI.create(world.at("/account/activity"))),
                    "form:has([name=password])",
                    Map.of("username", stage.user().username(), "password", Stage.PASSWORD));
            assertThat(activity.html().text().split("A program signed in as you", -1))
                    .as(activity.html().text())
                    .hasSize(2);
        }
    }

    @Test
    void isNotWhoeverCameByABrowser() {
        try (Stage stage = new Stage(world);
                PlainBrowser browser = new PlainBrowser()) {
            Visit activity = browser.submit(
                    browser.open(URI.create(world.at("/account/activity"))),
                    "form:has([name=password])",
                    Map.of("username", stage.user().username(), "password", Stage.PASSWORD));
            assertThat(List.of(activity.html().text())).noneMatch(text -> text.contains("A program signed in"));
        }
    }
}
