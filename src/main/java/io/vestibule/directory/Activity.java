package io.vestibule.directory;

import io.vestibule.identity.UserId;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Who was here lately, and who was away for so long that their account is closed to them. */
@ApplicationScoped
class Activity {
    private static final Duration NOTED_EVERY = Duration.ofHours(1);

    private final UserRepository users;
    private final Clock clock;

    Activity(UserRepository users, Clock clock) {
        this.users = users;
        this.clock = clock;
    }

    boolean idleTooLong(Realm realm, UserOptions options, Optional<Instant> lastActiveAt) {
        return !options.ignoreUserInactivity().orElse(false)
                && realm.passwords()
                        .idleLimit()
                        .flatMap(limit -> lastActiveAt.map(last -> last.plus(limit)))
                        .filter(end -> end.isBefore(clock.instant()))
                        .isPresent();
    }

    /** They are here now. */
    void note(UserId user, Optional<Instant> lastActiveAt) {
        Instant now = clock.instant();
        if (lastActiveAt.filter(last -> last.plus(NOTED_EVERY).isAfter(now)).isEmpty()) {
            users.active(user.value(), now);
        }
    }
}
