package io.vestibule.login;

import io.vestibule.access.DomainReach;
import io.vestibule.directory.Accounts;
import io.vestibule.directory.Directory;
import io.vestibule.directory.Domain;
import io.vestibule.directory.Domains;
import io.vestibule.directory.Resolution;
import io.vestibule.directory.User;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.UserId;
import io.vestibule.mapping.DomainRef;
import io.vestibule.mapping.FederatedRules.Bound;
import io.vestibule.mapping.MappedUser;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** The account that rules of type {@code local} say somebody has already. */
@ApplicationScoped
class LocalByRules {
    private final Directory directory;
    private final Accounts accounts;
    private final Domains domains;
    private final DomainReach reach;

    LocalByRules(Directory directory, Accounts accounts, Domains domains, DomainReach reach) {
        this.directory = directory;
        this.accounts = accounts;
        this.domains = domains;
        this.reach = reach;
    }

    Resolution find(RealmName realm, Bound bound, MappedUser said) {
        Optional<User> user = said.id()
                .flatMap(UserId::parse)
                .flatMap(id -> directory.find(realm, id))
                .or(() -> named(realm, said));
        if (user.isEmpty() || !reach.mayName(realm, bound.limit(), user.get())) {
            return new Resolution.Refused("unknown-user");
        }
        return user.get().enabled() ? new Resolution.Known(user.get()) : new Resolution.Refused("user-disabled");
    }

    private Optional<User> named(RealmName realm, MappedUser said) {
        return said.id().isPresent()
                ? Optional.empty()
                : said.name()
                        .flatMap(name -> said.domain()
                                .flatMap(domain -> domain(realm, domain))
                                .flatMap(domain -> accounts.named(realm, domain, name)));
    }

    private Optional<DomainId> domain(RealmName realm, DomainRef ref) {
        return ref.id()
                .filter(DomainId::isValid)
                .map(DomainId::new)
                .or(() -> ref.id().isPresent()
                        ? Optional.empty()
                        : ref.name().flatMap(name -> domains.named(realm, name)).map(Domain::id));
    }
}
