package io.vestibule.mapping;

import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.UserId;
import io.vestibule.records.Changed;
import io.vestibule.records.Changes;
import io.vestibule.records.FollowedCache;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** By which identity provider people came the last time. What outlives a login, as an application credential, asks for it. */
@ApplicationScoped
public class Arrivals {
    /** News of a user, by the hexadecimal digits of the id: whoever keeps what hangs on one looks again. */
    private static final String TOPIC = "user";

    private static final int MOST_KEPT = 50_000;
    private static final Duration NOTED_EVERY = Duration.ofMinutes(1);

    private final ArrivalRepository rows;
    private final Changes changes;
    private final Clock clock;
    private final FollowedCache<Key, Map<ConnectorId, Arrival>> recent;

    Arrivals(ArrivalRepository rows, Changes changes, Clock clock) {
        this.rows = rows;
        this.changes = changes;
        this.clock = clock;
        this.recent = changes.cache(MOST_KEPT);
    }

    private record Key(RealmName realm, String user) {}

    void forget(@Observes Changed changed) {
        if (changed.is(TOPIC)) {
            recent.evict(new Key(new RealmName(changed.realm()), changed.key()));
        }
    }

    /** By connector. Which provider it was is as it is now; when, may be known as it was some time ago. */
    public Map<ConnectorId, Arrival> of(RealmName realm, UserId user) {
        return recent.get(new Key(realm, user.hex()), key -> now(realm, user));
    }

    /** As {@link #of}, asked of the database. */
    @Transactional
    public Map<ConnectorId, Arrival> now(RealmName realm, UserId user) {
        return Map.copyOf(rows.of(realm, user));
    }

    /** Somebody came just now. */
    @Transactional
    public void note(RealmName realm, UserId user, ConnectorId connector, Optional<String> identityProvider) {
        Optional<Arrival> before = Optional.ofNullable(now(realm, user).get(connector));
        boolean same = before.filter(last -> last.identityProvider().equals(identityProvider))
                .isPresent();
        if (same && before.orElseThrow().at().plus(NOTED_EVERY).isAfter(clock.instant())) {
            return;
        }
        rows.note(realm, user, connector, identityProvider, clock.instant());
        if (!same) {
            changes.announce(realm.value(), TOPIC, user.hex());
        }
    }
}
