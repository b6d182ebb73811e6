package io.vestibule.grants;

import io.quarkus.scheduler.Scheduled;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.identity.Secret;
import io.vestibule.identity.SessionId;
import io.vestibule.identity.UserId;
import io.vestibule.keys.MasterKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;

/**
 * Families of tokens. A refresh token is family id, generation and an HMAC over both: a forged one is told from an old one
 * without a table of every token ever made, so only a real old token can end its family.
 */
@ApplicationScoped
public class TokenFamilies {
    private static final int UNSIGNED_BYTES = 16 + 4;
    private static final int MAC_BYTES = 32;

    private final TokenFamilyRepository repository;
    private final MasterKey master;
    private final Clock clock;

    public TokenFamilies(TokenFamilyRepository repository, MasterKey master, Clock clock) {
        this.repository = repository;
        this.master = master;
        this.clock = clock;
    }

    /** Records a new family; its first refresh token is the answer. Fails when a family of that id exists. */
    @Transactional
    public Secret start(TokenFamily family) {
        TokenFamilyEntity row = new TokenFamilyEntity();
        row.id = family.id().value();
        row.realm = family.realm().value();
        row.relyingParty = family.relyingParty().value();
        row.userId = family.user().value();
        row.sessionId = family.session().value();
        row.offline = family.offline();
        row.content = family.content();
        row.generation = 0;
        row.createdAt = clock.instant();
        row.expiresAt = family.expiresAt();
        repository.persist(row);
        return token(row.id, row.generation);
    }

    /** The family when nothing ended it. */
    @Transactional
    public Optional<TokenFamily> live(RealmName realm, FamilyId id) {
        return repository
                .live(id.value(), clock.instant())
                .filter(row -> row.realm.equals(realm.value()))
                .map(TokenFamilies::family);
    }

    /** Looks at a refresh token without using it: for introspection and revocation. Only the current one counts. */
    @Transactional
    public Optional<TokenFamily> peek(RealmName realm, String token) {
        return parse(token)
                .flatMap(presented -> repository
                        .live(presented.family(), clock.instant())
                        .filter(row -> row.generation == presented.generation()))
                .filter(row -> row.realm.equals(realm.value()))
                .map(TokenFamilies::family);
    }

    /** Uses a refresh token of {@code relyingParty}: at most one presentation of it ever succeeds. */
    @Transactional
    public RefreshOutcome rotate(RealmName realm, RelyingPartyId relyingParty, String token) {
        Instant now = clock.instant();
        Optional<Presented> parsed = parse(token);
        Optional<TokenFamilyEntity> row = parsed.flatMap(presented -> repository.live(presented.family(), now))
                .filter(found -> found.realm.equals(realm.value()) && found.relyingParty.equals(relyingParty.value()));
        if (parsed.isEmpty() || row.isEmpty()) {
            return new RefreshOutcome.Unknown();
        }
        TokenFamily family = family(row.get());
        int generation = parsed.get().generation();
        if (repository.advance(family.id().value(), generation, now)) {
            return new RefreshOutcome.Rotated(family, token(family.id().value(), generation + 1));
        }
        repository.revoke(family.id().value(), now);
        return new RefreshOutcome.Reused(family);
    }

    /** Ends a family; true when it was alive. */
    @Transactional
    public boolean revoke(FamilyId id) {
        return repository.revoke(id.value(), clock.instant()) == 1;
    }

    /** Ends what depends on a session: every family of it without {@code offline_access}. */
    @Transactional
    public int revokeOfSession(SessionId session) {
        return repository.revokeOfSession(session.value(), clock.instant());
    }

    /** Ends what a user gave one relying party: consent was withdrawn. */
    @Transactional
    public int revokeOf(RealmName realm, UserId user, RelyingPartyId relyingParty) {
        return repository.revokeOf(realm.value(), user.value(), relyingParty.value(), clock.instant());
    }

    @Scheduled(every = "5m", delayed = "40s")
    @Transactional
    void clean() {
        repository.deleteExpired(clock.instant());
    }

    private record Presented(UUID family, int generation) {}

    private Optional<Presented> parse(String token) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
        if (bytes.length != UNSIGNED_BYTES + MAC_BYTES) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        UUID family = new UUID(in.getLong(), in.getLong());
        int generation = in.getInt();
        byte[] mac = new byte[MAC_BYTES];
        in.get(mac);
        return MessageDigest.isEqual(mac, mac(unsigned(family, generation)))
                ? Optional.of(new Presented(family, generation))
                : Optional.empty();
    }

    private Secret token(UUID family, int generation) {
        byte[] unsigned = unsigned(family, generation);
        byte[] token = ByteBuffer.allocate(UNSIGNED_BYTES + MAC_BYTES)
                .put(unsigned)
                .put(mac(unsigned))
                .array();
        return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(token));
    }

    private static byte[] unsigned(UUID family, int generation) {
        return ByteBuffer.allocate(UNSIGNED_BYTES)
                .putLong(family.getMostSignificantBits())
                .putLong(family.getLeastSignificantBits())
                .putInt(generation)
                .array();
    }

    private byte[] mac(byte[] unsigned) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(master.derive("refresh-token"));
            return mac.doFinal(unsigned);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JDK has HmacSHA256", missing);
        }
    }

    private static TokenFamily family(TokenFamilyEntity row) {
        return new TokenFamily(
                new FamilyId(row.id),
                new RealmName(row.realm),
                new RelyingPartyId(row.relyingParty),
                new UserId(row.userId),
                new SessionId(row.sessionId),
                row.offline,
                row.content,
                row.expiresAt);
    }
}
