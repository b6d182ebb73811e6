package io.vestibule.protocol.oidc.downstream;

import com.nimbusds.jwt.JWTClaimsSet;
import io.vestibule.identity.SessionId;
import io.vestibule.identity.UserId;
import io.vestibule.keys.JwtKeys;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/**
 * Reads an ID token of ours that a relying party brings back. It may have expired (OIDC Core §3.1.2.1, RP-Initiated Logout
 * §4); it says whom the relying party means and proves nothing about who sends it.
 */
@ApplicationScoped
class IdTokenHints {
    private final JwtKeys keys;
    private final OidcUrls urls;

    IdTokenHints(JwtKeys keys, OidcUrls urls) {
        this.keys = keys;
        this.urls = urls;
    }

    /** @param audience the clients it was made for */
    record Hint(UserId user, Optional<SessionId> session, List<String> audience) {}

    Optional<Hint> read(Realm realm, String idToken) {
        return keys.verify(realm.name(), TokenTypes.ID_TOKEN, idToken)
                .filter(claims -> urls.issuer(realm.name()).equals(claims.getIssuer()))
                .flatMap(claims -> UserId.parse(String.valueOf(claims.getSubject()))
                        .map(user -> new Hint(user, session(claims), List.copyOf(claims.getAudience()))));
    }

    private static Optional<SessionId> session(JWTClaimsSet claims) {
        return claims.getClaim("sid") instanceof String sid ? SessionId.parse(sid) : Optional.empty();
    }
}
