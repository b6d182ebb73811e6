package io.vestibule.directory;

import io.vestibule.identity.RealmName;
import io.vestibule.identity.UserId;
import io.vestibule.records.Changed;
import io.vestibule.records.Changes;
import io.vestibule.records.FollowedCache;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Users as they are, without asking the database: kept until news of a change come, which is at once for what this node
 * changes and within a second for what another one does. Whatever writes to a user announces it.
 */
@ApplicationScoped
class RecentUsers {
    private static final int MOST = 50_000;

    private final FollowedCache<UserId, User> users;

    RecentUsers(Changes changes) {
        this.users = changes.cache(MOST);
    }

    /** The copy of a user of that realm, or what {@code reading} finds now. */
    Optional<User> find(RealmName realm, UserId id, Supplier<Optional<User>> reading) {
        return users.find(id, asked -> reading.get())
                .filter(user -> user.realm().equals(realm));
    }

    /** The copy, when there is one that may be used. */
    Optional<User> remembered(RealmName realm, UserId id) {
        return users.ifKept(id).filter(user -> user.realm().equals(realm));
    }

    void forget(@Observes Changed news) {
        switch (news.topic()) {
            case Accounts.TOPIC -> UserId.ofHex(news.key()).ifPresent(users::evict);
            case Groups.TOPIC, Domains.TOPIC -> users.clear();
            default -> {}
        }
    }
}
