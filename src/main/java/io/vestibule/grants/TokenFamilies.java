package io.vestibule.grants;

import io.quarkus.scheduler.Scheduled;
import io.vestibule.database.Remembered;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.identity.Secret;
import io.vestibule.identity.SessionId;
import io.vestibule.identity.UserId;
import io.vestibule.keys.Hmac;
import io.vestibule.keys.MasterKey;
import io.vestibule.records.RandomTokens;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntConsumer;
import javax.crypto.SecretKey;

/**
 * Families of tokens. A refresh token is family id, generation and an HMAC over both: a forged one is told from an old one
 * without a table of every token ever made, so only a real old token can end its family.
 */
@ApplicationScoped
public class TokenFamilies {
    private static final int UNSIGNED_BYTES = 16 + 4;
    private static final int MAC_BYTES = 32;

    /** Of several nodes, at most: who enters an application at one and agrees at another has not agreed before. */
    private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(5);

    private final TokenFamilyRepository repository;
    private final TransactionSynchronizationRegistry transactions;
    private final TokenStatus status;
    private final RandomTokens names;
    private final SecretKey key;
    private final Clock clock;
    private final Remembered<FamilyId, TokenFamily> recent = new Remembered<>();

    public TokenFamilies(
            TokenFamilyRepository repository,
            TransactionSynchronizationRegistry transactions,
            TokenStatus status,
            RandomTokens names,
            MasterKey master,
            Clock clock) {
        this.repository = repository;
        this.transactions = transactions;
        this.status = status;
        this.names = names;
        this.key = master.derive("refresh-token");
        this.clock = clock;
    }

    /** The first tokens of a family. */
    public record Started(Secret refreshToken, FamilyToken token) {}

    /**
     * Records a new family, and an access token of it for {@code lifetime}. Fails when a family of that id exists. Nothing when
     * its session, or the relying party's part in it, has ended or ends at this very moment; or did so after {@code agreed}, and the
     * person is back since.
     *
     * @param agreed when they agreed to it
     */
    @Transactional
    public Optional<Started> start(TokenFamily family, Instant agreed, Duration lifetime) {
        Instant now = clock.instant();
        String name = names.next();
        TokenStatus.Reserved place = status.reserve(family.realm(), now.plus(lifetime));
        if (!repository.add(family, 0, agreed.plus(CLOCKS_DIFFER), now, name, place)) {
            return Optional.empty();
        }
        afterwards(status -> {
            if (status == Status.STATUS_COMMITTED) {
                recent.keep(family.id(), family);
            }
        });
        return Optional.of(
                new Started(token(family.id().value(), 0), new FamilyToken(family.id(), name, place.told())));
    }

    /** What a user has been given and nothing ended. */
    public List<TokenFamily> living(RealmName realm, UserId user) {
        return repository.living(realm, user, clock.instant());
    }

    /** The family when nothing ended it. */
    public Optional<TokenFamily> live(RealmName realm, FamilyId id) {
        return remembered(realm, id)
                .or(() -> repository.live(id.value(), clock.instant()).map(standing -> {
                    recent.keep(id, standing.family());
                    return standing.family();
                }))
                .filter(family -> family.realm().equals(realm));
    }

    /** The same when it is in memory; nothing says nothing. */
    public Optional<TokenFamily> remembered(RealmName realm, FamilyId id) {
        return recent.find(id)
                .filter(family ->
                        family.realm().equals(realm) && family.expiresAt().isAfter(clock.instant()));
    }

    /**
     * The status list says so with them, for those who ask nobody; once the end is committed nobody here takes them for alive.
     */
    private void ended(Collection<FamilyId> families) {
        families.forEach(family -> status.revoke(family.toString()));
        afterwards(status -> families.forEach(recent::changed));
    }

    private void afterwards(IntConsumer work) {
        transactions.registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {}

            @Override
            public void afterCompletion(int status) {
                work.accept(status);
            }
        });
    }

    /** Looks at a refresh token without using it: for introspection and revocation. Only the current one counts. */
    public Optional<TokenFamily> peek(RealmName realm, String token) {
        return parse(token)
                .flatMap(presented -> repository
                        .live(presented.family(), clock.instant())
                        .filter(standing -> standing.generation() == presented.generation()))
                .map(TokenFamilyRepository.Standing::family)
                .filter(family -> family.realm().equals(realm));
    }

    /**
     * Uses a refresh token of {@code relyingParty}: at most one presentation of it ever succeeds, and has an access token for
     * {@code lifetime}.
     */
    @Transactional
    public RefreshOutcome rotate(RealmName realm, RelyingPartyId relyingParty, String token, Duration lifetime) {
        Instant now = clock.instant();
        Optional<Presented> parsed = parse(token);
        if (parsed.isEmpty()) {
            return new RefreshOutcome.Unknown();
        }
        UUID id = parsed.get().family();
        int generation = parsed.get().generation();
        String name = names.next();
        TokenStatus.Reserved place = status.reserve(realm, now.plus(lifetime));
        Optional<TokenFamily> rotated = repository.advance(realm, relyingParty, id, generation, now, name, place);
        if (rotated.isPresent()) {
            FamilyToken beside = new FamilyToken(rotated.get().id(), name, place.told());
            return new RefreshOutcome.Rotated(rotated.get(), token(id, generation + 1), beside);
        }
        Optional<TokenFamily> alive = repository
                .live(id, now)
                .map(TokenFamilyRepository.Standing::family)
                .filter(family ->
                        family.realm().equals(realm) && family.relyingParty().equals(relyingParty));
        alive.ifPresent(family -> revoke(family.id()));
        return alive.<RefreshOutcome>map(RefreshOutcome.Reused::new).orElseGet(RefreshOutcome.Unknown::new);
    }

    /** Ends a family; true when it was alive. */
    @Transactional
    public boolean revoke(FamilyId id) {
        boolean alive = repository.revoke(id.value(), clock.instant());
        ended(List.of(id));
        return alive;
    }

    /**
     * Ends what depends on a session.
     *
     * @param offlineToo whether also that with {@code offline_access}, which would outlive it
     */
    @Transactional
    public int revokeOfSession(SessionId session, boolean offlineToo) {
        List<FamilyId> revoked = repository.revokeOfSession(session, offlineToo, clock.instant());
        ended(revoked);
        return revoked.size();
    }

    /** Ends what depends on one relying party's part in a session: its families without {@code offline_access}. */
    @Transactional
    public int revokeOfSession(SessionId session, RelyingPartyId relyingParty) {
        List<FamilyId> revoked = repository.revokeOfSession(session, relyingParty, clock.instant());
        ended(revoked);
        return revoked.size();
    }

    /** Ends what a user gave one relying party: consent was withdrawn. */
    @Transactional
    public int revokeOf(RealmName realm, UserId user, RelyingPartyId relyingParty) {
        List<FamilyId> revoked = repository.revokeOf(realm, user, relyingParty, clock.instant());
        ended(revoked);
        return revoked.size();
    }

    /** Ends what a user was given before a moment: with their account, or because what was given out until then is void. */
    @Transactional
    public int revokeOfUser(RealmName realm, UserId user, Instant before) {
        List<FamilyId> revoked = repository.revokeOfUser(realm, user, before, clock.instant());
        ended(revoked);
        return revoked.size();
    }

    @Scheduled(every = "5m", delayed = "40s")
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
        return Hmac.SHA256.of(key, unsigned);
    }
}
