package io.vestibule.mail;

import io.micrometer.core.instrument.MeterRegistry;
import io.vestibule.outbound.SmtpClient;
import io.vestibule.outbound.SmtpOutcome;
import io.vestibule.realm.BaseUrl;
import io.vestibule.realm.Realm;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The way letters go. Whoever posts never waits: a letter is written and handed in when its turn comes, and again later where
 * the server did not take it. What waits is bounded and kept in memory: a restart loses it.
 */
@ApplicationScoped
public class Post {
    private static final Logger LOG = Logger.getLogger(Post.class);
    private static final int MOST_WAITING = 1000;
    private static final int AT_ONCE = 4;
    /** Together shorter than the life of most links: a letter that comes later is worth nothing. */
    private static final List<Duration> AGAIN_AFTER =
            List.of(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofMinutes(2), Duration.ofMinutes(8));

    private final SmtpClient smtp;
    private final BaseUrl base;
    private final MeterRegistry meters;
    private final List<Duration> pauses;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Semaphore turns = new Semaphore(AT_ONCE);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @Inject
    Post(SmtpClient smtp, BaseUrl base, MeterRegistry meters) {
        this(smtp, base, meters, AGAIN_AFTER);
    }

    Post(SmtpClient smtp, BaseUrl base, MeterRegistry meters, List<Duration> pauses) {
        this.smtp = smtp;
        this.pauses = pauses;
        this.base = base;
        this.meters = meters;
        meters.gauge("vestibule.letters.waiting", waiting);
    }

    /**
     * To be written, off the caller's thread, and sent; nothing written is nothing sent.
     *
     * @return false when too many are waiting, and this one is not taken
     */
    public boolean post(Realm realm, Supplier<Optional<Letter>> writing) {
        Optional<MailPolicy> policy = MailPolicy.of(realm);
        if (policy.isEmpty()) {
            return false;
        }
        if (waiting.incrementAndGet() > MOST_WAITING) {
            waiting.decrementAndGet();
            count(realm, "not-taken");
            return false;
        }
        threads.execute(() -> {
            try {
                deliver(realm, policy.get(), writing);
            } catch (InterruptedException stopped) {
                LOG.warn("a letter was not sent: the server stops");
            } catch (RuntimeException broken) {
                LOG.errorf(broken, "realm %s: a letter could not be written", realm.name());
                count(realm, "failed");
            } finally {
                waiting.decrementAndGet();
            }
        });
        return true;
    }

    private void deliver(Realm realm, MailPolicy policy, Supplier<Optional<Letter>> writing)
            throws InterruptedException {
        Optional<Letter> letter = inTurn(writing);
        if (letter.isEmpty()) {
            return;
        }
        SmtpOutcome outcome = inTurn(() -> handIn(policy, letter.get()));
        for (Duration pause : pauses) {
            if (!(outcome instanceof SmtpOutcome.Failed(String detail))) {
                break;
            }
            LOG.warnf("realm %s: a letter is tried again in %s: %s", realm.name(), pause, detail);
            Thread.sleep(pause);
            outcome = inTurn(() -> handIn(policy, letter.get()));
        }
        switch (outcome) {
            case SmtpOutcome.Accepted accepted -> count(realm, "accepted");
            case SmtpOutcome.Failed(String detail) -> given(realm, "failed", detail);
            case SmtpOutcome.Rejected(String detail) -> given(realm, "rejected", detail);
        }
    }

    private SmtpOutcome handIn(MailPolicy policy, Letter letter) {
        String greetsAs = Optional.ofNullable(base.value().getHost()).orElse("localhost");
        return smtp.send(policy.server(greetsAs), letter.to(), letter.subject(), letter.text());
    }

    private void given(Realm realm, String outcome, String detail) {
        LOG.errorf("realm %s: a letter was given up: %s", realm.name(), detail);
        count(realm, outcome);
    }

    private <T> T inTurn(Supplier<T> work) throws InterruptedException {
        turns.acquire();
        try {
            return work.get();
        } finally {
            turns.release();
        }
    }

    private void count(Realm realm, String outcome) {
        meters.counter("vestibule.letters", "realm", realm.name().value(), "outcome", outcome)
                .increment();
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }
}
