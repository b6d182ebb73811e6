package io.vestibule.protocol.keystone.delegation;

import io.vestibule.identity.Extra;
import io.vestibule.identity.ProjectId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.UserId;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import io.vestibule.records.Changed;
import io.vestibule.records.Changes;
import io.vestibule.records.FollowedCache;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The trusts of every realm. */
@ApplicationScoped
class Trusts {
    private static final String TOPIC = "trust";
    private static final int MOST_KEPT = 50_000;

    private final DelegationRepository rows;
    private final Changes changes;
    private final Clock clock;
    private final FollowedCache<Key, Trust> recent;

    Trusts(DelegationRepository rows, Changes changes, Clock clock) {
        this.rows = rows;
        this.changes = changes;
        this.clock = clock;
        this.recent = changes.cache(MOST_KEPT);
    }

    private record Key(String realm, String id) {}

    void follow(@Observes Changed changed) {
        if (changed.is(TOPIC)) {
            recent.evict(new Key(changed.realm(), changed.key()));
        }
    }

    /** Without a question to the database while nothing changes; how many uses are left may be out of date. */
    Optional<Trust> find(RealmName realm, String id) {
        return recent.find(new Key(realm.value(), id), key -> read(realm, id));
    }

    @Transactional
    Optional<Trust> read(RealmName realm, String id) {
        return rows.find(TrustEntity.class, realm.value(), id).map(Trusts::trust);
    }

    /** As it is now, when it is good for another token; 404 otherwise. */
    Trust usable(RealmName realm, String id) {
        return read(realm, id)
                .filter(trust -> !trust.hasExpired(clock.instant()) && !trust.isUsedUp())
                .orElseThrow(() -> absent(id));
    }

    /** It, the trust that it was made with, and so on to the first. */
    List<Trust> pedigree(RealmName realm, Trust trust) {
        List<Trust> chain = new ArrayList<>(List.of(trust));
        Optional<String> parent = trust.redelegated();
        while (parent.isPresent()) {
            Optional<Trust> above = find(realm, parent.get());
            if (above.isEmpty()) {
                return List.of(); // its beginning is gone, and so is everything that rests on it
            }
            chain.add(above.get());
            parent = above.get().redelegated();
        }
        return chain;
    }

    @Transactional
    List<Trust> all(RealmName realm) {
        return list(realm, Map.of());
    }

    @Transactional
    List<Trust> ofTrustor(RealmName realm, UserId trustor) {
        return list(realm, Map.of("trustorId", trustor.value()));
    }

    @Transactional
    List<Trust> forTrustee(RealmName realm, UserId trustee) {
        return list(realm, Map.of("trusteeId", trustee.value()));
    }

    private List<Trust> list(RealmName realm, Map<String, ?> wanted) {
        return rows.all(TrustEntity.class, realm.value(), wanted).stream()
                .map(Trusts::trust)
                .toList();
    }

    @Transactional
    void create(RealmName realm, Trust trust) {
        TrustEntity row = new TrustEntity();
        row.realm = realm.value();
        row.id = trust.id();
        row.trustorId = trust.trustor().value();
        row.trusteeId = trust.trustee().value();
        row.projectId = trust.project().map(ProjectId::value).orElse(null);
        row.impersonation = trust.impersonation();
        row.roles = HandedOnEntity.joined(trust.roles());
        row.remainingUses = trust.remainingUses().orElse(null);
        row.redelegatedId = trust.redelegated().orElse(null);
        row.redelegationCount = trust.redelegationCount();
        row.createdAt = clock.instant();
        row.expiresAt = trust.expiresAt().orElse(null);
        row.extra = trust.extra().json();
        rows.add(row);
        changes.announce(realm.value(), TOPIC, trust.id());
    }

    /** Takes one use of it; whether there was one. */
    @Transactional
    boolean use(RealmName realm, String id) {
        return rows.useTrust(realm.value(), id);
    }

    /** And every trust that was made with it. */
    @Transactional
    void delete(RealmName realm, String id) {
        TrustEntity row = rows.find(TrustEntity.class, realm.value(), id).orElseThrow(() -> absent(id));
        for (TrustEntity child : rows.all(TrustEntity.class, realm.value(), Map.of("redelegatedId", id))) {
            delete(realm, child.id);
        }
        rows.remove(row);
        rows.settle();
        changes.announce(realm.value(), TOPIC, id);
    }

    /** It is another user's now. */
    void handedOver(RealmName realm, String id) {
        changes.announce(realm.value(), TOPIC, id);
    }

    static KeystoneRefused absent(String id) {
        return KeystoneRefused.notFound("trust", id);
    }

    private static Trust trust(TrustEntity row) {
        return new Trust(
                row.id,
                new UserId(row.trustorId),
                new UserId(row.trusteeId),
                Optional.ofNullable(row.projectId).map(ProjectId::new),
                row.impersonation,
                HandedOnEntity.split(row.roles),
                Optional.ofNullable(row.remainingUses),
                Optional.ofNullable(row.redelegatedId),
                row.redelegationCount,
                Optional.ofNullable(row.expiresAt),
                new Extra(row.extra));
    }
}
