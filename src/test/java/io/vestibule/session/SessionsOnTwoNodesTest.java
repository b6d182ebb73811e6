package io.vestibule.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.vestibule.MovableClock;
import io.vestibule.browser.Visitor;
import io.vestibule.database.OtherNode;
import io.vestibule.database.Statements;
import io.vestibule.directory.Directory;
import io.vestibule.directory.Resolution;
import io.vestibule.directory.User;
import io.vestibule.identity.AuthnContext;
import io.vestibule.identity.Claims;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.UpstreamIdentity;
import io.vestibule.identity.UpstreamSession;
import io.vestibule.keys.Sealer;
import io.vestibule.mapping.MappedPerson;
import io.vestibule.realm.SessionPolicy;
import io.vestibule.records.RandomTokens;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A session ends at once where it was ended, and within a second on every other node. */
@QuarkusTest
class SessionsOnTwoNodesTest {
    private static final RealmName REALM = new RealmName("guild");
    private static final ConnectorId CONNECTOR = new ConnectorId("somewhere");
    private static final SessionPolicy POLICY = SessionPolicy.standard();
    private static final Visitor VISITOR = new Visitor("192.0.2.1", "test", Map.of(), List.of(Locale.ENGLISH));

    @Inject
    Sessions here;

    @Inject
    Directory directory;

    @Inject
    RandomTokens tokens;

    @Inject
    Sealer sealer;

    @Inject
    TransactionSynchronizationRegistry transactions;

    private final OtherNode node = OtherNode.ofTheServerUnderTest();
    private Sessions there;
    private OpenedSession opened;

    @BeforeEach
    void aSessionThatBothNodesHaveSeen() {
        there = on(node.statements());
        opened = here.open(person(), identity(), POLICY, VISITOR);
        assertThat(foundBy(here)).isPresent();
        assertThat(foundBy(there)).isPresent();
    }

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void endsHereAtOnceAndThereWithinASecond() throws InterruptedException {
        assertThat(here.end(opened.session().id())).isTrue();
        Instant ended = Instant.now();
        assertThat(foundBy(here)).isEmpty();
        assertThat(here.find(REALM, opened.session().id(), POLICY)).isEmpty();
        while (foundBy(there).isPresent()) {
            assertThat(Duration.between(ended, Instant.now())).isLessThan(Duration.ofMillis(1500));
            Thread.sleep(20);
        }
    }

    @Test
    void aTokenThatWasReplacedOpensNothingHereFromThenOn() throws InterruptedException {
        OpenedSession renewed =
                here.renew(opened.session(), identity(), POLICY, VISITOR).orElseThrow();
        Instant replaced = Instant.now();
        assertThat(renewed.session().id()).isEqualTo(opened.session().id());
        assertThat(foundBy(here)).isEmpty();
        assertThat(here.find(REALM, renewed.token().reveal(), POLICY)).isPresent();
        assertThat(there.find(REALM, renewed.token().reveal(), POLICY)).isPresent();
        while (foundBy(there).isPresent()) {
            assertThat(Duration.between(replaced, Instant.now())).isLessThan(Duration.ofMillis(1500));
            Thread.sleep(20);
        }
    }

    @Test
    void whoNotesThatItIsUsedLearnsThatItEndedElsewhere() {
        MovableClock clock = new MovableClock(Instant.now());
        Sessions other = on(node.statements(), clock);
        assertThat(foundBy(other)).isPresent();
        here.end(opened.session().id());
        clock.advance(Duration.ofSeconds(61));
        assertThat(foundBy(other)).as("and takes it for alive no longer").isEmpty();
    }

    @Test
    void whoNotesThatItIsUsedLearnsThatItHasAnotherToken() {
        MovableClock clock = new MovableClock(Instant.now());
        Sessions other = on(node.statements(), clock);
        assertThat(foundBy(other)).isPresent();
        assertThat(here.renew(opened.session(), identity(), POLICY, VISITOR)).isPresent();
        clock.advance(Duration.ofSeconds(61));
        assertThat(foundBy(other)).isEmpty();
    }

    @Test
    void aTokenIsOfOneRealmOnly() {
        assertThat(here.find(new RealmName("house"), opened.token().reveal(), POLICY))
                .isEmpty();
    }

    private Optional<Session> foundBy(Sessions node) {
        return node.find(REALM, opened.token().reveal(), POLICY);
    }

    private Sessions on(Statements statements) {
        return on(statements, Clock.systemUTC());
    }

    private Sessions on(Statements statements, Clock clock) {
        return new Sessions(new SessionRepository(statements), tokens, sealer, transactions, clock);
    }

    private User person() {
        MappedPerson mapped = new MappedPerson("ada", "Ada", Optional.empty(), false, Claims.none(), Set.of());
        Resolution resolution = directory.resolve(REALM, identity(), mapped);
        return switch (resolution) {
            case Resolution.Known known -> known.user();
            case Resolution.Provisioned provisioned -> provisioned.user();
            case Resolution.Refused refused -> throw new AssertionError(refused.toString());
        };
    }

    private static UpstreamIdentity identity() {
        return new UpstreamIdentity(
                CONNECTOR,
                "subject",
                Claims.none(),
                new AuthnContext(Instant.now(), Optional.empty(), Set.of("pwd")),
                UpstreamSession.none());
    }
}
