package io.vestibule.directory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vestibule.identity.UserId;
import io.vestibule.records.Changed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Optional;

/**
 * Users as they were a moment ago. What changes on this node is seen at once; a change made by another node is seen when the
 * entry ends. That is one second because a node that has not heard from the database for one second must read it or refuse:
 * a user disabled anywhere is refused everywhere within that time.
 */
@ApplicationScoped
class RecentUsers {
    private static final Duration KEPT = Duration.ofSeconds(1);
    private static final int MOST = 50_000;

    private final Cache<UserId, User> users =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(KEPT).build();

    Optional<User> find(UserId id) {
        return Optional.ofNullable(users.getIfPresent(id));
    }

    void forget(@Observes Changed news) {
        switch (news.topic()) {
            case Accounts.TOPIC -> UserId.ofHex(news.key()).ifPresent(users::invalidate);
            case Groups.TOPIC, Domains.TOPIC -> users.invalidateAll();
            default -> {}
        }
    }

    /** Takes a user as just read or committed. */
    void keep(User user) {
        users.put(user.id(), user);
    }
}
