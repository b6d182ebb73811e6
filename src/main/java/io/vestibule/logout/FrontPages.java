package io.vestibule.logout;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vestibule.outbound.OutboundClient;
import io.vestibule.outbound.OutboundOutcome;
import io.vestibule.outbound.Reach;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Whether anybody answers where the browser is about to be sent: who is down or hangs would keep it. Asked is the front page of
 * the host, with nothing of the person in it: a place to sign out may take whoever comes for a request, and one without anything
 * for a wrong one.
 */
@ApplicationScoped
class FrontPages {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration ALREADY_KNOWN = Duration.ofMillis(500);
    private static final Duration REMEMBERED = Duration.ofSeconds(20);
    private static final int MOST_REMEMBERED = 1_000;
    private static final int LARGEST_ANSWER = 16 * 1024; // what it says does not matter

    private final OutboundClient outbound;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Cache<Question, Look> asked = Caffeine.newBuilder()
            .maximumSize(MOST_REMEMBERED)
            .expireAfterWrite(REMEMBERED)
            .build();

    FrontPages(OutboundClient outbound) {
        this.outbound = outbound;
    }

    /** Once for each who signs out: how it was for others may have changed. */
    private record Question(String whose, URI address) {}

    /** One that was begun, and by when its answer is wanted. */
    private record Look(Future<Boolean> answer, Deadline until) {}

    /**
     * Begins to ask.
     *
     * @param whose of one logout
     * @param written which addresses of those at that host the operator wrote: they alone may be internal
     */
    Future<Boolean> asking(String whose, URI address, Function<URI, Set<URI>> written) {
        return look(whose, address, written).answer();
    }

    /** Waits for the answer: two seconds from when it was first wanted, and no longer than the person is held. */
    boolean answers(String whose, URI address, Function<URI, Set<URI>> written, Deadline deadline) {
        Look look = look(whose, address, written);
        Duration patience = deadline.atMost(look.until().left(), Duration.ZERO);
        try {
            return look.answer().get(Math.max(patience.toMillis(), ALREADY_KNOWN.toMillis()), TimeUnit.MILLISECONDS);
        } catch (TimeoutException silent) {
            return false;
        } catch (ExecutionException broken) {
            throw new IllegalStateException("an answer is an answer, and none is one, too", broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }

    private Look look(String whose, URI address, Function<URI, Set<URI>> written) {
        return asked.get(
                new Question(whose, frontOf(address)),
                question -> new Look(
                        threads.submit(() -> isThere(question.address(), written.apply(question.address()))),
                        Deadline.in(PATIENCE)));
    }

    /** What we are not let to or do not trust, the browser may. */
    private boolean isThere(URI address, Set<URI> written) {
        OutboundOutcome outcome = outbound.get(address, Map.of(), new Reach(written, LARGEST_ANSWER).forALook());
        return switch (outcome) {
            case OutboundOutcome.Answered answered -> true;
            case OutboundOutcome.Failed failed ->
                switch (failed.kind()) {
                    case UNRESOLVED, UNREACHABLE, TIMEOUT, BROKEN, RESTING -> false;
                    case FORBIDDEN, UNTRUSTED, TOO_LARGE, BUSY -> true;
                };
        };
    }

    private static URI frontOf(URI address) {
        return URI.create(address.getScheme() + "://" + address.getRawAuthority() + "/");
    }
}
