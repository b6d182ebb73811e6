package io.vestibule.mapping;

import io.vestibule.identity.DomainId;
import io.vestibule.identity.RealmName;
import io.vestibule.records.Changed;
import io.vestibule.records.Changes;
import io.vestibule.records.FollowedCache;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The protocols of every identity provider. */
@ApplicationScoped
public class FederationProtocols {
    private static final int MOST_KEPT = 10_000;

    private final IdentityProviderRepository rows;
    private final Mappings mappings;
    private final Changes changes;
    private final FollowedCache<Key, List<FederationProtocol>> recent;

    FederationProtocols(IdentityProviderRepository rows, Mappings mappings, Changes changes) {
        this.rows = rows;
        this.mappings = mappings;
        this.changes = changes;
        this.recent = changes.cache(MOST_KEPT);
    }

    private record Key(RealmName realm, String identityProvider) {}

    void forget(@Observes Changed changed) {
        if (changed.is(IdentityProviders.TOPIC)) {
            recent.evict(new Key(new RealmName(changed.realm()), changed.key()));
        } else if (changed.is("domain")) {
            recent.evictIf(key -> key.realm().value().equals(changed.realm()));
        }
    }

    public List<FederationProtocol> of(RealmName realm, String identityProvider) {
        return recent.get(new Key(realm, identityProvider), this::read);
    }

    @Transactional
    List<FederationProtocol> read(Key key) {
        return rows.protocols(key.realm(), key.identityProvider());
    }

    public Optional<FederationProtocol> find(RealmName realm, String identityProvider, String id) {
        return of(realm, identityProvider).stream()
                .filter(protocol -> protocol.id().equals(id))
                .findFirst();
    }

    @Transactional
    public Stored<FederationProtocol> create(RealmName realm, FederationProtocol protocol) {
        return create(realm, protocol, IdentityProviders.BY_PEOPLE);
    }

    private Stored<FederationProtocol> create(RealmName realm, FederationProtocol protocol, String source) {
        if (mappings.find(realm, protocol.mapping()).isEmpty()) {
            return new Stored.NoSuchMapping<>(protocol.mapping());
        }
        if (rows.provider(realm, protocol.identityProvider()).isEmpty()) {
            return new Stored.Unknown<>();
        }
        return rows.add(realm, protocol, source) ? done(realm, protocol) : new Stored.Taken<>();
    }

    @Transactional
    public Stored<FederationProtocol> update(
            RealmName realm, String identityProvider, String id, UnaryOperator<FederationProtocol> wish) {
        Optional<FederationProtocol> wanted = rows.protocols(realm, identityProvider).stream()
                .filter(protocol -> protocol.id().equals(id))
                .findFirst()
                .map(wish);
        if (wanted.isPresent() && mappings.find(realm, wanted.get().mapping()).isEmpty()) {
            return new Stored.NoSuchMapping<>(wanted.get().mapping());
        }
        return wanted.filter(protocol -> rows.write(realm, protocol))
                .map(protocol -> done(realm, protocol))
                .orElseGet(Stored.Unknown::new);
    }

    private Stored<FederationProtocol> done(RealmName realm, FederationProtocol protocol) {
        changes.announce(realm.value(), IdentityProviders.TOPIC, protocol.identityProvider());
        return new Stored.Done<>(protocol);
    }

    /** False when there is none. */
    @Transactional
    public boolean delete(RealmName realm, String identityProvider, String id) {
        boolean was = rows.deleteProtocol(realm, identityProvider, id);
        if (was) {
            changes.announce(realm.value(), IdentityProviders.TOPIC, identityProvider);
        }
        return was;
    }

    /**
     * Whether a provider that is not this domain's goes by the mapping of that id, be it there or not: whoever made it anew
     * would say who comes in by another's provider.
     */
    @Transactional
    public boolean isNamedOutside(RealmName realm, String mapping, DomainId domain) {
        return rows.isNamedOutside(realm, mapping, domain);
    }

    /** The file of a realm declares exactly {@code wanted} for one of its own identity providers; what of it could not be. */
    @Transactional
    public List<Stored<FederationProtocol>> declare(
            RealmName realm, String identityProvider, List<FederationProtocol> wanted) {
        Set<FederationProtocol> before = new HashSet<>(rows.protocols(realm, identityProvider));
        before.stream()
                .filter(protocol -> !wanted.contains(protocol))
                .forEach(protocol -> delete(realm, identityProvider, protocol.id()));
        return wanted.stream()
                .filter(protocol -> !before.contains(protocol))
                .map(protocol -> create(realm, protocol, IdentityProviders.BY_FILE))
                .filter(stored -> stored.ifDone().isEmpty())
                .toList();
    }
}
