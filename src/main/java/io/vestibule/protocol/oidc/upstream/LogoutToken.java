package io.vestibule.protocol.oidc.upstream;

import io.vestibule.connector.AuthnOutcome.Rejected;
import io.vestibule.connector.AuthnOutcome.Rejection;
import io.vestibule.connector.Step;
import io.vestibule.identity.UpstreamNames;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What a provider says of a session that it ended (OpenID Connect Back-Channel Logout §2.4).
 *
 * @param id unique, so that it is believed once
 * @param until it need not be remembered longer
 */
public record LogoutToken(
        String id, Optional<String> subject, Optional<String> session, Instant until, Instant issuedAt) {
    static final Set<String> TYPES =
            Set.of("logout+jwt", "jwt"); // §2.4 recommends the first; older providers say nothing
    private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";

    /** The token when it passes every check of §2.6, in its order; its signature has verified. */
    static Step<LogoutToken> checked(Json claims, OidcConnectorConfig client, Instant now) {
        return Stream.<Supplier<Optional<Rejected>>>of(
                        () -> unless(
                                claims.text("iss")
                                        .filter(client.issuer().toString()::equals)
                                        .isPresent(),
                                "logout-token-issuer",
                                client.issuer().toString()),
                        () -> unless(
                                claims.texts("aud").equals(List.of(client.clientId())),
                                "logout-token-audience",
                                client.clientId()),
                        () -> unless(
                                claims.instant("iat")
                                        .filter(at -> !at.isAfter(now.plus(client.clockSkew())))
                                        .isPresent(),
                                "logout-token-issued-in-future",
                                "iat before " + now),
                        () -> unless(
                                claims.instant("exp")
                                        .filter(at -> now.isBefore(at.plus(client.clockSkew())))
                                        .isPresent(),
                                "logout-token-expired",
                                "exp after " + now),
                        () -> unless(
                                claims.text("sub").isPresent()
                                        || claims.text("sid").isPresent(),
                                "logout-token-of-nobody",
                                "sub or sid"),
                        () -> unless(isLogoutEvent(claims), "logout-token-events", EVENT),
                        () -> unless(!claims.has("nonce"), "logout-token-nonce", "no nonce"), // it may be an ID token
                        () -> unless(
                                claims.text("jti").filter(id -> !id.isBlank()).isPresent(), "logout-token-id", "jti"))
                .map(Supplier::get)
                .flatMap(Optional::stream)
                .findFirst()
                .<Step<LogoutToken>>map(Step::stopped)
                .orElseGet(() -> Step.done(new LogoutToken(
                        claims.text("jti").orElseThrow(),
                        claims.text("sub"),
                        claims.text("sid"),
                        claims.instant("exp").orElseThrow().plus(client.clockSkew()),
                        claims.instant("iat").orElseThrow())));
    }

    /** What it ends: with both, that session of that person. */
    UpstreamNames ends() {
        return session.map(sid -> new UpstreamNames(Set.of(sid), Set.of()))
                .orElseGet(
                        () -> new UpstreamNames(Set.of(), subject.map(Set::of).orElse(Set.of())));
    }

    private static boolean isLogoutEvent(Json claims) {
        return claims.members().get("events") instanceof Map<?, ?> events && events.get(EVENT) instanceof Map<?, ?>;
    }

    private static Optional<Rejected> unless(boolean met, String reason, String expected) {
        return met
                ? Optional.empty()
                : Optional.of(new Rejected(Rejection.INVALID_MESSAGE, reason, expected, "something else"));
    }
}
