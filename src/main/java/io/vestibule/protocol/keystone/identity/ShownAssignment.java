package io.vestibule.protocol.keystone.identity;

import io.vestibule.access.Actor;
import io.vestibule.access.Assignment;
import io.vestibule.access.EffectiveAssignment;
import io.vestibule.identity.GroupId;
import io.vestibule.identity.RoleId;
import io.vestibule.identity.Scope;
import java.util.Optional;

/**
 * An assignment as a list shows it: as it was given, or one that follows from it.
 *
 * @param inherited whether it holds below {@code target} (as given), or came from above (as it follows)
 * @param group through whose membership a user has it
 * @param from what it was inherited from
 * @param prior the role that implies this one
 */
record ShownAssignment(
        Actor actor,
        Scope target,
        RoleId role,
        boolean inherited,
        Optional<GroupId> group,
        Optional<Scope> from,
        Optional<RoleId> prior) {
    static ShownAssignment of(Assignment given) {
        return new ShownAssignment(
                given.actor(),
                given.target(),
                given.role(),
                given.inherited(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static ShownAssignment of(EffectiveAssignment effective) {
        return new ShownAssignment(
                new Actor.OfUser(effective.user()),
                effective.target(),
                effective.role(),
                effective.inheritedFrom().isPresent(),
                effective.byGroup(),
                effective.inheritedFrom(),
                effective.impliedBy());
    }
}
