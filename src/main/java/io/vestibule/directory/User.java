package io.vestibule.directory;

import io.vestibule.identity.Claims;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Subject;
import io.vestibule.identity.UserId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A person or service account, as it is now.
 *
 * @param username unique in the realm whatever its case, never taken from another user
 * @param email unique in the realm; absent when another user has it
 */
public record User(
        UserId id,
        RealmName realm,
        String username,
        String displayName,
        Optional<String> email,
        boolean emailVerified,
        Claims claims,
        Set<String> groups,
        boolean enabled) {
    public User {
        groups = Set.copyOf(groups);
    }

    public Subject subject() {
        return new Subject(id, username, displayName);
    }

    /** The claims, and as claims what has a place of its own here. */
    public Claims everything() {
        return claims.with("name", displayName)
                .with("preferred_username", username)
                .with("email", email.map(List::of).orElse(List.of()))
                .with("email_verified", Boolean.toString(emailVerified))
                .with("groups", groups.stream().sorted().toList());
    }
}
