package io.vestibule.protocol.oidc.downstream;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jwt.JWTClaimsSet;
import io.vestibule.directory.User;
import io.vestibule.grants.FamilyId;
import io.vestibule.grants.StatusPlace;
import io.vestibule.grants.TokenFamilies;
import io.vestibule.grants.TokenStatus;
import io.vestibule.identity.RealmName;
import io.vestibule.keys.JwtKeys;
import io.vestibule.realm.Realm;
import io.vestibule.records.ExpiringRecords;
import jakarta.enterprise.context.ApplicationScoped;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads access tokens back (RFC 9068 §4), and knows which of them no longer count although they have not expired. */
@ApplicationScoped
class AccessTokens {
    private static final String REVOKED = "revoked-jwt:";

    /** How long another node's revocation may go unseen here; what this node revokes it sees at once. */
    private static final Duration KEPT = Duration.ofSeconds(1);

    private static final int MOST_KEPT = 50_000;

    private final JwtKeys keys;
    private final OidcUrls urls;
    private final Clients clients;
    private final TokenFamilies families;
    private final TokenStatus status;
    private final LivingGrants living;
    private final ExpiringRecords records;
    private final MemoryJson json;
    private final Clock clock;
    private final Cache<String, Boolean> unrevoked =
            Caffeine.newBuilder().maximumSize(MOST_KEPT).expireAfterWrite(KEPT).build();

    AccessTokens(
            JwtKeys keys,
            OidcUrls urls,
            Clients clients,
            TokenFamilies families,
            TokenStatus status,
            LivingGrants living,
            ExpiringRecords records,
            MemoryJson json,
            Clock clock) {
        this.keys = keys;
        this.urls = urls;
        this.clients = clients;
        this.families = families;
        this.status = status;
        this.living = living;
        this.records = records;
        this.json = json;
        this.clock = clock;
    }

    /** Whether a token may be acted on now. */
    sealed interface Standing {
        /** {@code person} behind it; none for a client's own token. */
        record Good(AccessToken token, Client client, Optional<Person> person) implements Standing {}

        /** {@code reason} is a stable word for the audit log. */
        record Bad(String reason) implements Standing {}
    }

    record Person(GrantMemory grant, User user, HeldPlace place) {}

    /** The token when this realm issued it as an access token and it has not expired; revoked or not. */
    Optional<AccessToken> read(Realm realm, String compact) {
        return keys.verify(realm.name(), TokenTypes.ACCESS_TOKEN, compact)
                .filter(claims -> isOursAndUnexpired(realm, claims))
                .flatMap(AccessTokens::token);
    }

    private boolean isOursAndUnexpired(Realm realm, JWTClaimsSet claims) {
        return urls.issuer(realm.name()).equals(claims.getIssuer())
                && claims.getExpirationTime() != null
                && claims.getExpirationTime().toInstant().isAfter(clock.instant());
    }

    /** A token about to be given out: nobody can have revoked it yet. */
    void issued(RealmName realm, String id) {
        unrevoked.put(realm + " " + id, Boolean.TRUE);
    }

    /** The standing of a token that is good by what is in memory; of any other nothing is said. Blocks nobody. */
    Optional<Standing.Good> remembered(Realm realm, String compact) {
        return keys.verifiedBefore(realm.name(), TokenTypes.ACCESS_TOKEN, compact)
                .filter(claims -> isOursAndUnexpired(realm, claims))
                .flatMap(AccessTokens::token)
                .filter(token -> unrevoked.getIfPresent(realm.name() + " " + token.id()) != null)
                .flatMap(token -> clients.find(realm, token.clientId()).flatMap(client -> remembered(token, client)));
    }

    private Optional<Standing.Good> remembered(AccessToken token, Client client) {
        return token.family().isEmpty()
                ? Optional.of(new Standing.Good(token, client, Optional.empty()))
                : families.remembered(client.realm().name(), token.family().get())
                        .filter(family -> family.relyingParty().equals(client.id()))
                        .map(family -> json.read(family.content(), GrantMemory.class))
                        .flatMap(grant -> living.remembered(client, grant)
                                .map(user -> new Person(grant, user, HeldPlace.NOWHERE)))
                        .map(person -> new Standing.Good(token, client, Optional.of(person)));
    }

    Standing standing(Realm realm, String compact) {
        Optional<AccessToken> read = read(realm, compact);
        if (read.isEmpty()) {
            return new Standing.Bad("token-invalid");
        }
        AccessToken token = read.get();
        Optional<Client> client = clients.find(realm, token.clientId());
        if (client.isEmpty()) {
            return new Standing.Bad("client-disabled");
        }
        if (isRevoked(realm.name(), token)) {
            return new Standing.Bad("token-revoked");
        }
        return token.family()
                .map(family -> ofPerson(token, client.get(), family))
                .orElseGet(() -> new Standing.Good(token, client.get(), Optional.empty()));
    }

    private Standing ofPerson(AccessToken token, Client client, FamilyId id) {
        Optional<GrantMemory> grant = families.live(client.realm().name(), id)
                .filter(family -> family.relyingParty().equals(client.id()))
                .map(family -> json.read(family.content(), GrantMemory.class));
        if (grant.isEmpty()) {
            return new Standing.Bad("grant-revoked");
        }
        return switch (living.of(client, grant.get())) {
            case LivingGrants.Life.Over over -> new Standing.Bad(over.reason());
            case LivingGrants.Life.Alive alive ->
                new Standing.Good(token, client, Optional.of(new Person(grant.get(), alive.user(), alive.place())));
        };
    }

    /** This one token is refused from now on; what else came of the same grant is not touched. */
    void revoke(RealmName realm, AccessToken token) {
        records.put(REVOKED + realm, token.id(), "", token.expiresAt());
        token.family()
                .ifPresentOrElse(
                        family -> status.revoke(family.toString(), token.id()),
                        () -> token.place().ifPresent(place -> status.revoke(realm, place)));
        unrevoked.asMap().compute(realm + " " + token.id(), (id, before) -> null); // waits for a read under way
    }

    private boolean isRevoked(RealmName realm, AccessToken token) {
        Boolean counts = unrevoked.get(
                realm + " " + token.id(),
                id -> records.peek(REVOKED + realm, token.id()).isPresent() ? null : Boolean.TRUE);
        return counts == null;
    }

    private static Optional<StatusPlace> place(JWTClaimsSet claims) throws ParseException {
        return Optional.ofNullable(claims.getJSONObjectClaim(TokenMint.STATUS))
                .map(status -> status.get(TokenMint.STATUS_LIST))
                .flatMap(list -> list instanceof Map<?, ?> map ? Optional.<Map<?, ?>>of(map) : Optional.empty())
                .flatMap(list -> list.get("uri") instanceof String uri && list.get("idx") instanceof Number index
                        ? Optional.of(new StatusPlace(uri, index.intValue()))
                        : Optional.empty());
    }

    private static Optional<AccessToken> token(JWTClaimsSet claims) {
        try {
            String scope = claims.getStringClaim("scope");
            String family = claims.getStringClaim(TokenMint.FAMILY);
            return Optional.of(new AccessToken(
                    claims.getJWTID(),
                    claims.getStringClaim("client_id"),
                    claims.getSubject(),
                    List.copyOf(claims.getAudience()),
                    Scopes.values(scope == null ? "" : scope),
                    claims.getIssueTime().toInstant(),
                    claims.getExpirationTime().toInstant(),
                    Optional.ofNullable(family).flatMap(FamilyId::parse),
                    place(claims)));
        } catch (ParseException notOurs) {
            return Optional.empty();
        }
    }
}
