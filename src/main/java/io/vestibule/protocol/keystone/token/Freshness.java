package io.vestibule.protocol.keystone.token;

import io.vestibule.identity.RealmName;
import io.vestibule.realm.RealmsReloaded;
import io.vestibule.records.Changed;
import io.vestibule.records.Changes;
import io.vestibule.records.ChangesLost;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Whether what was read some time ago still holds. Every change gets the next number and is remembered under what it
 * concerns; whoever reads takes the number first and asks later whether anything of theirs has a higher one. So a change
 * costs the same however much is kept, and what was being read while it happened does not hold.
 */
@ApplicationScoped
class Freshness {
    private static final int AFTER_ALL_CACHES =
            Integer.MAX_VALUE - 1; // what they held is gone when the number is raised
    private static final int MOST = 200_000;
    private static final String ANY = "*";

    private final Changes changes;
    private final AtomicLong numbers = new AtomicLong();
    private final Map<Concern, Long> last = new ConcurrentHashMap<>();
    private volatile long nothingHoldsBefore;

    Freshness(Changes changes) {
        this.changes = changes;
    }

    /** What somebody depends on. */
    record Concern(String realm, String topic, String key) {
        static Concern of(RealmName realm, String topic, String key) {
            return new Concern(realm.value(), topic, key);
        }

        /** On everything of that topic in the realm. */
        static Concern any(RealmName realm, String topic) {
            return new Concern(realm.value(), topic, ANY);
        }
    }

    /** To be taken before reading. */
    long now() {
        return numbers.get();
    }

    boolean holds(long since, Collection<Concern> concerns) {
        if (!changes.heardLately() || since < nothingHoldsBefore) {
            return false;
        }
        for (Concern concern : concerns) {
            Long changed = last.get(concern);
            if (changed != null && changed > since) {
                return false;
            }
        }
        return true;
    }

    void onChange(@Observes @Priority(AFTER_ALL_CACHES) Changed changed) {
        if (last.size() > MOST) {
            forgetEverything();
        }
        long number = numbers.incrementAndGet();
        last.put(new Concern(changed.realm(), changed.topic(), changed.key()), number);
        last.put(new Concern(changed.realm(), changed.topic(), ANY), number);
    }

    void onLoss(@Observes @Priority(AFTER_ALL_CACHES) ChangesLost lost) {
        forgetEverything();
    }

    /** Whose connector was switched off has no token any more, and much else that the file says may have changed. */
    void onReload(@Observes @Priority(AFTER_ALL_CACHES) RealmsReloaded reloaded) {
        forgetEverything();
    }

    private void forgetEverything() {
        nothingHoldsBefore = numbers.incrementAndGet();
        last.clear();
    }
}
