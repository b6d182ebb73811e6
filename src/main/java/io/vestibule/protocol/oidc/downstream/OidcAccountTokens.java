package io.vestibule.protocol.oidc.downstream;

import io.vestibule.account.AccountTokens;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Access tokens that were given for this realm with the scope {@value AccountTokens#SCOPE}. */
@ApplicationScoped
class OidcAccountTokens implements AccountTokens {
    private final AccessTokens tokens;
    private final OidcUrls urls;

    OidcAccountTokens(AccessTokens tokens, OidcUrls urls) {
        this.tokens = tokens;
        this.urls = urls;
    }

    @Override
    public Optional<Bearer> bearer(Realm realm, String token) {
        return tokens.standing(realm, token) instanceof AccessTokens.Standing.Good good
                        && good.token().audience().contains(urls.issuer(realm.name()))
                        && good.token().scopes().contains(SCOPE)
                ? good.person()
                        .map(person -> new Bearer(person.user(), person.grant().authenticatedAt()))
                : Optional.empty();
    }
}
