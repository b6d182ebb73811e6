package io.vestibule.login;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.vestibule.identity.AddressBlock;
import io.vestibule.identity.RealmName;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * How many letters may be asked for from one address, and how many a realm writes on this node: nobody fills other people's
 * mailboxes through us, or makes our mail server look like one that does. While a realm has written too many, an address may
 * ask for one still, so that whoever asks everybody's letters away keeps nobody from their own.
 *
 * <p>Only letters that are written count for the realm: made-up names stop nothing. What that tells about a name is little:
 * who wants to know needs a hundred accounts of their own, which get three letters an hour, to come to the brink.
 */
@ApplicationScoped
class LetterThrottle {
    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final int MOST = 100_000;
    private static final int MOST_REALMS = 10_000;

    private final Cache<String, Asker> askers =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterAccess(WINDOW).build();
    private final Cache<RealmName, Bucket> written =
            Caffeine.newBuilder().maximumSize(MOST_REALMS).build();
    private final int allowed;
    private final int allowedOverall;

    LetterThrottle(
            @ConfigProperty(name = "vestibule.login.letters-per-address", defaultValue = "10") int allowed,
            @ConfigProperty(name = "vestibule.login.letters-overall", defaultValue = "300") int allowedOverall) {
        this.allowed = allowed;
        this.allowedOverall = allowedOverall;
    }

    /** @param first full while nothing was asked for within the window */
    private record Asker(Bucket left, Bucket first) {}

    /** Counts a letter asked for; or says, as a word for the audit log, why there is none. */
    Optional<String> objection(RealmName realm, String address) {
        Asker asker = askers.get(AddressBlock.network(address), network -> new Asker(bucket(allowed), bucket(1)));
        if (!asker.left().tryConsume(1)) {
            return Optional.of("address-throttled");
        }
        boolean first = asker.first().tryConsume(1); // whether or not it has to be: it was asked
        return first || of(realm).getAvailableTokens() > 0 ? Optional.empty() : Optional.of("all-throttled");
    }

    /** A letter was written. */
    void wrote(RealmName realm) {
        of(realm).tryConsume(1);
    }

    private Bucket of(RealmName realm) {
        return written.get(realm, name -> bucket(allowedOverall));
    }

    /** As after a restart. */
    void forget() {
        askers.invalidateAll();
        written.invalidateAll();
    }

    private static Bucket bucket(int capacity) {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(capacity).refillGreedy(capacity, WINDOW))
                .build();
    }
}
