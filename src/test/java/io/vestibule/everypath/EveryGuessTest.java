package io.vestibule.everypath;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.directory.LoginThrottle;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Security case 44 over everything that somebody may guess: too many wrong ones, and the right one does not help. */
@QuarkusTest
@TestProfile(CrossingProfile.class)
class EveryGuessTest {
    private static final int BEFORE_LOCKOUT = 3; // as the realm's file says
    private static final int FROM_ONE_ADDRESS = 10_000; // as the profile says
    private static final String HERE = "127.0.0.1";

    @Inject
    World world;

    @Inject
    LoginThrottle throttle;

    @Any
    @Inject
    Instance<Guesses> protocols;

    private final List<Stage> stages = new ArrayList<>();

    @BeforeEach
    void rested() {
        world.awaken();
        world.clock().move(Duration.ofHours(3)); // after what other tables did, and before keys change
    }

    @AfterEach
    void back() {
        stages.forEach(Stage::close);
        world.clock().backToNow();
    }

    @Test // one account, from however many addresses
    void tooManyGuessesMakeTheRightOneWorthlessUntilTheyAreForgotten() {
        List<Guess> rows = rows();
        assertThat(names(rows, row -> row.wrong().works())).as("a guess").isEmpty();
        assertThat(names(rows, row -> !row.right().works())).as("the right one").isEmpty();
        for (int i = 0; i < BEFORE_LOCKOUT; i++) {
            rows.forEach(row -> row.wrong().works());
        }
        world.clock().move(Duration.ofHours(3).plusMinutes(2)); // another passcode, which was not used yet
        assertThat(names(rows, row -> row.right().works() == row.rests()))
                .as("after too many")
                .isEmpty();
        world.clock().move(Duration.ofHours(4));
        assertThat(names(rows, row -> !row.right().works())).as("later").isEmpty();
    }

    @Test // one address, however many accounts
    void anAddressThatFailedTooOftenIsNotHeardWhateverItShows() {
        List<Guess> rows = rows();
        world.clock().stand(); // or guesses would be forgotten while rows are tried
        for (int i = 0; i < FROM_ONE_ADDRESS; i++) {
            throttle.failed(HERE);
        }
        assertThat(names(rows, row -> row.right().works() == row.addressed())).isEmpty();
        world.clock().move(Duration.ofHours(3).plusMinutes(10));
        assertThat(names(rows, row -> !row.right().works())).as("later").isEmpty();
    }

    private List<Guess> rows() {
        return protocols.stream().flatMap(rows -> rows.of(this::fresh)).toList();
    }

    private Stage fresh() {
        Stage stage = new Stage(world);
        stages.add(stage);
        return stage;
    }

    private static List<String> names(List<Guess> rows, Predicate<Guess> which) {
        return rows.stream().filter(which).map(Guess::name).toList();
    }
}
