package io.vestibule.protocol.oidc.upstream;

import io.vestibule.connector.Step;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Something fetched and kept. It is fetched again when old; when that fails the old copy stays in use, for a provider that
 * cannot be asked for its document can often still answer for its people. One caller fetches, the others use what is there.
 */
final class LastGood<T> {
    private static final Duration LIFETIME = Duration.ofHours(1);
    private static final Duration RETRY_WITH_COPY = Duration.ofSeconds(30);
    private static final Duration RETRY_WITHOUT = Duration.ofSeconds(1);

    private final Clock clock;
    private final Supplier<Step<T>> fetch;
    private final ReentrantLock fetching = new ReentrantLock();
    private volatile State<T> state = new State<>(null, Instant.MIN, Instant.MIN, null);

    LastGood(Clock clock, Supplier<Step<T>> fetch) {
        this.clock = clock;
        this.fetch = fetch;
    }

    Step<T> get() {
        State<T> seen = state;
        return usable(seen).orElseGet(() -> refreshed(seen));
    }

    /** A copy newer than {@code seen}: one that came meanwhile, or is fetched now unless the last try is too near. */
    Optional<T> newerThan(T seen, Duration floor) {
        fetching.lock();
        try {
            if (state.value != null && state.value != seen) {
                return Optional.of(state.value);
            }
            if (clock.instant().isBefore(state.triedAt.plus(floor))) {
                return Optional.empty();
            }
            fetchNow();
            return Optional.ofNullable(state.value).filter(value -> value != seen);
        } finally {
            fetching.unlock();
        }
    }

    private Step<T> refreshed(State<T> seen) {
        if (seen.value != null && fetching.isLocked()) {
            return Step.done(seen.value);
        }
        fetching.lock();
        try {
            return usable(state).orElseGet(this::fetchNow);
        } finally {
            fetching.unlock();
        }
    }

    private Optional<Step<T>> usable(State<T> state) {
        Instant now = clock.instant();
        if (state.value != null) {
            boolean young = now.isBefore(state.fetchedAt.plus(LIFETIME));
            boolean justTried = now.isBefore(state.triedAt.plus(RETRY_WITH_COPY));
            return young || justTried ? Optional.of(Step.done(state.value)) : Optional.empty();
        }
        return state.failure != null && now.isBefore(state.triedAt.plus(RETRY_WITHOUT))
                ? Optional.of(state.failure)
                : Optional.empty();
    }

    private Step<T> fetchNow() {
        Step<T> fetched = fetch.get();
        Instant now = clock.instant(); // a provider that says nothing is not asked again at once
        state = switch (fetched) {
            case Step.Done<T>(T value) -> new State<>(value, now, now, null);
            case Step.Stopped<T> failed -> new State<>(state.value, state.fetchedAt, now, failed);
        };
        return state.value == null ? fetched : Step.done(state.value);
    }

    private record State<T>(
            @Nullable T value,
            Instant fetchedAt,
            Instant triedAt,
            @Nullable Step<T> failure) {}
}
