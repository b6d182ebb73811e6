package io.vestibule.protocol.saml.metadata;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One source's copies: the one in force, the last good one on disk, and when to look for the next. What does not stand the
 * checks changes nothing.
 */
final class Feed {
    private static final Duration RETRY = Duration.ofMinutes(1);

    private final Supply supply;
    private final Shelf shelf;
    private final Acceptance acceptance;
    private final FeedReport report;
    private final Duration interval;
    private final Clock clock;
    private final ReentrantLock refreshing = new ReentrantLock();
    private final CountDownLatch triedOnce = new CountDownLatch(1);
    private boolean loaded;
    private volatile @Nullable Catalogue inForce;
    private volatile Instant inForceSince = Instant.MIN;
    private volatile Instant due = Instant.MIN;
    private volatile Instant lookedAt = Instant.MIN;
    private volatile String lastFailure = "none was fetched yet";
    private volatile Warned warned = Warned.NOT;

    private enum Warned {
        NOT,
        SOON,
        EXPIRED
    }

    Feed(Supply supply, Shelf shelf, Acceptance acceptance, FeedReport report, Duration interval, Clock clock) {
        this.supply = supply;
        this.shelf = shelf;
        this.acceptance = acceptance;
        this.report = report;
        this.interval = interval;
        this.clock = clock;
    }

    Optional<Catalogue> inForce() {
        return Optional.ofNullable(inForce);
    }

    Instant due() {
        return due;
    }

    /** The copy that may be used now; waits a moment while the very first is under way. */
    Current current(Duration patience) {
        if (inForce == null && !await(patience)) {
            return new Current.None("the first copy is still being fetched");
        }
        Catalogue catalogue = inForce;
        if (catalogue == null) {
            return new Current.None("there is no copy: " + lastFailure);
        }
        Optional<Instant> until = catalogue.envelope().validUntil();
        return until.map(end -> clock.instant().isBefore(end)).orElse(true)
                ? new Current.Good(catalogue)
                : new Current.None("the copy expired at " + until.get() + "; " + lastFailure);
    }

    /** What is there to use. */
    sealed interface Current {
        record Good(Catalogue catalogue) implements Current {}

        record None(String why) implements Current {}
    }

    /** Puts the last good copy in force again, verified again: the configuration may trust others than it did then. */
    void loadKept() {
        refreshing.lock();
        try {
            if (loaded) {
                return;
            }
            loaded = true;
            Optional<Path> kept = shelf.copy();
            if (kept.isPresent()) {
                Catalogue catalogue = acceptance.again(kept.get(), shelf);
                putInForce(catalogue);
                triedOnce.countDown();
            }
        } catch (MetadataRefused refused) {
            lastFailure = "the kept copy: " + refused.detail();
            report.refused(refused, "the last good copy");
        } catch (IOException | UncheckedIOException unreadable) {
            lastFailure = unreadable.toString();
            report.unreachable("the kept copy: " + unreadable);
        } finally {
            refreshing.unlock();
        }
    }

    /** Looks for a new copy. One thread does, others find it done. */
    void refresh() {
        refreshing.lock();
        try {
            loadKept(); // or a copy older than the kept one would find nothing that is newer
            lookedAt = clock.instant();
            due = lookedAt.plus(earlier(RETRY, interval));
            if (fetch()) {
                due = nextLook();
            }
        } finally {
            triedOnce.countDown();
            refreshing.unlock();
        }
        watchExpiry();
    }

    /** Looks out of turn, unless the last look was nearer than {@code floor}; one that is under way is waited for. */
    void lookAgain(Duration floor) {
        Instant before = lookedAt;
        refreshing.lock();
        try {
            boolean meanwhile = lookedAt.isAfter(before);
            if (!meanwhile && !clock.instant().isBefore(lookedAt.plus(floor))) {
                refresh();
            }
        } finally {
            refreshing.unlock();
        }
    }

    void refreshUnlessUnderWay() {
        if (!refreshing.isLocked()) {
            refresh();
        }
    }

    private boolean fetch() {
        Path work = null;
        try {
            work = shelf.workFile(".xml");
            Optional<String> mark = inForce == null ? Optional.empty() : shelf.mark();
            return switch (supply.fetch(work, mark)) {
                case Supply.Outcome.Unchanged unchanged -> true;
                case Supply.Outcome.Failed failed -> failed(failed.detail());
                case Supply.Outcome.Fresh(Optional<String> fresh) -> {
                    Catalogue catalogue = acceptance.accepted(work, Optional.ofNullable(inForce), shelf);
                    shelf.keep(work, fresh);
                    putInForce(catalogue);
                    yield true;
                }
            };
        } catch (MetadataRefused refused) {
            lastFailure = refused.detail();
            report.refused(refused, "a copy that is signed, valid and newer");
            return false;
        } catch (IOException | UncheckedIOException broken) {
            return failed(broken.toString());
        } finally {
            if (work != null) {
                discard(work);
            }
        }
    }

    private void putInForce(Catalogue catalogue) {
        inForce = catalogue;
        inForceSince = clock.instant();
        report.inForce(catalogue);
    }

    private boolean failed(String detail) {
        lastFailure = detail;
        report.unreachable(detail);
        return false;
    }

    private static void discard(Path work) {
        try {
            Files.deleteIfExists(work);
        } catch (IOException undeletable) {
            work.toFile().deleteOnExit();
        }
    }

    /** As often as the operator wants, as the publisher wants, and well before the copy expires. */
    private Instant nextLook() {
        Instant now = clock.instant();
        Duration wait = interval;
        Catalogue catalogue = inForce;
        if (catalogue != null) {
            wait = catalogue
                    .envelope()
                    .cacheDuration()
                    .map(hint -> earlier(hint, interval))
                    .orElse(wait);
            Optional<Duration> left = catalogue
                    .envelope()
                    .validUntil()
                    .map(until -> Duration.between(now, until).dividedBy(2));
            if (left.isPresent()) {
                wait = earlier(wait, left.get());
            }
        }
        Duration shortest = earlier(RETRY, interval);
        return now.plus(wait.compareTo(shortest) < 0 ? shortest : wait);
    }

    private void watchExpiry() {
        Optional<Instant> until =
                inForce().flatMap(catalogue -> catalogue.envelope().validUntil());
        if (until.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        Duration quarter = Duration.between(inForceSince, until.get()).dividedBy(4);
        Warned deserves = !now.isBefore(until.get())
                ? Warned.EXPIRED
                : now.plus(quarter).isBefore(until.get()) ? Warned.NOT : Warned.SOON;
        if (deserves == Warned.EXPIRED && warned != Warned.EXPIRED) {
            report.expired("the copy in force expired at " + until.get() + ": " + lastFailure);
        } else if (deserves == Warned.SOON && warned == Warned.NOT) {
            report.expiresSoon("the copy in force expires at " + until.get() + " and no newer one is there");
        }
        warned = deserves;
    }

    private boolean await(Duration patience) {
        try {
            return triedOnce.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Duration earlier(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
