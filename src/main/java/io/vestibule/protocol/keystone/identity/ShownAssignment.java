package io.vestibule.protocol.keystone.identity;

import io.vestibule.access.Actor;
import io.vestibule.access.Assignment;
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
    static ShownAssignment given(Assignment assignment) {
        return new ShownAssignment(
                assignment.actor(),
                assignment.target(),
                assignment.role(),
                assignment.inherited(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    ShownAssignment to(Actor user, GroupId through) {
        return new ShownAssignment(user, target, role, inherited, Optional.of(through), from, prior);
    }

    ShownAssignment on(Scope below) {
        return new ShownAssignment(actor, below, role, true, group, Optional.of(target), prior);
    }

    ShownAssignment as(RoleId implied, RoleId because) {
        return new ShownAssignment(actor, target, implied, inherited, group, from, Optional.of(because));
    }
}
