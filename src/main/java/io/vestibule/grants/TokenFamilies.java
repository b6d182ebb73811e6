package io.vestibule.grants;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.identity.Secret;
import io.vestibule.identity.SessionId;
import io.vestibule.identity.UserId;
import io.vestibule.keys.MasterKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * Families of tokens. A refresh token is family id, generation and an HMAC over both: a forged one is told from an old one
 * without a table of every token ever made, so only a real old token can end its family.
 */
@ApplicationScoped
public class TokenFamilies {
    private static final int UNSIGNED_BYTES = 16 + 4;
    private static final int MAC_BYTES = 32;

    /** How long another node's revocation may go unseen here; what this node revokes it sees at once. */
    private static final Duration KEPT = Duration.ofSeconds(1);

    private static final int MOST_KEPT = 50_000;

    private final TokenFamilyRepository repository;
    private final TransactionSynchronizationRegistry transactions;
    private final SecretKey key;
    private final Clock clock;
    private final Cache<UUID, TokenFamily> recent =
            Caffeine.newBuilder().maximumSize(MOST_KEPT).expireAfterWrite(KEPT).build();

    public TokenFamilies(
            TokenFamilyRepository repository,
            TransactionSynchronizationRegistry transactions,
            MasterKey master,
            Clock clock) {
        this.repository = repository;
        this.transactions = transactions;
        this.key = master.derive("refresh-token");
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
    public Optional<TokenFamily> live(RealmName realm, FamilyId id) {
        return Optional.ofNullable(recent.get(id.value(), this::read))
                .filter(family ->
                        family.realm().equals(realm) && family.expiresAt().isAfter(clock.instant()));
    }

    private @Nullable TokenFamily read(UUID id) {
        return QuarkusTransaction.joiningExisting()
                .call(() -> repository
                        .live(id, clock.instant())
                        .map(TokenFamilies::family)
                        .orElse(null));
    }

    /**
     * Once the end of {@code families} is committed nobody here takes them for alive. {@code compute} waits for a read that is
     * under way, which may have begun before the commit; {@code invalidate} would not.
     */
    private void forget(Collection<UUID> families) {
        transactions.registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {}

            @Override
            public void afterCompletion(int status) {
                families.forEach(id -> recent.asMap().compute(id, (family, before) -> null));
            }
        });
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
        if (parsed.isEmpty()) {
            return new RefreshOutcome.Unknown();
        }
        UUID id = parsed.get().family();
        int generation = parsed.get().generation();
        Optional<TokenFamily> rotated = repository
                .advance(realm.value(), relyingParty.value(), id, generation, now)
                .map(TokenFamilies::family);
        if (rotated.isPresent()) {
            return new RefreshOutcome.Rotated(rotated.get(), token(id, generation + 1));
        }
        Optional<TokenFamily> alive = repository
                .live(id, now)
                .map(TokenFamilies::family)
                .filter(family ->
                        family.realm().equals(realm) && family.relyingParty().equals(relyingParty));
        alive.ifPresent(family -> revoke(family.id()));
        return alive.<RefreshOutcome>map(RefreshOutcome.Reused::new).orElseGet(RefreshOutcome.Unknown::new);
    }

    /** Ends a family; true when it was alive. */
    @Transactional
    public boolean revoke(FamilyId id) {
        forget(List.of(id.value()));
        return repository.revoke(id.value(), clock.instant()) == 1;
    }

    /** Ends what depends on a session: every family of it without {@code offline_access}. */
    @Transactional
    public int revokeOfSession(SessionId session) {
        List<UUID> revoked = repository.revokeOfSession(session.value(), clock.instant());
        forget(revoked);
        return revoked.size();
    }

    /** Ends what a user gave one relying party: consent was withdrawn. */
    @Transactional
    public int revokeOf(RealmName realm, UserId user, RelyingPartyId relyingParty) {
        List<UUID> revoked = repository.revokeOf(realm.value(), user.value(), relyingParty.value(), clock.instant());
        forget(revoked);
        return revoked.size();
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
            mac.init(key);
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
