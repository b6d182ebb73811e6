package io.vestibule.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.directory.Directory;
import io.vestibule.directory.FactorsReset;
import io.vestibule.directory.SecondFactors;
import io.vestibule.directory.TestFactors;
import io.vestibule.directory.User;
import io.vestibule.identity.RealmName;
import io.vestibule.journey.JourneyProfile;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an operator does for somebody who lost everything. */
@QuarkusTest
@TestProfile(JourneyProfile.class)
class FactorsRunTest {
    @Inject
    FactorsRun run;

    @Inject
    TestFactors people;

    @Inject
    SecondFactors factors;

    @Inject
    Realms realms;

    @Inject
    Clock clock;

    @Inject
    Witness witness;

    /** Hears of it as those do who tell the applications. */
    @ApplicationScoped
    static class Witness {
        private final Directory directory;
        private volatile Optional<Instant> voidAt = Optional.empty();

        Witness(Directory directory) {
            this.directory = directory;
        }

        Optional<Instant> voidAt() {
            return voidAt;
        }

        void heard(@Observes FactorsReset reset) {
            voidAt = directory.find(reset.realm(), reset.user()).flatMap(User::tokensValidAfter);
        }
    }

    @Test
    void whoeverLostEverythingStartsAfresh() {
        Realm house = realms.find(new RealmName("house")).orElseThrow();
        User alan = people.person(house, "alan").orElseThrow();
        people.enrol(house, alan);
        people.recoveryCodes(house, alan);
        Instant before = clock.instant();
        assertThat(run.run("house", "Default", "alan")).isZero();
        assertThat(people.person(house, "alan").flatMap(User::tokensValidAfter))
                .as("whoever is signed in is signed out")
                .hasValueSatisfying(since -> assertThat(since).isAfterOrEqualTo(before));
        assertThat(factors.of(house.name(), alan.id())).isEmpty();
        assertThat(people.codesLeft(alan)).isZero();
        assertThat(witness.voidAt())
                .as("what was given out is void before anybody hears of it")
                .hasValueSatisfying(since -> assertThat(since).isAfterOrEqualTo(before));
        assertThat(run.run("house", "Default", "nobody")).isEqualTo(1);
        assertThat(run.run("", "Default", "alan")).as("there are two realms").isEqualTo(1);
    }
}
