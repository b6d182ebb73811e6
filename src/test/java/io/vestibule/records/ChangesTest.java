package io.vestibule.records;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.vestibule.Waiting;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ChangesTest {
    @Inject
    Changes changes;

    @Inject
    ChangesFeed feed;

    @Inject
    ChangeNoticeRepository notices;

    @Inject
    Heard heard;

    @Inject
    Clock clock;

    private String realm;

    @ApplicationScoped
    static class Heard {
        private final ConcurrentLinkedQueue<Changed> all = new ConcurrentLinkedQueue<>();

        void hear(@Observes Changed changed) {
            all.add(changed);
        }

        List<Changed> of(String realm) {
            return all.stream().filter(news -> news.realm().equals(realm)).toList();
        }
    }

    @BeforeEach
    void aRealmOfItsOwn() {
        realm = "r" + UUID.randomUUID();
    }

    @Test
    void whatThisNodeChangesIsHeardHereRightAfterTheCommitAndOnce() {
        QuarkusTransaction.requiringNew().run(() -> {
            changes.announce(realm, "user", "1");
            assertThat(heard.of(realm)).isEmpty();
        });
        assertThat(heard.of(realm)).containsExactly(new Changed(realm, "user", "1"));
        anotherNode("later");
        Waiting.until(() -> heard.of(realm).size() > 1);
        assertThat(heard.of(realm)).extracting(Changed::key).containsExactly("1", "later");
    }

    @Test
    void whatIsRolledBackIsNoNews() {
        QuarkusTransaction.begin();
        changes.announce(realm, "user", "1");
        QuarkusTransaction.rollback();
        anotherNode("later");
        Waiting.until(() -> !heard.of(realm).isEmpty());
        assertThat(heard.of(realm)).extracting(Changed::key).containsExactly("later");
    }

    @Test
    void whatAnotherNodeChangesIsHeardWithinASecond() {
        anotherNode("1");
        Waiting.until(Duration.ofSeconds(1), () -> !heard.of(realm).isEmpty());
    }

    @Test
    void whatIsCommittedAfterALaterOneIsHeardToo() throws InterruptedException {
        CountDownLatch written = new CountDownLatch(1);
        CountDownLatch commit = new CountDownLatch(1);
        Thread slow = Thread.ofVirtual()
                .start(() -> QuarkusTransaction.requiringNew().run(() -> {
                    notices.add(new Changed(realm, "user", "early"), UUID.randomUUID(), clock.instant());
                    written.countDown();
                    await(commit);
                }));
        written.await();
        anotherNode("late");
        Waiting.until(Duration.ofSeconds(1), () -> !heard.of(realm).isEmpty());
        assertThat(heard.of(realm)).extracting(Changed::key).containsExactly("late");
        commit.countDown();
        slow.join();
        Waiting.until(() -> heard.of(realm).size() > 1);
        assertThat(heard.of(realm)).extracting(Changed::key).containsExactly("late", "early");
    }

    @Test
    void aNodeThatHearsNothingUsesNoCopies() {
        AtomicInteger readings = new AtomicInteger();
        FollowedCache<String, Integer> deaf = new FollowedCache<>(10, () -> false, () -> 0);
        deaf.get("a", key -> readings.incrementAndGet());
        deaf.get("a", key -> readings.incrementAndGet());
        assertThat(readings).hasValue(2);
        Waiting.until(changes::heardLately);
    }

    @Test
    void whatWasReadBeforeAChangeIsNotKeptAfterIt() {
        FollowedCache<String, String> cache = new FollowedCache<>(10, () -> true, () -> 0);
        String stale = cache.get("a", key -> {
            cache.evict("a"); // it changes while it is being read
            return "old";
        });
        assertThat(stale).isEqualTo("old");
        assertThat(cache.ifKept("a")).isEmpty();
        assertThat(cache.get("a", key -> "new")).isEqualTo("new");
        assertThat(cache.find("a", key -> Optional.empty())).contains("new");
    }

    private void anotherNode(String key) {
        QuarkusTransaction.requiringNew()
                .run(() -> notices.add(new Changed(realm, "user", key), UUID.randomUUID(), clock.instant()));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
