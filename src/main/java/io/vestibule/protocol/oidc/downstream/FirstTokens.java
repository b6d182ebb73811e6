package io.vestibule.protocol.oidc.downstream;

import io.vestibule.grants.FamilyId;
import io.vestibule.grants.TokenFamilies;
import io.vestibule.grants.TokenFamily;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** The first tokens of a grant that was just given: a family for them, and a refresh token where the client may have one. */
@ApplicationScoped
class FirstTokens {
    private static final Duration GRACE = Duration.ofMinutes(1);

    private final TokenFamilies families;
    private final MemoryJson json;
    private final Clock clock;

    FirstTokens(TokenFamilies families, MemoryJson json, Clock clock) {
        this.families = families;
        this.json = json;
        this.clock = clock;
    }

    /** Nothing when the person was signed out meanwhile. */
    Optional<TokenResponses.OfPerson> of(
            Client client, GrantMemory grant, LivingGrants.Life.Alive alive, FamilyId id, Optional<String> nonce) {
        boolean refreshable = client.mayUse(GrantTypes.REFRESH_TOKEN);
        Duration lifetime = refreshable
                ? client.refreshTokenLifetime()
                : client.accessTokenLifetime().plus(GRACE);
        TokenFamily family = new TokenFamily(
                id,
                client.realm().name(),
                client.id(),
                grant.userId(),
                grant.sessionId(),
                grant.offline() && !client.oidc().offlineEndsWithSession(),
                json.write(grant),
                clock.instant().plus(lifetime));
        return families.start(family, grant.grantedAt(), client.accessTokenLifetime())
                .map(first -> new TokenResponses.OfPerson(
                        grant,
                        alive.user(),
                        alive.place(),
                        first.token(),
                        grant.scopes(),
                        nonce,
                        Optional.of(first.refreshToken()).filter(token -> refreshable)));
    }
}
