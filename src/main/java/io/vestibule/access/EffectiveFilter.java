package io.vestibule.access;

import io.vestibule.identity.RoleId;
import io.vestibule.identity.Scope;
import io.vestibule.identity.UserId;
import java.util.Optional;

/**
 * Which effective assignments are meant; what is absent does not matter.
 *
 * @param below whether the projects below {@code target} are meant, too
 * @param inherited only those that follow from an inherited assignment, or only those that do not
 */
public record EffectiveFilter(
        Optional<UserId> user,
        Optional<Scope> target,
        boolean below,
        Optional<RoleId> role,
        Optional<Boolean> inherited) {
    public static EffectiveFilter all() {
        return new EffectiveFilter(Optional.empty(), Optional.empty(), false, Optional.empty(), Optional.empty());
    }

    public EffectiveFilter of(UserId one) {
        return new EffectiveFilter(Optional.of(one), target, below, role, inherited);
    }

    public EffectiveFilter on(Scope one) {
        return new EffectiveFilter(user, Optional.of(one), below, role, inherited);
    }
}
