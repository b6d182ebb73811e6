package io.vestibule.directory;

import io.vestibule.identity.Claims;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.Extra;
import io.vestibule.identity.GroupId;
import io.vestibule.identity.ProjectId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Subject;
import io.vestibule.identity.UserId;
import io.vestibule.realm.Realm;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A person or service account, as it is now.
 *
 * @param name unique in the domain whatever its case
 * @param username unique in the realm whatever its case, never taken from another user: the name, and outside of the
 *     domain {@code default} the domain's name behind it
 * @param email unique in the realm; absent when another user has it
 * @param groups names for relying parties: of {@code groupIds}, and what connectors said
 * @param groupIds groups of the directory, from which roles may come
 * @param switchedOn the user's own switch
 * @param domainEnabled the switch of the whole domain
 * @param extra attributes of the Identity API that mean nothing to us
 * @param passwordExpiresAt none without a password, or when it lasts
 * @param connectors by which they come in from elsewhere
 * @param hasPassword by which they come in here
 * @param tokensValidAfter what was given out before this moment is void
 */
public record User(
        UserId id,
        RealmName realm,
        DomainId domain,
        String name,
        String username,
        String displayName,
        Optional<String> email,
        boolean emailVerified,
        Claims claims,
        Set<String> groups,
        Set<GroupId> groupIds,
        boolean switchedOn,
        boolean domainEnabled,
        UserOptions options,
        Extra extra,
        Optional<ProjectId> defaultProject,
        Optional<Instant> passwordExpiresAt,
        Set<ConnectorId> connectors,
        boolean hasPassword,
        Optional<Instant> tokensValidAfter) {
    public User {
        groups = Set.copyOf(groups);
        groupIds = Set.copyOf(groupIds);
        connectors = Set.copyOf(connectors);
    }

    /** Whether they may come in, and what they were given counts. */
    public boolean enabled() {
        return switchedOn && domainEnabled;
    }

    /**
     * Whether one of the doors they come in by is open. Who never comes in by one, as a service account that only has
     * delegations, is shut out by none; passwords need a connector only where the realm declares one for them.
     */
    public boolean hasAWayIn(Realm realm) {
        return comesByPassword(realm)
                || connectors.stream().anyMatch(id -> realm.connector(id).isPresent())
                || !hasPassword && connectors.isEmpty();
    }

    /** Whether they have a password, and a door that takes it is open. */
    public boolean comesByPassword(Realm realm) {
        return hasPassword && LocalDoor.isOpen(realm);
    }

    /** Which authentication methods it takes. */
    public MfaRules mfa() {
        return MfaRules.of(options);
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
