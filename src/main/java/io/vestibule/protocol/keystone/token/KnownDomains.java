package io.vestibule.protocol.keystone.token;

import io.vestibule.directory.Domain;
import io.vestibule.directory.Domains;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.RealmName;
import io.vestibule.records.Changed;
import io.vestibule.records.Changes;
import io.vestibule.records.FollowedCache;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;

/** Domains, without a question to the database while nothing changes. */
@ApplicationScoped
public class KnownDomains {
    private static final int MOST = 10_000;

    private final Domains domains;
    private final FollowedCache<Key, Domain> recent;

    KnownDomains(Domains domains, Changes changes) {
        this.domains = domains;
        this.recent = changes.cache(MOST);
    }

    private record Key(RealmName realm, DomainId id) {}

    public Optional<Domain> find(RealmName realm, DomainId id) {
        return recent.find(new Key(realm, id), key -> domains.find(realm, id));
    }

    void forget(@Observes Changed changed) {
        if (changed.is("domain") && DomainId.isValid(changed.key())) {
            recent.evict(new Key(new RealmName(changed.realm()), new DomainId(changed.key())));
        }
    }
}
