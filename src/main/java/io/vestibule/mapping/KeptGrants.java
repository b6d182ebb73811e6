package io.vestibule.mapping;

import io.vestibule.identity.RealmName;
import io.vestibule.identity.UserId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What rules gave at an earlier login of somebody and not at the last one, and stays for as long as its identity provider
 * keeps it.
 */
@ApplicationScoped
public class KeptGrants {
    private final KeptGrantRepository rows;
    private final Clock clock;

    KeptGrants(KeptGrantRepository rows, Clock clock) {
        this.rows = rows;
        this.clock = clock;
    }

    /** Somebody who has something that an identity provider's rules no longer give. */
    public record Holder(RealmName realm, String identityProvider, UserId user) {}

    /** When it was given the last time, by what; nobody else changes it until the caller's transaction ends. */
    @Transactional(Transactional.TxType.MANDATORY)
    public Map<String, Instant> lock(Holder holder) {
        return rows.locked(holder.realm(), holder.identityProvider(), holder.user());
    }

    /** From {@code before} to {@code now}, both as in {@link #lock}. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void become(Holder holder, Map<String, Instant> before, Map<String, Instant> now) {
        before.keySet().stream()
                .filter(what -> !now.containsKey(what))
                .forEach(what -> rows.remove(holder.realm(), holder.identityProvider(), holder.user(), what));
        now.forEach((what, given) -> {
            if (!before.containsKey(what)) {
                rows.add(holder.realm(), holder.identityProvider(), holder.user(), what, given);
            }
        });
    }

    /**
     * Those of whom something is over: kept as long as it is to be, or of a provider that keeps nothing any more; in an order of
     * their own, from the one after {@code last} on.
     */
    @Transactional
    public List<Holder> over(Optional<Holder> last, int most) {
        return rows.over(clock.instant(), last, most);
    }
}
