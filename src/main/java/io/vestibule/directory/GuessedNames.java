package io.vestibule.directory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Sha256;
import io.vestibule.mapping.SafeText;
import io.vestibule.realm.PasswordPolicy;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Failures by the name that was typed, not by the account: only this decides who is told to wait, so being told says nothing
 * about who exists. An account's own lock, in the database, looks like a wrong password. Names are kept as digests (people
 * type passwords into the wrong field), a bounded number of them.
 */
@ApplicationScoped
class GuessedNames {
    private static final int MOST = 200_000;
    private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

    private final Cache<ByteBuffer, Failures> names = Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfterWrite(FORGOTTEN_AFTER)
            .build();
    private final Clock clock;

    GuessedNames(Clock clock) {
        this.clock = clock;
    }

    private record Failures(int count, Optional<Instant> restsUntil) {}

    boolean rests(RealmName realm, String key) {
        Failures failures = names.getIfPresent(digest(realm, key));
        return failures != null
                && failures.restsUntil().filter(clock.instant()::isBefore).isPresent();
    }

    void failed(RealmName realm, String key, PasswordPolicy policy) {
        Instant now = clock.instant();
        names.asMap().compute(digest(realm, key), (name, before) -> {
            boolean afresh = before == null || before.restsUntil().isPresent();
            int count = afresh ? 1 : before.count() + 1;
            return new Failures(
                    count,
                    count >= policy.failuresBeforeLockout()
                            ? Optional.of(now.plus(policy.lockoutDuration()))
                            : Optional.empty());
        });
    }

    void forget(RealmName realm, String key) {
        names.invalidate(digest(realm, key));
    }

    /** Whoever was kept waiting under one of the user's names need not wait for the new password. */
    void forget(User user) {
        forget(user.realm(), SafeText.key(user.username()));
        forget(user.realm(), new Sought.InDomain(user.domain(), SafeText.key(user.name())).key());
        forget(user.realm(), new Sought.ById(user.id().value()).key());
        user.email().ifPresent(email -> forget(user.realm(), SafeText.key(email)));
    }

    private static ByteBuffer digest(RealmName realm, String key) {
        return ByteBuffer.wrap(Sha256.of(realm + " " + key).bytes()).asReadOnlyBuffer();
    }
}
