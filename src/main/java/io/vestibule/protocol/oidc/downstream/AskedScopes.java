package io.vestibule.protocol.oidc.downstream;

import io.vestibule.relyingparty.ScopeWish;
import java.util.LinkedHashSet;
import java.util.Set;

/** What of the requested scope counts: what nobody knows or this client may not ask for is left out (OIDC Core §3.1.2.1). */
final class AskedScopes {
    private AskedScopes() {}

    static Set<String> of(Asked asked) {
        Set<String> scopes = new LinkedHashSet<>(
                Scopes.values(asked.parameters().get("scope").orElse("")));
        scopes.retainAll(asked.client().oidc().scopes());
        ScopeWish wish = AskedPlace.wish(asked);
        if (wish.kind() != ScopeWish.Kind.NONE) {
            scopes.add(Scopes.ROLES);
        }
        if (wish.kind() == ScopeWish.Kind.NAMED) {
            scopes.add(wish.name());
        }
        if (!asked.client().mayUse(GrantTypes.REFRESH_TOKEN)) {
            scopes.remove(Scopes.OFFLINE_ACCESS); // OIDC Core §11: ignored where no refresh token can come of it
        }
        return scopes;
    }
}
