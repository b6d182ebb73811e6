package io.vestibule.grants;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.database.Statements;
import io.vestibule.identity.RealmName;
import io.vestibule.journey.JourneyProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Places in status lists, which are given out while a connection to the database is held. */
@QuarkusTest
@TestProfile(JourneyProfile.class)
class TokenStatusTest {
    private static final RealmName HOUSE = new RealmName("house");

    @Inject
    TokenStatus status;

    @Inject
    Statements statements;

    @ConfigProperty(name = "quarkus.datasource.jdbc.max-size")
    int connections;

    /** Whoever took a second one while all are held would wait for somebody who waits for them. */
    @Test
    @Timeout(30)
    void asManyAsThereAreConnectionsHaveAPlaceEachWithOneConnectionEach() throws Exception {
        Instant unused = Instant.now().plus(Duration.ofDays(4_000)); // of which nobody has taken a block
        CyclicBarrier all = new CyclicBarrier(connections);
        List<Callable<Integer>> work = IntStream.range(0, connections)
                .<Callable<Integer>>mapToObj(i ->
                        () -> QuarkusTransaction.requiringNew().call(() -> {
                            statements.row("select 1", row -> row.integer(1));
                            all.await(20, TimeUnit.SECONDS);
                            return status.reserve(HOUSE, unused).place();
                        }))
                .toList();
        Set<Integer> places = new HashSet<>();
        try (ExecutorService together = Executors.newFixedThreadPool(connections)) {
            for (Future<Integer> one : together.invokeAll(work)) {
                places.add(one.get());
            }
        }
        assertThat(places).hasSize(connections);
    }

    @Test
    void whatATransactionTookThatFailedIsGivenToNobodyTwice() {
        Instant unused = Instant.now().plus(Duration.ofDays(4_100));
        Set<Integer> places = new HashSet<>();
        QuarkusTransaction.begin();
        status.reserve(HOUSE, unused);
        QuarkusTransaction.rollback();
        for (int i = 0; i < 300; i++) {
            places.add(QuarkusTransaction.requiringNew()
                    .call(() -> status.reserve(HOUSE, unused).place()));
        }
        assertThat(places).hasSize(300);
    }

    @Test
    void twoOfOneTransactionAreTwo() {
        Instant unused = Instant.now().plus(Duration.ofDays(4_200));
        QuarkusTransaction.requiringNew()
                .run(() -> assertThat(status.reserve(HOUSE, unused).place())
                        .isNotEqualTo(status.reserve(HOUSE, unused).place()));
        assertThat(status.placeAlone(HOUSE, unused)).isNotEqualTo(status.placeAlone(HOUSE, unused));
    }
}
