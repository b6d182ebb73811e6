package io.vestibule.protocol.oidc.downstream;

import io.vestibule.directory.User;
import io.vestibule.identity.AuthnContext;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.ScopeName;
import io.vestibule.identity.SessionId;
import io.vestibule.identity.UserId;
import io.vestibule.relyingparty.Authentication;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What a person's authorization consists of, as it is kept in a code and then in the token family.
 *
 * @param scopes agreed to, in the order asked for
 * @param idTokenClaims and {@code userinfoClaims} asked for by name and agreed to
 * @param connector who vouched for the person, and {@code upstreamSubject} what it calls them
 * @param place where they act with it, when roles were asked for
 * @param grantedAtMillis when they agreed, which is not when an upstream authenticated them
 */
record GrantMemory(
        Set<String> scopes,
        Set<String> idTokenClaims,
        Set<String> userinfoClaims,
        UUID user,
        UUID session,
        long authTime,
        Optional<String> acr,
        Set<String> amr,
        String connector,
        String upstreamSubject,
        Optional<GrantedPlace> place,
        long grantedAtMillis) {
    static GrantMemory of(OidcMemory asked, Authentication authentication, Instant now) {
        Set<String> scopes = new LinkedHashSet<>(asked.scopes());
        scopes.retainAll(authentication.agreed());
        scopes.removeIf(ScopeName::isMeantBy);
        authentication.scope().ifPresent(place -> scopes.add(place.name().text())); // as named, or as chosen
        AuthnContext context = authentication.context();
        return new GrantMemory(
                scopes,
                agreed(asked.idTokenClaims(), authentication.agreed()),
                agreed(asked.userinfoClaims(), authentication.agreed()),
                authentication.session().user().value(),
                authentication.session().id().value(),
                context.authnInstant().getEpochSecond(),
                context.acr(),
                context.amr(),
                authentication.connector().value(),
                authentication.upstreamSubject(),
                authentication.scope().map(granted -> GrantedPlace.of(granted.scope())),
                now.toEpochMilli());
    }

    UserId userId() {
        return new UserId(user);
    }

    SessionId sessionId() {
        return new SessionId(session);
    }

    ConnectorId connectorId() {
        return new ConnectorId(connector);
    }

    Instant authenticatedAt() {
        return Instant.ofEpochSecond(authTime);
    }

    Instant grantedAt() {
        return Instant.ofEpochMilli(grantedAtMillis);
    }

    /** Whether the person's password was changed, or they were disabled, since. */
    boolean isVoidFor(User user) {
        return user.tokensValidAfter().filter(grantedAt()::isBefore).isPresent();
    }

    boolean offline() {
        return scopes.contains(Scopes.OFFLINE_ACCESS);
    }

    private static Set<String> agreed(Set<String> claims, Set<String> agreed) {
        Set<String> kept = new LinkedHashSet<>(claims);
        kept.removeIf(
                claim -> StandardClaims.scopeOf(claim).filter(agreed::contains).isEmpty());
        return kept;
    }
}
