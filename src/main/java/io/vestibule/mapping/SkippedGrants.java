package io.vestibule.mapping;

import io.vestibule.identity.RealmName;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;

/** What rules named at somebody's login and could not be given, kept for the operator's {@code doctor}. */
@ApplicationScoped
public class SkippedGrants {
    private final SkippedGrantRepository rows;
    private final Clock clock;

    SkippedGrants(SkippedGrantRepository rows, Clock clock) {
        this.rows = rows;
        this.clock = clock;
    }

    /** @param what such as {@code group campus-staff} */
    @Transactional
    public void note(RealmName realm, IdentityProvider rulesOf, String what, String why) {
        rows.note(realm, rulesOf.id(), what, why, clock.instant());
    }
}
