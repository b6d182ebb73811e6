package io.vestibule.protocol.keystone.token;

import io.quarkus.scheduler.Scheduled;
import io.vestibule.grants.TokenStatus;
import io.vestibule.identity.RealmName;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import io.vestibule.records.Changed;
import io.vestibule.records.Changes;
import io.vestibule.records.ChangesLost;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Which tokens were taken back: a set of audit ids in memory, looked into once or twice for a token however many are in it.
 * A Keystone compares each token with each revocation instead, which is why its validations slow down as they pile up.
 * While this node does not hear from the database, the database is asked.
 */
@ApplicationScoped
public class RevokedTokens {
    static final String TOPIC = "token";
    private static final Duration CLOCKS_APART = Duration.ofMinutes(5);

    private final RevocationRepository rows;
    private final TokenStatus status;
    private final Changes changes;
    private final Realms realms;
    private final Clock clock;
    private final Map<RevocationEntity.Id, Instant> revoked = new ConcurrentHashMap<>();
    private final ReentrantLock loading = new ReentrantLock();
    private volatile boolean loaded;

    RevokedTokens(RevocationRepository rows, TokenStatus status, Changes changes, Realms realms, Clock clock) {
        this.rows = rows;
        this.status = status;
        this.changes = changes;
        this.realms = realms;
        this.clock = clock;
    }

    /** One revocation, as {@code /v3/OS-REVOKE/events} tells of it. */
    public record Event(String auditId, Instant revokedAt) {}

    /** Takes back this token and those made from it. */
    @Transactional
    public void revoke(Realm realm, TokenPayload token) {
        revoke(realm, token.auditId(), token.expiresAt());
        if (token.auditIds().size() > 1) {
            status.revoke(line(realm.name(), token), token.auditId());
        }
    }

    /** What a token ends with: itself, or the first of its line. */
    static String line(RealmName realm, TokenPayload token) {
        return line(realm, token.auditIds().getLast());
    }

    private static String line(RealmName realm, String auditId) {
        return realm + " " + auditId;
    }

    /** The same for a token that is known by its audit id and its end. */
    @Transactional
    void revoke(Realm realm, String auditId, Instant expiresAt) {
        Instant now = clock.instant();
        Instant forgotten = expiresAt.plus(KeystoneRealm.of(realm).allowExpiredWindow());
        rows.add(
                realm.name(),
                auditId,
                now,
                forgotten.plus(CLOCKS_APART).isAfter(now) ? forgotten.plus(CLOCKS_APART) : now);
        changes.announce(realm.name().value(), TOPIC, auditId);
        status.revoke(line(realm.name(), auditId));
    }

    /** What was revoked since {@code from}. */
    public List<Event> since(RealmName realm, Instant from) {
        return rows.since(realm, from, clock.instant()).stream()
                .map(row -> new Event(row.id.auditId(), row.revokedAt))
                .toList();
    }

    /** Whether the token, or the one its line began with, was taken back. */
    boolean contains(RealmName realm, TokenPayload token) {
        if (!changes.heardLately()) {
            return rows.containsAny(realm, token.auditIds());
        }
        if (!loaded) {
            load();
        }
        return token.auditIds().stream()
                .anyMatch(id -> revoked.containsKey(new RevocationEntity.Id(realm.value(), id)));
    }

    private void load() {
        loading.lock();
        try {
            if (!loaded) {
                // What is announced meanwhile is put in beside, so nothing is lost between this question and its
                // answer.
                rows.each(clock.instant(), revoked::put);
                loaded = true;
            }
        } finally {
            loading.unlock();
        }
    }

    void onChange(@Observes Changed changed) {
        if (changed.is(TOPIC)) {
            revoked.put(new RevocationEntity.Id(changed.realm(), changed.key()), latestUse(changed.realm()));
        }
    }

    /** The notice does not say when the token ends; no token of the realm lasts longer than this. */
    private Instant latestUse(String realm) {
        Duration longest = realms.find(realm)
                .map(KeystoneRealm::of)
                .map(settings -> settings.tokenLifetime().plus(settings.allowExpiredWindow()))
                .orElse(Duration.ofDays(7));
        return clock.instant().plus(longest).plus(CLOCKS_APART);
    }

    void onLoss(@Observes ChangesLost lost) {
        loaded = false;
    }

    @Scheduled(every = "10m", delayed = "5m")
    void forgetExpired() {
        Instant now = clock.instant();
        rows.deleteExpired(now);
        revoked.values().removeIf(end -> !end.isAfter(now));
    }
}
