package io.vestibule.keys;

import io.vestibule.identity.RealmName;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import io.vestibule.realm.RealmsReloaded;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** The rings of one plan, a ring a realm, in memory. Thread-safe. */
final class Rings {
    private static final Logger LOG = Logger.getLogger(Rings.class);
    private static final Duration UNKNOWN_KEY_PAUSE = Duration.ofSeconds(5);

    private final KeyRotation rotation;
    private final KeyPlan plan;
    private final Clock clock;
    private final Map<RealmName, KeyRing> rings = new ConcurrentHashMap<>();
    private final Map<RealmName, Instant> reloadedAt = new ConcurrentHashMap<>();
    private final ReentrantLock reloading = new ReentrantLock();

    Rings(KeyRotation rotation, KeyPlan plan, Clock clock) {
        this.rotation = rotation;
        this.plan = plan;
        this.clock = clock;
    }

    KeyRing of(RealmName realm) {
        KeyRing ring = rings.get(realm);
        return ring == null ? reload(realm) : ring;
    }

    /** The key to use now for {@code algorithm}. */
    KeyRing.RingKey current(RealmName realm, String algorithm) {
        Instant now = clock.instant();
        return of(realm)
                .current(algorithm, now)
                .filter(key -> KeyRing.isInUse(key, now))
                .orElseGet(() -> anew(realm, algorithm, now));
    }

    /** Where all keys were made while the clock was ahead, one serves before its time; that is said once a pause. */
    private KeyRing.RingKey anew(RealmName realm, String algorithm, Instant now) {
        Optional<KeyRing.RingKey> known = of(realm).current(algorithm, now);
        if (known.isPresent() && !mayAsk(realm, now)) {
            return known.get();
        }
        KeyRing ring = reload(realm);
        Instant then = clock.instant(); // a realm's first key is made by the reload, and serves from then
        KeyRing.RingKey key = ring.current(algorithm, then).orElseThrow();
        if (!KeyRing.isInUse(key, then)) {
            LOG.warnf(
                    "key %s of realm %s (%s) serves outside of its time, which is from %s to %s: it was made while the clock"
                            + " was ahead",
                    key.jwk().getKeyID(), realm, plan.purpose(), key.activatesAt(), key.retiresAt());
        }
        return key;
    }

    private boolean mayAsk(RealmName realm, Instant now) {
        Instant last = reloadedAt.getOrDefault(realm, Instant.EPOCH);
        return last.plus(UNKNOWN_KEY_PAUSE).isBefore(now) || last.isAfter(now); // a clock that was put right
    }

    /** Whether the ring in memory has that key; another node's may be unknown to it. */
    boolean holds(RealmName realm, String kid) {
        KeyRing ring = rings.get(realm);
        return ring != null && ring.byKid(kid, clock.instant()).isPresent();
    }

    /** What {@code find} finds; a key of another node is looked for in the database, but not for every guess. */
    Optional<KeyRing.RingKey> find(RealmName realm, Function<KeyRing, Optional<KeyRing.RingKey>> find) {
        Optional<KeyRing.RingKey> known = find.apply(of(realm));
        return known.isPresent() || !mayAsk(realm, clock.instant()) ? known : find.apply(reload(realm));
    }

    /** Emergency rotation; takes effect at once on this node and at the first unknown key on the others. */
    void rotateNow(RealmName realm) {
        rings.put(realm, rotation.rotateNow(realm, plan));
    }

    /** The next question reads the ring anew. */
    void forget(RealmName realm) {
        rings.remove(realm);
    }

    void forget(RealmsReloaded reloaded) {
        reloaded.removed().forEach(rings::remove);
    }

    void reloadAll(Realms realms) {
        for (Realm realm : realms.all()) {
            reload(realm.name());
        }
    }

    KeyRing reload(RealmName realm) {
        reloading.lock(); // one maker of keys on this node; another node's are told apart by kid
        try {
            KeyRing ring = rotation.ensure(realm, plan);
            rings.put(realm, ring);
            reloadedAt.put(realm, clock.instant());
            return ring;
        } finally {
            reloading.unlock();
        }
    }
}
