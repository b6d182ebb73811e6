package io.vestibule.mail;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.vestibule.identity.RealmName;
import io.vestibule.mail.OwedLetters.Owed;
import io.vestibule.outbound.SmtpClient;
import io.vestibule.outbound.SmtpOutcome;
import io.vestibule.realm.BaseUrl;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The way letters go. Whoever posts never waits: a letter is written when its turn comes, and kept in the database until a
 * server took it, or it is worth nothing any more; whichever node is there hands it in. One whose node dies between the
 * server's answer and taking note of it comes twice, and never not at all.
 */
@ApplicationScoped
public class Post {
    private static final Logger LOG = Logger.getLogger(Post.class);
    private static final int MOST_TO_WRITE = 1000;
    private static final int WRITING_AT_ONCE = 4;
    private static final int AT_ONCE = 16;
    /** Attempts of one letter that speak for others, too: it may be this very letter at which a server hangs up. */
    private static final int CONCERNS_OTHERS = 2;

    private static final Duration FOR_THE_LAST = Duration.ofSeconds(5);

    private final SmtpClient smtp;
    private final OwedLetters letters;
    private final Realms realms;
    private final BaseUrl base;
    private final MeterRegistry meters;
    private final Semaphore room = new Semaphore(MOST_TO_WRITE);
    private final AtomicLong owed = new AtomicLong();
    private final Semaphore writers = new Semaphore(WRITING_AT_ONCE);
    private final Semaphore carriers = new Semaphore(AT_ONCE);
    private final Places places = new Places();
    private final ReentrantLock taking = new ReentrantLock();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    Post(SmtpClient smtp, OwedLetters letters, Realms realms, BaseUrl base, MeterRegistry meters) {
        this.smtp = smtp;
        this.letters = letters;
        this.realms = realms;
        this.base = base;
        this.meters = meters;
        meters.gauge("vestibule.letters.waiting", owed);
    }

    /** How long a letter is worth handing in. */
    public enum Worth {
        /** As long as its link is good. */
        LINK,
        NEWS;

        private Duration of(MailPolicy policy) {
            return this == LINK ? policy.linkLifetime() : Duration.ofDays(1);
        }
    }

    /**
     * To be written, off the caller's thread, and sent; nothing written is nothing sent.
     *
     * @return false when too many are yet to be written, and this one is not taken
     */
    public boolean post(Realm realm, Worth worth, Supplier<Optional<Letter>> writing) {
        Optional<MailPolicy> policy = MailPolicy.of(realm);
        if (policy.isEmpty()) {
            return false;
        }
        if (!room.tryAcquire()) {
            count(realm.name(), "not-taken");
            return false;
        }
        threads.execute(() -> {
            write(realm.name(), worth, worth.of(policy.get()), writing);
            carry();
        });
        return true;
    }

    private void write(RealmName realm, Worth worth, Duration lasts, Supplier<Optional<Letter>> writing) {
        try {
            keep(realm, worth, lasts, written(writing));
        } catch (InterruptedException stopped) {
            LOG.warnf("realm %s: a letter was not written: the server stops", realm);
        } catch (RuntimeException broken) {
            LOG.errorf(broken, "realm %s: a letter could not be written", realm);
            count(realm, "failed");
        } finally {
            room.release();
        }
    }

    private Optional<Letter> written(Supplier<Optional<Letter>> writing) throws InterruptedException {
        writers.acquire();
        try {
            return writing.get();
        } finally {
            writers.release();
        }
    }

    private void keep(RealmName realm, Worth worth, Duration lasts, Optional<Letter> letter) {
        if (letter.isPresent() && !letters.owe(realm, letter.get(), lasts, worth == Worth.NEWS)) {
            LOG.errorf("realm %s: a letter was given up: too many wait for the mail server", realm);
            count(realm, "not-taken");
        }
    }

