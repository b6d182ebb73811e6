package io.vestibule.protocol.saml.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.vestibule.browser.InboundMessage;
import io.vestibule.connector.AuthnOutcome;
import io.vestibule.connector.AuthnOutcome.Authenticated;
import io.vestibule.connector.AuthnOutcome.Rejected;
import io.vestibule.connector.Departure;
import io.vestibule.connector.Trip;
import io.vestibule.database.OtherNode;
import io.vestibule.records.ExpiringRecords;
import io.vestibule.records.RecordsOfOtherNode;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An assertion seen on one node is refused on every other (security case 14): two stores over one database. */
@QuarkusTest
class SamlReplayTest {
    private static final int TIMES = 8;

    @Inject
    ExpiringRecords here;

    private final SamlConnectorFixture fixture = new SamlConnectorFixture();
    private final OtherNode node = OtherNode.ofTheServerUnderTest();
    private SamlConnector one = fixture.connector();
    private SamlConnector other = one;
    private Trip trip;
    private Departure departure;
    private InboundMessage message;

    @BeforeEach
    void twoNodesAndOneAnswer() {
        one = fixture.open(SamlConnectorFixture.config("entityId: " + fixture.idp.entityId()), Clock.systemUTC(), here);
        other = fixture.open(
                SamlConnectorFixture.config("entityId: " + fixture.idp.entityId()),
                Clock.systemUTC(),
                RecordsOfOtherNode.on(node));
        trip = SamlConnectorFixture.trip();
        departure = SamlConnectorFixture.depart(one, trip);
        message = fixture.posted(fixture.draft(departure), trip.hop());
    }

    @AfterEach
    void close() {
        node.close();
        fixture.close();
    }

    @Test
    void anAssertionIsRefusedOnTheOtherNode() {
        assertThat(arriveAt(one)).isInstanceOf(Authenticated.class);
        assertThat(arriveAt(other)).satisfies(SamlReplayTest::isReplay);
        assertThat(arriveAt(one)).satisfies(SamlReplayTest::isReplay);
    }

    @Test
    void andTheOtherWayRound() {
        assertThat(arriveAt(other)).isInstanceOf(Authenticated.class);
        assertThat(arriveAt(one)).satisfies(SamlReplayTest::isReplay);
    }

    @Test
    void ofManyAtTheSameTimeOnBothNodesOneIsTaken() throws Exception {
        List<Callable<AuthnOutcome>> arrivals = new ArrayList<>();
        for (int i = 0; i < TIMES; i++) {
            arrivals.add(() -> arriveAt(one));
            arrivals.add(() -> arriveAt(other));
        }
        List<AuthnOutcome> outcomes = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(arrivals.size())) {
            for (Future<AuthnOutcome> arrival : threads.invokeAll(arrivals)) {
                outcomes.add(arrival.get());
            }
        }
        assertThat(outcomes).filteredOn(Authenticated.class::isInstance).hasSize(1);
        assertThat(outcomes)
                .filteredOn(Rejected.class::isInstance)
                .hasSize(2 * TIMES - 1)
                .allSatisfy(SamlReplayTest::isReplay);
    }

    private AuthnOutcome arriveAt(SamlConnector connector) {
        return connector.arrive(message, trip, departure.memory());
    }

    private static void isReplay(AuthnOutcome outcome) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.reason()).isEqualTo("assertion-replayed"));
    }
}
