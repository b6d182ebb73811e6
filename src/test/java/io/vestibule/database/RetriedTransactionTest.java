package io.vestibule.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;

/** Who loses a race tries again; who fails otherwise does not. */
@QuarkusTest
class RetriedTransactionTest {
    private static final long ONE = 8_151_623L;
    private static final long OTHER = 8_151_624L;
    private static final String RECORD =
            "insert into expiring_record (kind, id, content, expires_at) values ('retried', ?, '', now())";

    @Inject
    Statements statements;

    @Inject
    EntityManager entityManager;

    @Test
    void ofTwoThatWaitForEachOtherBothComeThrough() throws Exception {
        CyclicBarrier bothHoldOne = new CyclicBarrier(2);
        AtomicInteger attempts = new AtomicInteger();
        try (ExecutorService people = Executors.newFixedThreadPool(2)) {
            Future<Integer> first = people.submit(() -> inTurn(this::lock, ONE, OTHER, bothHoldOne, attempts));
            Future<Integer> second =
                    people.submit(() -> inTurn(this::lockByHibernate, OTHER, ONE, bothHoldOne, attempts));

            assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo(1);
            assertThat(second.get(30, TimeUnit.SECONDS)).isEqualTo(1);
        }
        assertThat(attempts)
                .as("PostgreSQL ends one of the two, which begins again")
                .hasValue(3);
    }

    private static Integer inTurn(
            LongConsumer lock, long mine, long theirs, CyclicBarrier bothHoldOne, AtomicInteger attempts) {
        AtomicInteger own = new AtomicInteger();
        return RetriedTransaction.of(() -> {
            attempts.incrementAndGet();
            lock.accept(mine);
            if (own.incrementAndGet() == 1) {
                await(bothHoldOne);
            }
            lock.accept(theirs);
            return 1;
        });
    }

    @Test
    void whoeverIsOvertakenLooksAgain() {
        AtomicInteger attempts = new AtomicInteger();

        String found = RetriedTransaction.of(() -> {
            if (attempts.incrementAndGet() < 3) {
                throw new Overtaken();
            }
            return "what the other one made";
        });

        assertThat(found).isEqualTo("what the other one made");
    }

    @Test
    void whatIsRefusedForAnotherReasonIsNotTriedAgain() {
        AtomicInteger attempts = new AtomicInteger();

        assertThatThrownBy(() -> RetriedTransaction.of(() -> {
                    attempts.incrementAndGet();
                    return statements.change("insert into app_user (id) values (null)");
                }))
                .isInstanceOf(StatementFailed.class);
        assertThat(attempts).hasValue(1);
    }

    @Test
    void whoMeetsTheSameKeyAgainAndAgainGivesUp() {
        AtomicInteger attempts = new AtomicInteger();

        assertThatThrownBy(() -> RetriedTransaction.of(() -> {
                    attempts.incrementAndGet();
                    add("a key");
                    return add("a key");
                }))
                .isInstanceOf(StatementFailed.class);
        assertThat(attempts).hasValue(3);
    }

    @Test
    void whoMeetsAnotherKeyEachTimeGoesOn() {
        AtomicInteger attempts = new AtomicInteger();

        RetriedTransaction.of(() -> {
            String key = "key " + attempts.incrementAndGet();
            add(key);
            return attempts.get() < 6 ? add(key) : 1;
        });

        assertThat(attempts).hasValue(6);
        RetriedTransaction.of(() -> statements.change("delete from expiring_record where kind = 'retried'"));
    }

    @Test
    void whatIsToldIsToldOnceAndAfterTheCommit() {
        AtomicInteger attempts = new AtomicInteger();
        List<String> told = new ArrayList<>();

        RetriedTransaction.of(() -> {
            RetriedTransaction.joined(() -> {
                int attempt = attempts.incrementAndGet();
                RetriedTransaction.afterwards(
                        () -> told.add(attempt + (QuarkusTransaction.isActive() ? " within" : " after")));
                return true;
            });
            assertThat(told).isEmpty();
            if (attempts.get() < 3) {
                throw new Overtaken();
            }
            return true;
        });

        assertThat(told).containsExactly("3 after");
        RetriedTransaction.afterwards(() -> told.add("at once"));
        assertThat(told).containsExactly("3 after", "at once");
    }

    @Test
    void ofWhatFailedNothingIsTold() {
        List<String> told = new ArrayList<>();

        assertThatThrownBy(() -> RetriedTransaction.of(() -> {
                    RetriedTransaction.afterwards(() -> told.add("done"));
                    throw new IllegalStateException("not done");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(told).isEmpty();
    }

    @Test
    void insideATransactionTheLossIsItsCallers() {
        AtomicInteger outer = new AtomicInteger();
        AtomicInteger inner = new AtomicInteger();

        RetriedTransaction.of(() -> {
            outer.incrementAndGet();
            return RetriedTransaction.joined(() -> {
                if (inner.incrementAndGet() == 1) {
                    throw new Overtaken();
                }
                return true;
            });
        });

        assertThat(outer).hasValue(2);
    }

    private int add(String key) {
        return statements.change(RECORD, key.getBytes(StandardCharsets.UTF_8));
    }

    private void lock(long key) {
        statements.row("select 1 from pg_advisory_xact_lock(?)", row -> true, key);
    }

    private void lockByHibernate(long key) {
        entityManager
                .createNativeQuery("select 1 from pg_advisory_xact_lock(?1)")
                .setParameter(1, key)
                .getResultList();
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(10, TimeUnit.SECONDS);
        } catch (Exception broken) {
            throw new IllegalStateException(broken);
        }
    }
}