    /** What is due, of whichever node: after a pause, or because its node died. */
    @Scheduled(every = "10s", delayed = "20s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    public void carryOwed() {
        owed.set(letters.count());
        for (int i = 0; i < AT_ONCE; i++) {
            threads.execute(this::carry);
        }
    }

    /** Hands in until nothing is due; where enough do so already, they find the new letter. */
    private void carry() {
        if (!carriers.tryAcquire()) {
            return;
        }
        try {
            for (Optional<Owed> next = next(); next.isPresent(); next = next()) {
                handInFrom(next.get());
            }
        } catch (RuntimeException broken) {
            LOG.warn("letters wait: the database does not answer as it should", broken);
        } finally {
            carriers.release();
        }
    }

    /** One after the other on this node: who takes a letter takes a place of its realm. */
    private Optional<Owed> next() {
        taking.lock();
        try {
            Optional<Owed> next = letters.take(places.full());
            next.map(Owed::realm).ifPresent(places::enter);
            return next;
        } finally {
            taking.unlock();
        }
    }

    private void handInFrom(Owed letter) {
        try {
            handIn(letter);
        } finally {
            places.leave(letter.realm());
        }
    }

    private void handIn(Owed letter) {
        Optional<MailPolicy> policy = realms.find(letter.realm()).flatMap(MailPolicy::of);
        if (policy.isEmpty()) {
            giveUp(letter, "failed", "the realm has no mail server any more");
        } else if (!letters.isWorthHandingIn(letter)) {
            giveUp(letter, "failed", "it is too late");
        } else {
            opened(letter).ifPresent(open -> note(letter, send(policy.get(), open)));
        }
    }

    private Optional<Letter> opened(Owed letter) {
        try {
            return Optional.of(letters.open(letter));
        } catch (IllegalStateException notOurs) {
            giveUp(letter, "failed", String.valueOf(notOurs.getMessage()));
            return Optional.empty();
        }
    }

    private SmtpOutcome send(MailPolicy policy, Letter letter) {
        String greetsAs = Optional.ofNullable(base.value().getHost()).orElse("localhost");
        return smtp.send(policy.server(greetsAs), letter.to(), letter.subject(), letter.text());
    }

    private void note(Owed letter, SmtpOutcome outcome) {
        places.answers(letter.realm(), !(outcome instanceof SmtpOutcome.Unavailable));
        switch (outcome) {
            case SmtpOutcome.Accepted accepted -> {
                letters.settle(letter);
                count(letter.realm(), "accepted");
            }
            case SmtpOutcome.Rejected(String detail) -> giveUp(letter, "rejected", detail);
            case SmtpOutcome.Failed(String detail) -> later(letter, detail);
            case SmtpOutcome.Unavailable(String detail) -> {
                if (letter.attempts() <= CONCERNS_OTHERS) {
                    letters.putOffOthers(letter.realm());
                }
                later(letter, detail);
            }
        }
    }

    private void later(Owed letter, String detail) {
        Optional<Duration> again = letters.putOff(letter);
        if (again.isPresent()) {
            LOG.warnf("realm %s: a letter is tried again in %s: %s", letter.realm(), again.get(), detail);
        } else {
            giveUp(letter, "failed", detail);
        }
    }

    private void giveUp(Owed letter, String outcome, String detail) {
        letters.settle(letter);
        LOG.errorf("realm %s: a letter was given up: %s", letter.realm(), detail);
        count(letter.realm(), outcome);
    }

    private void count(RealmName realm, String outcome) {
        meters.counter("vestibule.letters", "realm", realm.value(), "outcome", outcome)
                .increment();
    }

    /** A command line that changes something, and then ends, tells whom it concerns, too. */
    void writeWhatWasPosted(@Observes ShutdownEvent end) throws InterruptedException {
        if (room.tryAcquire(MOST_TO_WRITE, FOR_THE_LAST.toMillis(), TimeUnit.MILLISECONDS)) {
            room.release(MOST_TO_WRITE);
        } else {
            LOG.warn("letters were not written: the server stops");
        }
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow(); // what is under way stays owed
    }
}
