package io.vestibule.access;

import io.vestibule.identity.RoleId;
import io.vestibule.identity.Scope;
import java.util.Optional;

/** Which assignments are meant; what is absent does not matter. */
public record AssignmentFilter(
        Optional<Actor> actor, Optional<Scope> target, Optional<RoleId> role, Optional<Boolean> inherited) {
    public static AssignmentFilter all() {
        return new AssignmentFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    public AssignmentFilter of(Actor one) {
        return new AssignmentFilter(Optional.of(one), target, role, inherited);
    }

    public AssignmentFilter on(Scope one) {
        return new AssignmentFilter(actor, Optional.of(one), role, inherited);
    }

    public AssignmentFilter inherited(boolean only) {
        return new AssignmentFilter(actor, target, role, Optional.of(only));
    }
}
