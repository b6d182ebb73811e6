package io.vestibule.protocol.keystone.token;

import io.vestibule.directory.User;
import io.vestibule.protocol.keystone.token.FederatedStanding.Opening;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether somebody could come in themselves. What they handed on (an application credential, a trust, a key) outlives their
 * login, and ends with the ways by which they come all the same: who may not come any more has nothing to hand on.
 */
@ApplicationScoped
public class Openings {
    private final Instance<FederatedStanding> standings;
    private final Clock clock;

    Openings(Instance<FederatedStanding> standings, Clock clock) {
        this.standings = standings;
        this.clock = clock;
    }

    /** Now. */
    public boolean isOpen(Realm realm, User user) {
        return of(realm, user).holdsAt(clock.instant());
    }

    /** For a token that ends at {@code end}; one that has ended was good until then. */
    boolean isOpen(Realm realm, User user, Instant end) {
        Instant now = clock.instant();
        return of(realm, user).holdsAt(end.isBefore(now) ? end.minusNanos(1) : now);
    }

    /** When they must have come again; never where nothing is said. */
    public Optional<Instant> until(Realm realm, User user) {
        return of(realm, user).until();
    }

    private Opening of(Realm realm, User user) {
        if (user.comesByPassword(realm)) {
            return Opening.always();
        }
        return standings.stream()
                .map(one -> one.opening(realm, user))
                .reduce(Opening::or)
                .orElseGet(Opening::always);
    }
}
