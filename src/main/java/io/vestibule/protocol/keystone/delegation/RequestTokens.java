package io.vestibule.protocol.keystone.delegation;

import io.quarkus.scheduler.Scheduled;
import io.vestibule.identity.DrawnId;
import io.vestibule.identity.ProjectId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RoleId;
import io.vestibule.identity.Secret;
import io.vestibule.identity.Sha256;
import io.vestibule.identity.UserId;
import io.vestibule.keys.SecretsAtRest;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import io.vestibule.records.RandomTokens;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Wishes of consumers that wait for a user's word. */
@ApplicationScoped
class RequestTokens {
    private static final String USE = "oauth1-request-token";
    private static final Duration LIFETIME = Duration.ofHours(8); // Keystone's default of request_token_duration
    private static final String VERIFIER_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int VERIFIER_LENGTH = 8; // what clients of Keystone let people type
    private static final int SECRET_BYTES = 16;

    private final DelegationRepository rows;
    private final SecretsAtRest seal;
    private final RandomTokens drawn;
    private final SecureRandom random;
    private final Clock clock;

    RequestTokens(DelegationRepository rows, SecretsAtRest seal, RandomTokens drawn, SecureRandom random, Clock clock) {
        this.rows = rows;
        this.seal = seal;
        this.drawn = drawn;
        this.random = random;
        this.clock = clock;
    }

    @Transactional
    RequestToken create(RealmName realm, String consumer, ProjectId project) {
        RequestTokenEntity row = new RequestTokenEntity();
        row.realm = realm.value();
        row.id = DrawnId.next();
        row.consumerId = consumer;
        row.sealedSecret = seal.seal(realm, USE, row.id, new Secret(drawn.hex(SECRET_BYTES)));
        row.projectId = project.value();
        row.expiresAt = clock.instant().plus(LIFETIME).truncatedTo(ChronoUnit.SECONDS);
        rows.add(row);
        return token(realm, row);
    }

    /** 404 when there is none, 401 when it waited too long. */
    @Transactional
    RequestToken get(RealmName realm, String id) {
        return token(realm, row(realm, id));
    }

    /** The user's word; the verifier which tells the consumer that it was this user's. */
    @Transactional
    Secret authorize(RealmName realm, String id, UserId user, List<RoleId> roles) {
        RequestTokenEntity row = row(realm, id);
        StringBuilder verifier = new StringBuilder();
        for (int i = 0; i < VERIFIER_LENGTH; i++) {
            verifier.append(VERIFIER_LETTERS.charAt(random.nextInt(VERIFIER_LETTERS.length())));
        }
        row.authorizingUserId = user.value();
        row.roles = HandedOnEntity.joined(roles);
        row.verifierHash = Sha256.of(verifier.toString()).bytes();
        return new Secret(verifier.toString());
    }

    /** Of any number of callers at once, one gets true. */
    @Transactional
    boolean take(RealmName realm, String id) {
        return rows.takeRequestToken(realm.value(), id);
    }

    @Scheduled(every = "10m", delayed = "1m")
    @Transactional
    void clean() {
        rows.deleteExpired(clock.instant());
    }

    private RequestTokenEntity row(RealmName realm, String id) {
        RequestTokenEntity row = rows.find(RequestTokenEntity.class, realm.value(), id)
                .orElseThrow(() -> KeystoneRefused.notFoundSaying("Request token not found"));
        if (!clock.instant().isBefore(row.expiresAt)) {
            throw KeystoneRefused.unauthorized().because("request-token-expired");
        }
        return row;
    }

    private RequestToken token(RealmName realm, RequestTokenEntity row) {
        Optional<RequestToken.Grant> grant = row.authorizingUserId == null || row.verifierHash == null
                ? Optional.empty()
                : Optional.of(new RequestToken.Grant(
                        new UserId(row.authorizingUserId), HandedOnEntity.split(row.roles), row.verifierHash));
        return new RequestToken(
                row.id,
                row.consumerId,
                seal.open(realm, USE, row.id, row.sealedSecret),
                new ProjectId(row.projectId),
                grant,
                row.expiresAt);
    }
}
