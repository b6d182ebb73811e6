package io.vestibule.records;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vestibule.records.ChangeNoticeRepository.Notice;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Asks the database several times a second what others changed. Notices are numbered when written and seen when committed,
 * so a number that was skipped may still come: {@link NoticeNumbers} asks for it until its transaction must be over.
 */
@ApplicationScoped
class ChangesFeed {
    private static final Logger LOG = Logger.getLogger(ChangesFeed.class);
    private static final long PAUSE_MILLIS = 250;
    private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long AWAY_NANOS = Changes.KEPT.minusMinutes(1).toNanos();
    private static final int BEFORE_OTHERS = 1;

    private final ChangeNoticeRepository notices;
    private final Event<Changed> changed;
    private final Event<ChangesLost> lost;
    private final UUID node = UUID.randomUUID();
    private final NoticeNumbers numbers = new NoticeNumbers();

    private volatile boolean open;
    private volatile boolean heardOnce;
    private volatile long heardAt;
    private volatile long epoch;
    private volatile @Nullable Thread listener;

    ChangesFeed(ChangeNoticeRepository notices, Event<Changed> changed, Event<ChangesLost> lost) {
        this.notices = notices;
        this.changed = changed;
        this.lost = lost;
    }

    UUID node() {
        return node;
    }

    boolean heardLately() {
        return heardOnce && System.nanoTime() - heardAt < FRESH_NANOS;
    }

    long epoch() {
        return epoch;
    }

    void start(@Observes @Priority(BEFORE_OTHERS) StartupEvent started) {
        open = true;
        listener = Thread.ofPlatform().name("changes").daemon().start(this::listen);
    }

    void stop(@Observes ShutdownEvent stopping) {
        open = false;
        Thread running = listener;
        if (running != null) {
            running.interrupt();
        }
    }

    private void listen() {
        boolean silent = false;
        while (open) {
            try {
                hear();
                if (silent) {
                    LOG.info("news from other nodes arrive again");
                    silent = false;
                }
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException stopped) {
                return;
            } catch (RuntimeException unreachable) {
                if (open && !silent) {
                    LOG.warn(
                            "no news from other nodes: each question goes to the database until it answers",
                            unreachable);
                    silent = true;
                }
                pause();
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads the news and passes them on; only then may copies be used again. */
    void hear() {
        long asked = System.nanoTime();
        List<Notice> news =
                QuarkusTransaction.requiringNew().call(() -> notices.since(numbers.last(), numbers.missing()));
        numbers.take(news.stream().map(Notice::id).toList(), asked);
        if (heardOnce && asked - heardAt > AWAY_NANOS || numbers.lostCount()) {
            epoch = epoch + 1;
            lost.fire(new ChangesLost());
        }
        for (Notice notice : news) {
            if (!notice.node().equals(node)) {
                changed.fire(notice.changed());
            }
        }
        heardAt = asked; // what was committed before the question is known
        heardOnce = true;
    }
}
