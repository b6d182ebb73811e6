package io.vestibule.everypath;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.directory.AccountPatch;
import io.vestibule.everypath.PasswordDoors.Bringing;
import io.vestibule.everypath.PasswordDoors.Door;
import io.vestibule.everypath.PasswordDoors.Rule;
import io.vestibule.identity.Extra;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The password policy of PCI DSS: every rule × every path by which a password is chosen, or brought. */
@QuarkusTest
@TestProfile(CrossingProfile.class)
class EveryPasswordRuleTest {
    private static final String RULES = "expiresAfter: 30d";
    private static final String STRICT =
            "expiresAfter: 2h\n  pattern: \"(?=.*e).*\"\n  patternDescription: an e in it\n"
                    + "  uniqueLast: 3\n  minimumAge: 30m"; // hours, before keys change

    @Inject
    World world;

    @Any
    @Inject
    Instance<PasswordDoors> protocols;

    private final List<Stage> stages = new ArrayList<>();

    @BeforeEach
    void awake() {
        world.awaken();
    }

    @AfterEach
    void back() {
        stages.forEach(Stage::close);
        world.clock().backToNow();
    }

    @TestFactory
    Stream<DynamicTest> ofWhoeverChoosesOne() {
        return protocols.stream().flatMap(PasswordDoors::doors).toList().stream()
                .flatMap(door -> Stream.concat(
                        Stream.of(DynamicTest.dynamicTest(door.name() + ": a good one", () -> chooses(door))),
                        Stream.of(Rule.values())
                                .map(rule -> DynamicTest.dynamicTest(
                                        door.name() + ": " + rule, () -> isHeldTo(door, rule)))));
    }

    private void chooses(Door door) {
        strict(() -> {
            Stage stage = readyFor(door);
            assertThat(door.choosing().choose(stage, Stage.PASSWORD, "another one of mine"))
                    .isTrue();
        });
    }

    private void isHeldTo(Door door, Rule rule) {
        if (rule == Rule.TOO_SOON && door.takesOnlyEnded()) {
            return; // there is nothing to try: who has just chosen one is not let in
        }
        strict(() -> {
            Stage stage = readyFor(door);
            String present = Stage.PASSWORD;
            String wanted = "another one of mine";
            switch (rule) {
                case PATTERN -> wanted = "123456789012";
                case HISTORY -> wanted = Stage.PASSWORD;
                case TOO_SOON -> {
                    assertThat(door.choosing().choose(stage, Stage.PASSWORD, "the first one"))
                            .isTrue();
                    present = "the first one";
                }
                case ONLY_BY_ADMINISTRATORS -> option(stage, "{\"lock_password\":true}");
            }
            assertThat(door.choosing().choose(stage, present, wanted))
                    .isEqualTo(!door.binding().contains(rule));
        });
    }

    @Test
    void aPasswordThatSomebodyElseSetOpensNothingBeforeItIsChanged() {
        world.edited(
                RULES,
                RULES + "\n  changeOnFirstUse: true",
                () -> assertThat(opened(fresh())).isEmpty());
    }

    @Test
    void whoStayedAwayTooLongIsLetInNowhere() {
        world.edited(RULES, RULES + "\n  idleLimit: 1d", () -> {
            Stage stage = fresh();
            assertThat(opened(stage)).as("before").hasSize(entrances().size());
            world.clock().move(Duration.ofHours(25));
            assertThat(opened(stage)).isEmpty();
        });
    }

    private List<Bringing> entrances() {
        return protocols.stream().flatMap(PasswordDoors::entrances).toList();
    }

    private List<String> opened(Stage stage) {
        return entrances().stream()
                .filter(entrance -> entrance.opens().test(stage))
                .map(Bringing::name)
                .toList();
    }

    private Stage readyFor(Door door) {
        Stage stage = fresh();
        if (door.takesOnlyEnded()) {
            world.clock().move(Duration.ofMinutes(121));
        }
        return stage;
    }

    private void option(Stage stage, String options) {
        world.accounts()
                .update(
                        stage.realm(),
                        stage.user().id(),
                        AccountPatch.nothing().withOptions(new Extra(options).tree()));
    }

    private void strict(Runnable meanwhile) {
        world.edited(RULES, STRICT, meanwhile);
    }

    private Stage fresh() {
        Stage stage = new Stage(world);
        stages.add(stage);
        return stage;
    }
}
