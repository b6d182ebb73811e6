package io.vestibule.directory;

import io.vestibule.identity.UserId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/** Who was ever here in a browser. */
@ApplicationScoped
public class FirstVisits {
    private final FirstVisitRepository rows;
    private final Clock clock;

    FirstVisits(FirstVisitRepository rows, Clock clock) {
        this.rows = rows;
        this.clock = clock;
    }

    /** Whether a user never was; they were, from now on. Of two at once one gets true. */
    public boolean isFirst(UserId user) {
        return rows.note(user.value(), clock.instant());
    }
}
