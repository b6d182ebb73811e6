package io.vestibule.protocol.oidc.downstream;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vestibule.browser.Visitor;
import io.vestibule.directory.LoginThrottle;
import io.vestibule.identity.RealmName;
import io.vestibule.login.BrowserSessions;
import io.vestibule.login.view.DeviceCodeView.Problem;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * How many wrong codes may be entered (RFC 8628 §5.1): so many from one address, together with its wrong passwords. And when a
 * realm sees more than {@code vestibule.login.device-guesses} of them within five minutes, from wherever they come, only people
 * who are signed in may enter codes for the rest of that time, and each so many.
 */
@ApplicationScoped
class DeviceGuesses {
    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final int MOST_REALMS = 10_000;

    private final LoginThrottle throttle;
    private final BrowserSessions sessions;
    private final Clock clock;
    private final int allowed;
    private final Cache<RealmName, Wrong> wrong =
            Caffeine.newBuilder().maximumSize(MOST_REALMS).build();

    DeviceGuesses(
            LoginThrottle throttle,
            BrowserSessions sessions,
            Clock clock,
            @ConfigProperty(name = "vestibule.login.device-guesses", defaultValue = "300") int allowed) {
        this.throttle = throttle;
        this.sessions = sessions;
        this.clock = clock;
        this.allowed = allowed;
    }

    private record Wrong(Instant since, int count) {}

    /** Why a code is not looked at, if it is not. */
    Optional<Problem> closed(Realm realm, Visitor visitor) {
        if (!throttle.mayTry(visitor.address())) {
            return Optional.of(Problem.LOCKED);
        }
        if (!isUnderAttack(realm.name())) {
            return Optional.empty();
        }
        return person(realm, visitor)
                .map(person -> throttle.mayTry(person) ? Optional.<Problem>empty() : Optional.of(Problem.LOCKED))
                .orElse(Optional.of(Problem.SIGN_IN_FIRST));
    }

    void wrong(Realm realm, Visitor visitor) {
        throttle.failed(visitor.address());
        person(realm, visitor).ifPresent(throttle::failed);
        Instant now = clock.instant();
        wrong.asMap()
                .compute(
                        realm.name(),
                        (name, before) -> before == null || isOver(before, now)
                                ? new Wrong(now, 1)
                                : new Wrong(before.since(), before.count() + 1));
    }

    private boolean isUnderAttack(RealmName realm) {
        Wrong seen = wrong.getIfPresent(realm);
        return seen != null && !isOver(seen, clock.instant()) && seen.count() >= allowed;
    }

    /** A clock that was put right must not keep anybody out. */
    private static boolean isOver(Wrong seen, Instant now) {
        return !seen.since().plus(WINDOW).isAfter(now) || seen.since().isAfter(now);
    }

    /** In the place of an address, so that moving from one to the next does not help. */
    private Optional<String> person(Realm realm, Visitor visitor) {
        return sessions.current(realm, visitor)
                .map(signedIn -> "person " + signedIn.user().id());
    }
}
