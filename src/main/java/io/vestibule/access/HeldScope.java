package io.vestibule.access;

import io.vestibule.identity.Scope;
import io.vestibule.identity.ScopeName;
import java.util.List;

/**
 * Somewhere in use where somebody has roles.
 *
 * @param name what it is called now
 * @param roles at least one, by name
 */
public record HeldScope(Scope scope, ScopeName name, List<RoleRef> roles) {
    public HeldScope {
        roles = List.copyOf(roles);
    }

    public List<String> roleNames() {
        return roles.stream().map(RoleRef::name).toList();
    }
}
