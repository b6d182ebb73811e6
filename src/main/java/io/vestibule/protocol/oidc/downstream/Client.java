package io.vestibule.protocol.oidc.downstream;

import io.vestibule.identity.RelyingPartyId;
import io.vestibule.realm.Realm;
import io.vestibule.realm.RelyingParty;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;

/** A relying party that speaks OpenID Connect or OAuth, in the words of those standards. */
record Client(Realm realm, RelyingParty party, OidcRelyingParty oidc, OidcRealm defaults) {
    RelyingPartyId id() {
        return party.id();
    }

    boolean mayUse(String grantType) {
        return oidc.grantTypes().contains(grantType);
    }

    PkcePolicy pkce() {
        return oidc.isPublic() ? PkcePolicy.REQUIRED : oidc.pkce().orElse(defaults.pkce()); // RFC 9700 §2.1.1
    }

    /** Scopes whose claims the ID token carries whatever was asked for: for those who read them only there. */
    Set<String> inIdTokenAlways() {
        Set<String> scopes = new LinkedHashSet<>(Set.of(Scopes.PROFILE, Scopes.EMAIL));
        scopes.retainAll(oidc.claimsInIdToken() ? oidc.scopes() : Set.of());
        return scopes;
    }

    Duration codeLifetime() {
        return oidc.codeLifetime().orElse(defaults.codeLifetime());
    }

    Duration idTokenLifetime() {
        return oidc.idTokenLifetime().orElse(defaults.idTokenLifetime());
    }

    Duration accessTokenLifetime() {
        return oidc.accessTokenLifetime().orElse(defaults.accessTokenLifetime());
    }

    Duration refreshTokenLifetime() {
        return oidc.refreshTokenLifetime().orElse(defaults.refreshTokenLifetime());
    }
}
