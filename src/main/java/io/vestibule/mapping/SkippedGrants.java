package io.vestibule.mapping;

import io.vestibule.identity.RealmName;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Map;

/** What rules named at somebody's login and could not be given, kept for the operator's {@code doctor}. */
@ApplicationScoped
public class SkippedGrants {
    private final SkippedGrantRepository rows;
    private final Clock clock;

    SkippedGrants(SkippedGrantRepository rows, Clock clock) {
        this.rows = rows;
        this.clock = clock;
    }

    /** @param skipped why, by what: such as {@code group campus-staff} */
    @Transactional
    public void note(RealmName realm, IdentityProvider rulesOf, Map<String, String> skipped) {
        if (!skipped.isEmpty()) {
            rows.note(realm, rulesOf.id(), skipped, clock.instant());
        }
    }
}
