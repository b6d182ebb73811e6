package io.vestibule.directory;

import io.quarkus.scheduler.Scheduled;
import io.vestibule.audit.AuditEvent;
import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.database.RetriedTransaction;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.UserId;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import io.vestibule.records.Changes;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Who was here lately, and who was away for so long that their account is closed. Whoever comes to sign in is refused to the
 * hour; what they were given earlier ends at the next round.
 */
@ApplicationScoped
class Activity {
    private static final Duration NOTED_EVERY = Duration.ofHours(1);

    private final UserRepository users;
    private final Realms realms;
    private final Changes changes;
    private final AuditLog audit;
    private final Clock clock;

    Activity(UserRepository users, Realms realms, Changes changes, AuditLog audit, Clock clock) {
        this.users = users;
        this.realms = realms;
        this.changes = changes;
        this.audit = audit;
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

    /** As {@link #idleTooLong(Realm, UserOptions, Optional)}, of a row. */
    boolean idleTooLong(UserEntity row) {
        return realms.find(new RealmName(row.realm))
                .filter(realm ->
                        idleTooLong(realm, UserOptions.read(row.options), Optional.ofNullable(row.lastActiveAt)))
                .isPresent();
    }

    /** They are here now. */
    void note(UserId user, Optional<Instant> lastActiveAt) {
        if (toBeNoted(lastActiveAt)) {
            users.active(user.value(), clock.instant());
        }
    }

    /** As {@link #note(UserId, Optional)}, of a row in a transaction. */
    void note(UserEntity row) {
        if (toBeNoted(Optional.ofNullable(row.lastActiveAt))) {
            row.lastActiveAt = clock.instant();
        }
    }

    private boolean toBeNoted(Optional<Instant> lastActiveAt) {
        return lastActiveAt
                .filter(last -> last.plus(NOTED_EVERY).isAfter(clock.instant()))
                .isEmpty();
    }

    @Scheduled(every = "1h", delayed = "2m")
    void closeIdle() {
        realms.all().forEach(this::closeIdle);
    }

    void closeIdle(Realm realm) {
        realm.passwords()
                .idleLimit()
                .ifPresent(limit -> users.enabledAndIdleSince(
                                realm.name(), clock.instant().minus(limit))
                        .forEach(user -> close(realm, user)));
    }

    private void close(Realm realm, User user) {
        if (user.options().ignoreUserInactivity().orElse(false)) {
            return;
        }
        RetriedTransaction.of(() -> {
            users.disable(user.id().value(), clock.instant());
            changes.announce(realm.name().value(), Accounts.TOPIC, user.id().hex());
            return true;
        });
        audit.record(
                new AuditEvent.UserChanged(realm.name(), Circumstances.from("").of(user.id()), "disabled-idle"));
    }
}
