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
    private static final int REALMS_KEPT = 1_000;
    private static final Duration NOTED_EVERY = Duration.ofMinutes(1);

    private final ArrivalRepository rows;
    private final IdentityProviders providers;
    private final Changes changes;
    private final Clock clock;
    private final FollowedCache<Key, Map<ConnectorId, Arrival>> recent;
    private final FollowedCache<RealmName, Boolean> everRuled;

    Arrivals(ArrivalRepository rows, IdentityProviders providers, Changes changes, Clock clock) {
        this.rows = rows;
        this.providers = providers;
        this.changes = changes;
        this.clock = clock;
        this.recent = changes.cache(MOST_KEPT);
        this.everRuled = changes.cache(REALMS_KEPT);
    }

    private record Key(RealmName realm, String user) {}

    void forget(@Observes Changed changed) {
        if (changed.is(TOPIC)) {
            recent.evict(new Key(new RealmName(changed.realm()), changed.key()));
        } else if (changed.is(IdentityProviders.TOPIC) || changed.is("domain")) {
            everRuled.evict(new RealmName(changed.realm()));
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

    /** Somebody came just now for whom nobody has rules. Of news to those alone who came by a provider before. */
    public void noteUnruled(RealmName realm, UserId user, ConnectorId connector) {
        boolean ruledBefore = everRuled.get(realm, this::hasRuled)
                && Optional.ofNullable(of(realm, user).get(connector))
                        .flatMap(Arrival::identityProvider)
                        .isPresent();
        if (ruledBefore) {
            note(realm, user, connector, Optional.empty());
        }
    }

    /** While there is no provider nobody comes by one, and where there was none nobody ever has: most realms are not asked twice. */
    @Transactional
    boolean hasRuled(RealmName realm) {
        return !providers.all(realm).isEmpty() || rows.anyByProvider(realm);
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
