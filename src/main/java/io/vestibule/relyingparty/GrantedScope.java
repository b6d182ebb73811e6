package io.vestibule.relyingparty;

import io.vestibule.identity.Scope;
import io.vestibule.identity.ScopeName;
import java.util.List;

/**
 * Where a person may act with a proof, and as what.
 *
 * @param name what the scope is called
 * @param roles names of roles, sorted
 */
public record GrantedScope(Scope scope, ScopeName name, List<String> roles) {
    public GrantedScope {
        roles = List.copyOf(roles);
    }
}
