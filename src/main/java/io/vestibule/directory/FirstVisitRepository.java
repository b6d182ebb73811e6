package io.vestibule.directory;

import io.vestibule.database.Statements;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.UUID;

/** The statement on a column of app_user that nothing else looks at. */
@ApplicationScoped
class FirstVisitRepository {
    private final Statements statements;

    FirstVisitRepository(Statements statements) {
        this.statements = statements;
    }

    boolean note(UUID user, Instant now) {
        return statements.change(
                        "update app_user set first_browser_at = ? where id = ? and first_browser_at is null", now, user)
                == 1;
    }
}
