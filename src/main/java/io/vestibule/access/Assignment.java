package io.vestibule.access;

import io.vestibule.identity.RoleId;
import io.vestibule.identity.Scope;

/**
 * A role given to somebody on something.
 *
 * @param inherited it holds on the projects below {@code target}, and not on that itself
 */
public record Assignment(Actor actor, Scope target, RoleId role, boolean inherited) {
    public Assignment {
        if (inherited && target instanceof Scope.System) {
            throw new IllegalArgumentException("nothing is below the whole system that could inherit");
        }
    }
}
