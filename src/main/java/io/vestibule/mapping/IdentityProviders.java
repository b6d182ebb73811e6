package io.vestibule.mapping;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.RealmName;
import io.vestibule.records.Changed;
import io.vestibule.records.Changes;
import io.vestibule.records.FollowedCache;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** The identity providers of every realm. */
@ApplicationScoped
public class IdentityProviders {
    /** News of an identity provider or its protocols; the key is its id. */
    public static final String TOPIC = "idp";

    static final String BY_PEOPLE = "@api";
    static final String BY_FILE = "@file";
    private static final int REALMS_KEPT = 1_000;

    private final IdentityProviderRepository rows;
    private final Changes changes;
    private final Clock clock;
    private final FollowedCache<RealmName, List<IdentityProvider>> recent;

    IdentityProviders(IdentityProviderRepository rows, Changes changes, Clock clock) {
        this.rows = rows;
        this.changes = changes;
        this.clock = clock;
        this.recent = changes.cache(REALMS_KEPT);
    }

    void forget(@Observes Changed changed) {
        if (changed.is(TOPIC) || changed.is("domain")) { // a deleted domain takes its own along
            recent.evict(new RealmName(changed.realm()));
        }
    }

    /** As they are now; without a question to the database while nothing changes. */
    public List<IdentityProvider> all(RealmName realm) {
        return recent.get(realm, this::read);
    }

    @Transactional
    List<IdentityProvider> read(RealmName realm) {
        return rows.providers(realm);
    }

    public Optional<IdentityProvider> find(RealmName realm, String id) {
        return all(realm).stream().filter(idp -> idp.id().equals(id)).findFirst();
    }

    public Stored<IdentityProvider> create(IdentityProvider idp) {
        return attempt(() -> {
            if (!rows.add(idp, BY_PEOPLE, clock.instant())) {
                throw new Undone(new Stored.Taken<>());
            }
            return named(idp);
        });
    }

    /** Makes of it what {@code wish} makes of it; neither its domain nor its owner can be other ones. */
    public Stored<IdentityProvider> update(RealmName realm, String id, UnaryOperator<IdentityProvider> wish) {
        return attempt(() ->
                rows.lockedProvider(realm, id).map(wish).map(this::written).orElseGet(Stored.Unknown::new));
    }

    private Stored<IdentityProvider> written(IdentityProvider idp) {
        rows.write(idp);
        return named(idp);
    }

    private Stored<IdentityProvider> named(IdentityProvider idp) {
        Optional<String> taken = rows.becomeRemoteIds(idp);
        if (taken.isPresent()) {
            throw new Undone(new Stored.RemoteIdTaken<>(taken.get()));
        }
        changes.announce(idp.realm().value(), TOPIC, idp.id());
        return new Stored.Done<>(idp);
    }

    /** Whether it is there, and stays until the caller's transaction ends. */
    @Transactional(Transactional.TxType.MANDATORY)
    public boolean hold(RealmName realm, String id) {
        return rows.holdProvider(realm, id);
    }

    /** As it is once nobody else is changing it, nor anybody coming in by it, until the caller's transaction ends. */
    @Transactional(Transactional.TxType.MANDATORY)
    public Optional<IdentityProvider> lock(RealmName realm, String id) {
        return rows.lockedProvider(realm, id);
    }

    /** As {@link #lock}, those that a domain looks after or that bring its users. */
    @Transactional(Transactional.TxType.MANDATORY)
    public List<IdentityProvider> lockThoseOf(RealmName realm, DomainId domain) {
        return rows.lockedProvidersOf(realm, domain);
    }

    /** False when there is none. Its protocols go with it; what its rules gave, whoever keeps that takes back before. */
    @Transactional
    public boolean delete(RealmName realm, String id) {
        boolean was = rows.deleteProvider(realm, id);
        if (was) {
            changes.announce(realm.value(), TOPIC, id);
        }
        return was;
    }

    /** The file of a realm declares exactly {@code wanted}; what of it could not be, and is switched off instead. */
    public List<Stored<IdentityProvider>> declare(RealmName realm, List<IdentityProvider> wanted) {
        Set<String> before = new HashSet<>(declaredIds(realm));
        Set<String> gone = new HashSet<>(before);
        wanted.forEach(idp -> gone.remove(idp.id()));
        gone.forEach(id -> delete(realm, id));
        return wanted.stream()
                .filter(idp ->
                        !before.contains(idp.id()) || !find(realm, idp.id()).equals(Optional.of(idp)))
                .map(this::declare)
                .filter(stored -> stored.ifDone().isEmpty())
                .toList();
    }

    /** What cannot be lets nobody in: where the provider were missing, people would come through its connector without rules. */
    private Stored<IdentityProvider> declare(IdentityProvider idp) {
        Stored<IdentityProvider> stored = attempt(() -> declared(idp));
        if (stored.ifDone().isEmpty()) {
            attempt(() -> declared(idp.withRemoteIds(List.of()).withEnabled(false)));
        }
        return stored;
    }

    /** Made when missing; another node with the same file, or people, may have been faster. */
    private Stored<IdentityProvider> declared(IdentityProvider idp) {
        if (!rows.add(idp, BY_FILE, clock.instant())) {
            rows.declare(idp);
        }
        rows.takeFromDomains(idp).forEach(id -> changes.announce(idp.realm().value(), TOPIC, id));
        return named(idp);
    }

    /** What the file of a realm has declared so far. */
    public List<IdentityProvider> declared(RealmName realm) {
        List<String> ids = declaredIds(realm);
        return all(realm).stream().filter(idp -> ids.contains(idp.id())).toList();
    }

    @Transactional
    List<String> declaredIds(RealmName realm) {
        return rows.declared(realm);
    }

    /** Leaves a transaction that must not be committed. */
    private static final class Undone extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Stored<IdentityProvider> why;

        Undone(Stored<IdentityProvider> why) {
            super(null, null, false, false);
            this.why = why;
        }
    }

    private static Stored<IdentityProvider> attempt(Supplier<Stored<IdentityProvider>> work) {
        try {
            return QuarkusTransaction.requiringNew().call(work::get);
        } catch (Undone undone) {
            return undone.why;
        }
    }
}
