package io.vestibule.protocol.keystone.delegation;

import io.vestibule.identity.DrawnId;
import io.vestibule.identity.ProjectId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Secret;
import io.vestibule.identity.UserId;
import io.vestibule.keys.SecretsAtRest;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import io.vestibule.records.Changed;
import io.vestibule.records.Changes;
import io.vestibule.records.FollowedCache;
import io.vestibule.records.RandomTokens;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The OAuth 1.0a access tokens of every realm. */
@ApplicationScoped
class AccessTokens {
    static final String TOPIC = "oauth1";
    private static final String USE = "oauth1-access-token";
    private static final Duration LIFETIME = Duration.ofDays(1); // Keystone's default of access_token_duration
    private static final int MOST_KEPT = 50_000;
    private static final int SECRET_BYTES = 16;

    private final DelegationRepository rows;
    private final SecretsAtRest seal;
    private final Changes changes;
    private final RandomTokens drawn;
    private final Clock clock;
    private final FollowedCache<Key, AccessToken> recent;

    AccessTokens(DelegationRepository rows, SecretsAtRest seal, Changes changes, RandomTokens drawn, Clock clock) {
        this.rows = rows;
        this.seal = seal;
        this.changes = changes;
        this.drawn = drawn;
        this.clock = clock;
        this.recent = changes.cache(MOST_KEPT);
    }

    private record Key(String realm, String id) {}

    void follow(@Observes Changed changed) {
        if (changed.is(TOPIC)) {
            recent.evict(new Key(changed.realm(), changed.key()));
        }
    }

    /** Without a question to the database while nothing changes. */
    Optional<AccessToken> find(RealmName realm, String id) {
        return recent.find(new Key(realm.value(), id), key -> read(realm, id));
    }

    @Transactional
    Optional<AccessToken> read(RealmName realm, String id) {
        return rows.find(AccessTokenEntity.class, realm.value(), id).map(row -> token(realm, row));
    }

    @Transactional
    List<AccessToken> of(RealmName realm, UserId user) {
        return rows.all(AccessTokenEntity.class, realm.value(), Map.of("authorizingUserId", user.value())).stream()
                .map(row -> token(realm, row))
                .toList();
    }

    /** What {@code request} was granted. */
    @Transactional
    AccessToken create(RealmName realm, RequestToken request, RequestToken.Grant grant) {
        AccessTokenEntity row = new AccessTokenEntity();
        row.realm = realm.value();
        row.id = DrawnId.next();
        row.consumerId = request.consumer();
        row.sealedSecret = seal.seal(realm, USE, row.id, new Secret(drawn.hex(SECRET_BYTES)));
        row.projectId = request.project().value();
        row.authorizingUserId = grant.user().value();
        row.roles = HandedOnEntity.joined(grant.roles());
        row.expiresAt = clock.instant().plus(LIFETIME).truncatedTo(ChronoUnit.SECONDS);
        rows.add(row);
        return token(realm, row);
    }

    /** Of that user; nobody else's is found by its id. */
    AccessToken get(RealmName realm, UserId user, String id) {
        return find(realm, id)
                .filter(token -> token.user().equals(user))
                .orElseThrow(() -> KeystoneRefused.notFoundSaying("Access token not found"));
    }

    @Transactional
    void delete(RealmName realm, UserId user, String id) {
        AccessToken token = get(realm, user, id);
        rows.find(AccessTokenEntity.class, realm.value(), token.id()).ifPresent(rows::remove);
        changes.announce(realm.value(), TOPIC, id);
    }

    /** It is another user's now. */
    void handedOver(RealmName realm, String id) {
        changes.announce(realm.value(), TOPIC, id);
    }

    private AccessToken token(RealmName realm, AccessTokenEntity row) {
        return new AccessToken(
                row.id,
                row.consumerId,
                seal.open(realm, USE, row.id, row.sealedSecret),
                new ProjectId(row.projectId),
                new UserId(row.authorizingUserId),
                HandedOnEntity.split(row.roles),
                row.expiresAt);
    }
}
