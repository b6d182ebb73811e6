package io.vestibule.mapping;

import io.vestibule.identity.Claims;
import io.vestibule.identity.DomainId;
import java.util.Optional;
import java.util.Set;

/**
 * What the rules made of an upstream identity.
 *
 * @param username wished for; the directory makes it unique
 * @param emailVerified whether the upstream says the address was proved
 * @param claims the rest of the profile
 * @param domain in which a user is made of somebody new; the realm's default where nothing is said
 * @param within the only domain in which whoever it is may lie; any where nothing is said
 * @param groups names given by this connector; what it no longer gives is taken back
 */
public record MappedPerson(
        String username,
        String displayName,
        Optional<String> email,
        boolean emailVerified,
        Claims claims,
        Set<String> groups,
        Optional<DomainId> domain,
        Optional<DomainId> within) {
    /** In no domain of their own. */
    public MappedPerson(
            String username,
            String displayName,
            Optional<String> email,
            boolean emailVerified,
            Claims claims,
            Set<String> groups) {
        this(username, displayName, email, emailVerified, claims, groups, Optional.empty(), Optional.empty());
    }

    public MappedPerson in(DomainId other) {
        return new MappedPerson(
                username, displayName, email, emailVerified, claims, groups, Optional.of(other), within);
    }

    public MappedPerson within(Optional<DomainId> only) {
        return new MappedPerson(username, displayName, email, emailVerified, claims, groups, domain, only);
    }

    /** Whether it may be somebody who lies there. */
    public boolean mayBeIn(DomainId place) {
        return within.map(place::equals).orElse(true);
    }
}
