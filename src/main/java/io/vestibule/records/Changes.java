package io.vestibule.records;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;

/**
 * Tells every node what changed. The notice is a row written in the transaction of the change itself, so there is no change
 * without its notice and no notice of a change that was rolled back.
 */
@ApplicationScoped
public class Changes {
    /** A node that was away longer than this missed news; {@link ChangesFeed} knows. */
    static final Duration KEPT = Duration.ofMinutes(5);

    private final ChangeNoticeRepository notices;
    private final ChangesFeed feed;
    private final Event<Announced> announced;
    private final Event<Changed> changed;
    private final Clock clock;
    private final UUID node;

    Changes(
            ChangeNoticeRepository notices,
            ChangesFeed feed,
            Event<Announced> announced,
            Event<Changed> changed,
            Clock clock) {
        this.notices = notices;
        this.feed = feed;
        this.announced = announced;
        this.changed = changed;
        this.clock = clock;
        this.node = feed.node();
    }

    /** Waits for the commit. */
    record Announced(Changed changed) {}

    /** To be called in the transaction that makes the change; without one it stands alone. */
    @Transactional
    public void announce(String realm, String topic, String key) {
        Changed news = new Changed(realm, topic, key);
        notices.add(news, node, clock.instant());
        announced.fire(new Announced(news));
    }

    /** Whether this node knows every change that was committed more than a second ago. */
    public boolean heardLately() {
        return feed.heardLately();
    }

    /** A cache of at most {@code most} entries, for the room to evict from when it observes {@link Changed}. */
    public <K, V> FollowedCache<K, V> cache(int most) {
        return new FollowedCache<>(most, feed::heardLately, feed::epoch);
    }

    void afterCommit(@Observes(during = TransactionPhase.AFTER_SUCCESS) Announced news) {
        changed.fire(news.changed());
    }

    @Scheduled(every = "1m", delayed = "30s")
    @Transactional
    void clean() {
        notices.deleteBefore(clock.instant().minus(KEPT));
    }
}
