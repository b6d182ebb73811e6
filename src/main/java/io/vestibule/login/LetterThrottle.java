package io.vestibule.login;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.vestibule.directory.LoginThrottle;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * How many letters may be asked for from one address, and on this node altogether: nobody fills other people's mailboxes through
 * us, or makes our mail server look like one that does.
 */
@ApplicationScoped
class LetterThrottle {
    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final int MOST = 100_000;
    private static final int OVERALL = 300;

    private final Cache<String, Bucket> addresses =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterAccess(WINDOW).build();
    private final Bucket overall = bucket(OVERALL);
    private final int allowed;

    LetterThrottle(@ConfigProperty(name = "vestibule.login.letters-per-address", defaultValue = "10") int allowed) {
        this.allowed = allowed;
    }

    /** Counts a letter asked for; or says, as a word for the audit log, why there is none. */
    Optional<String> objection(String address) {
        Bucket own = addresses.get(LoginThrottle.network(address), network -> bucket(allowed));
        if (!own.tryConsume(1)) {
            return Optional.of("address-throttled");
        }
        return overall.tryConsume(1) ? Optional.empty() : Optional.of("all-throttled");
    }

    /** As after a restart. */
    void forget() {
        addresses.invalidateAll();
        overall.reset();
    }

    private static Bucket bucket(int capacity) {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(capacity).refillGreedy(capacity, WINDOW))
                .build();
    }
}
