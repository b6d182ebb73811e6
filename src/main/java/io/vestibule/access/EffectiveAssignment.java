package io.vestibule.access;

import io.vestibule.identity.GroupId;
import io.vestibule.identity.RoleId;
import io.vestibule.identity.Scope;
import io.vestibule.identity.UserId;
import java.util.Optional;

/**
 * A role that a user has somewhere, and how it came about.
 *
 * @param target where it holds: a project, a domain or the system
 * @param given the assignment it follows from
 * @param byGroup the group through which the user has it
 * @param impliedBy the role that implies it; none when it is the one that was given
 */
public record EffectiveAssignment(
        UserId user,
        Scope target,
        RoleId role,
        Assignment given,
        Optional<GroupId> byGroup,
        Optional<RoleId> impliedBy) {
    /** Where it was given when that is not where it holds. */
    public Optional<Scope> inheritedFrom() {
        return given.inherited() ? Optional.of(given.target()) : Optional.empty();
    }
}
