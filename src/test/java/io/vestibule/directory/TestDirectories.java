package io.vestibule.directory;

import io.vestibule.audit.AuditLog;
import io.vestibule.realm.Realm;
import io.vestibule.records.Changes;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/** The directory of realms that no file declares. */
@ApplicationScoped
class TestDirectories {
    private final UserRepository users;
    private final Profiles profiles;
    private final Newcomers newcomers;
    private final RecentUsers recent;
    private final Activity activity;
    private final Changes changes;
    private final Domains domains;
    private final AuditLog audit;
    private final Clock clock;

    TestDirectories(
            UserRepository users,
            Profiles profiles,
            Newcomers newcomers,
            RecentUsers recent,
            Activity activity,
            Changes changes,
            Domains domains,
            AuditLog audit,
            Clock clock) {
        this.users = users;
        this.profiles = profiles;
        this.newcomers = newcomers;
        this.recent = recent;
        this.activity = activity;
        this.changes = changes;
        this.domains = domains;
        this.audit = audit;
        this.clock = clock;
    }

    Directory of(Realm realm) {
        domains.ensureDefault(realm.name());
        return new PostgresDirectory(
                users, profiles, newcomers, recent, activity, changes, Samples.inForce(realm), audit, clock);
    }
}
