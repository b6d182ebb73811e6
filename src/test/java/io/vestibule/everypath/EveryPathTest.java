package io.vestibule.everypath;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Security case 36, and the one table that must hold: whatever is switched off, locked or over works on no path. A switch that
 * leaves a path open has its reason beside the path, and is shown to leave it open.
 */
@QuarkusTest
@TestProfile(CrossingProfile.class)
class EveryPathTest {
    @Inject
    World world;

    @Any
    @Inject
    Instance<Paths> protocols;

    @TestFactory
    Stream<DynamicTest> isClosedByEverySwitch() {
        return Arrays.stream(Switch.values()).map(off -> DynamicTest.dynamicTest(off.name(), () -> column(off)));
    }

    private void column(Switch off) {
        try (Stage stage = new Stage(world)) {
            List<Path> paths =
                    protocols.stream().flatMap(rows -> rows.of(stage)).toList();
            assertThat(paths).isNotEmpty();
            List<String> wrong = new ArrayList<>();
            off.off(
                    stage,
                    () -> paths.forEach(path -> {
                        boolean open = path.isOpenAt(off);
                        try {
                            if (path.attempt().works() != open) {
                                wrong.add(path.name() + (open ? " does not work" : " works"));
                            }
                        } catch (AssertionError broken) { // the others are tried all the same
                            wrong.add(path.name() + " breaks: " + broken.getMessage());
                        }
                    }));
            assertThat(wrong).as(off.name()).isEmpty();
        }
    }
}
