package io.vestibule.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.identity.RealmName;
import io.vestibule.journey.JourneyClock;
import io.vestibule.journey.JourneyProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever happens to the clock, there is a key. */
@QuarkusTest
@TestProfile(JourneyProfile.class)
class RingsTest {
    private static final RealmName HOUSE = new RealmName("house");
    private static final String ES256 = SigningAlgorithm.ES256.name();
    private static final KeyPlan PLAN = new KeyPlan(
            "rings-of-a-test",
            List.of(new JwtKeyRecipe(SigningAlgorithm.ES256)),
            Duration.ofDays(90),
            Duration.ofDays(7),
            Duration.ofDays(7));

    @Inject
    KeyRotation rotation;

    @Inject
    JourneyClock clock;

    @AfterEach
    void today() {
        clock.backToNow();
        rotation.adopt(HOUSE, PLAN, "", List.of());
    }

    @Test
    void keysThatWereMadeWhileTheClockWasAheadServeAfterItWasPutRight() {
        Rings rings = new Rings(rotation, PLAN, clock);
        clock.move(Duration.ofDays(365));
        String ahead = kid(rings);
        clock.move(Duration.ofDays(365 + 84));
        rings.reload(HOUSE); // makes the next one

        clock.backToNow();

        assertThat(kid(rings)).as("on this node").isEqualTo(ahead);
        Rings elsewhere = new Rings(rotation, PLAN, clock);
        assertThat(kid(elsewhere)).as("on one that starts now").isEqualTo(ahead);
        assertThat(elsewhere
                        .of(HOUSE)
                        .notExpired(clock.instant())
                        .getFirst()
                        .jwk()
                        .getKeyID())
                .isEqualTo(ahead);
        assertThat(elsewhere.of(HOUSE).published(clock.instant()).getKeys()).hasSize(2);
        clock.move(Duration.ofDays(365 + 91));
        assertThat(kid(rings)).as("when the next one's time has come").isNotEqualTo(ahead);
    }

    @Test
    void aKeyOfAnotherNodeIsFoundThoughTheClockWasAheadWhenTheRingWasReadLast() {
        Rings rings = new Rings(rotation, PLAN, clock);
        clock.move(Duration.ofDays(30));
        kid(rings);
        clock.backToNow();
        Rings another = new Rings(rotation, PLAN, clock);
        another.rotateNow(HOUSE);
        String theirs = kid(another);

        assertThat(rings.find(HOUSE, ring -> ring.byKid(theirs, clock.instant())))
                .isPresent();
    }

    @Test
    void aNodeWhoseClockIsAheadDoesNotTakeAwayKeysThatOthersUse() {
        Rings rings = new Rings(rotation, PLAN, clock);
        String used = kid(rings);
        clock.move(Duration.ofDays(365));
        rotation.deleteExpired();

        clock.backToNow();

        assertThat(rings.reload(HOUSE).byKid(used, clock.instant())).isPresent();
    }

    private static String kid(Rings rings) {
        return rings.current(HOUSE, ES256).jwk().getKeyID();
    }
}
