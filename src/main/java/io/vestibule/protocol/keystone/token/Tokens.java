package io.vestibule.protocol.keystone.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vestibule.identity.RealmName;
import io.vestibule.keys.TokenKeys;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import io.vestibule.realm.Realm;
import io.vestibule.records.Changed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Reads tokens. One that was seen before costs a look into a table, its revocation another and its changes a few more;
 * one seen for the first time a signature; neither a question to the database while nothing changes.
 */
@ApplicationScoped
class Tokens implements TokenCheck, SubjectTokens {
    private static final long MOST_BYTES = 48L * 1024 * 1024;
    private static final int LONGEST = 8 * 1024;

    private final List<TokenFormat> formats;
    private final Meanings meanings;
    private final Freshness freshness;
    private final RevokedTokens revoked;
    private final TokenBodies bodies;
    private final TokenKeys keys;
    private final Clock clock;
    private final Cache<Key, KnownToken> known = Caffeine.newBuilder()
            .maximumWeight(MOST_BYTES)
            .<Key, KnownToken>weigher((key, token) -> key.text().length() + token.bytes())
            .expireAfterWrite(Duration.ofHours(1))
            .build();

    Tokens(
            Instance<TokenFormat> formats,
            Meanings meanings,
            Freshness freshness,
            RevokedTokens revoked,
            TokenBodies bodies,
            TokenKeys keys,
            Clock clock) {
        this.formats = formats.stream().toList();
        this.meanings = meanings;
        this.freshness = freshness;
        this.revoked = revoked;
        this.bodies = bodies;
        this.keys = keys;
        this.clock = clock;
    }

    private record Key(RealmName realm, String text) {}

    @Override
    public Optional<ValidToken> valid(Realm realm, String text) {
        return find(realm, text, false).map(Subject::token);
    }

    @Override
    public Optional<Subject> find(Realm realm, String text, boolean evenExpired) {
        if (text.isEmpty() || text.length() > LONGEST) {
            return Optional.empty();
        }
        Key key = new Key(realm.name(), text);
        KnownToken before = known.getIfPresent(key);
        if (before != null && freshness.holds(before.since(), before.concerns())) {
            return counts(realm, before.token().payload(), evenExpired) ? Optional.of(before) : Optional.empty();
        }
        // A signature stays right: only what the token speaks of is looked up again.
        Optional<TokenPayload> payload =
                before == null ? read(realm, text) : Optional.of(before.token().payload());
        return payload.filter(token -> counts(realm, token, evenExpired)).flatMap(token -> learn(realm, key, token));
    }

    @Override
    public KeystoneRefused refusal(Realm realm, String text) {
        if (text.isEmpty()) {
            return KeystoneRefused.notFoundSaying("No token in the request");
        }
        if (text.length() <= LONGEST && read(realm, text).isPresent()) {
            return KeystoneRefused.notFoundSaying("Failed to validate token");
        }
        return KeystoneRealm.of(realm).tokens() == KeystoneRealm.Format.FERNET
                ? KeystoneRefused.notFoundSaying("Could not recognize Fernet token")
                : KeystoneRefused.notFound("token", text);
    }

    private Optional<TokenPayload> read(Realm realm, String text) {
        return formats.stream()
                .filter(format -> format.looksRight(text))
                .findFirst()
                .flatMap(format -> format.read(realm, text));
    }

    private boolean counts(Realm realm, TokenPayload token, boolean evenExpired) {
        Instant end =
                evenExpired ? token.expiresAt().plus(KeystoneRealm.of(realm).allowExpiredWindow()) : token.expiresAt();
        return clock.instant().isBefore(end) && !revoked.contains(realm.name(), token);
    }

    private Optional<Subject> learn(Realm realm, Key key, TokenPayload payload) {
        long since = freshness.now();
        return switch (meanings.of(realm, payload)) {
            case Meaning.Dead dead -> {
                known.invalidate(key);
                yield Optional.empty();
            }
            case Meaning.Alive alive -> Optional.of(keep(realm, key, alive, since));
        };
    }

    private KnownToken keep(Realm realm, Key key, Meaning.Alive alive, long since) {
        ValidToken token = alive.token();
        KnownToken learnt = new KnownToken(
                token,
                since,
                List.copyOf(alive.concerns()),
                bodies.of(realm, token, true),
                () -> bodies.of(realm, token, false));
        known.put(key, learnt);
        return learnt;
    }

    /** Keys came or went: what was read with them is read again. */
    void onChange(@Observes Changed changed) {
        if (changed.is(TokenKeys.TOPIC)) {
            keys.forget(new RealmName(changed.realm()));
            known.invalidateAll();
        }
    }

    /** A token that was just written: its first validation need not read it. */
    void remember(Realm realm, String text, Meaning.Alive alive, long since) {
        keep(realm, new Key(realm.name(), text), alive, since);
    }
}
