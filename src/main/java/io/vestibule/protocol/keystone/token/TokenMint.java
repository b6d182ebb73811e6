package io.vestibule.protocol.keystone.token;

import io.vestibule.directory.Directory;
import io.vestibule.directory.User;
import io.vestibule.identity.Scope;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import io.vestibule.realm.Realm;
import io.vestibule.records.RandomTokens;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes tokens of those that were asked for. */
@ApplicationScoped
class TokenMint implements TokenIssue {
    private static final int AUDIT_ID_BYTES = 16;

    private final Instance<TokenFormat> formats;
    private final Directory directory;
    private final Meanings meanings;
    private final Openings openings;
    private final Freshness freshness;
    private final Tokens tokens;
    private final TokenSessions inSession;
    private final TokensOfIdentity ofIdentity;
    private final Clock clock;
    private final RandomTokens drawn;

    TokenMint(
            Instance<TokenFormat> formats,
            Directory directory,
            Meanings meanings,
            Openings openings,
            Freshness freshness,
            Tokens tokens,
            TokenSessions inSession,
            TokensOfIdentity ofIdentity,
            Clock clock,
            RandomTokens drawn) {
        this.formats = formats;
        this.directory = directory;
        this.meanings = meanings;
        this.openings = openings;
        this.freshness = freshness;
        this.tokens = tokens;
        this.inSession = inSession;
        this.ofIdentity = ofIdentity;
        this.clock = clock;
        this.drawn = drawn;
    }

    @Override
    public Issued issue(Realm realm, TokenRequest request) {
        long since = freshness.now();
        TokenPayload payload = payload(realm, request);
        if (!payload.expiresAt().isAfter(clock.instant())) {
            throw KeystoneRefused.unauthorized().because("nothing-left-of-its-life");
        }
        return switch (meanings.of(realm, payload)) {
            case Meaning.Dead dead -> throw KeystoneRefused.unauthorized().because(dead.reason());
            case Meaning.Alive alive -> {
                requireRoom(realm, payload);
                request.givenIn().ifPresent(there -> inSession.bind(realm, payload, there));
                request.shown().ifPresent(identity -> ofIdentity.bind(realm, payload, identity));
                String text = format(realm).write(realm, payload);
                tokens.remember(realm, text, alive, since);
                yield new Issued(text, alive.token());
            }
        };
    }

    @Override
    public ValidToken standing(Realm realm, TokenRequest request) {
        return switch (meanings.of(realm, payload(realm, request))) {
            case Meaning.Dead dead -> throw KeystoneRefused.unauthorized().because(dead.reason());
            case Meaning.Alive alive -> alive.token();
        };
    }

    /** Keystone's Fernet tokens of the whole system have no room for the identity provider, whose end must be theirs. */
    private static void requireRoom(Realm realm, TokenPayload payload) {
        if (payload.federated().isPresent()
                && payload.scope().filter(Scope.System.class::isInstance).isPresent()
                && KeystoneRealm.of(realm).tokens() == KeystoneRealm.Format.FERNET) {
            throw KeystoneRefused.unauthorized().because("federated-on-system-in-fernet");
        }
    }

    private TokenPayload payload(Realm realm, TokenRequest request) {
        Instant issuedAt = issuedAt(realm, request);
        Instant longest = issuedAt.plus(KeystoneRealm.of(realm).tokenLifetime());
        Instant expiresAt = Stream.of(request.notAfter(), openUntil(realm, request))
                .flatMap(Optional::stream)
                .filter(end -> end.isBefore(longest))
                .min(Instant::compareTo)
                .orElse(longest)
                .truncatedTo(ChronoUnit.SECONDS);
        return new TokenPayload(
                request.user(),
                request.methods(),
                auditIds(request.parentAuditId()),
                issuedAt,
                expiresAt,
                request.scope(),
                request.delegation(),
                request.federated(),
                request.thumbprint());
    }

    /** A login by a provider says itself how long it holds; what is issued without one holds as long as the last one did. */
    private Optional<Instant> openUntil(Realm realm, TokenRequest request) {
        return request.federated().isPresent()
                ? Optional.empty()
                : directory.find(realm.name(), request.user()).flatMap(user -> openings.until(realm, user));
    }

    /**
     * Whole seconds are all that a token has room for. In the second in which everything the user had was made void, the
     * next whole second is written: else the new token would look as old as the ones that were meant.
     */
    private Instant issuedAt(Realm realm, TokenRequest request) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return directory
                .find(realm.name(), request.user())
                .flatMap(User::tokensValidAfter)
                .filter(now::isBefore)
                .map(after -> after.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1))
                .filter(next -> !next.isAfter(now.plusSeconds(1)))
                .orElse(now);
    }

    private List<String> auditIds(Optional<String> parent) {
        List<String> ids = new ArrayList<>();
        ids.add(drawn.base64Url(AUDIT_ID_BYTES));
        parent.ifPresent(ids::add);
        return ids;
    }

    private TokenFormat format(Realm realm) {
        KeystoneRealm.Format wanted = KeystoneRealm.of(realm).tokens();
        return formats.stream()
                .filter(format -> format.name() == wanted)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no format writes " + wanted));
    }
}
