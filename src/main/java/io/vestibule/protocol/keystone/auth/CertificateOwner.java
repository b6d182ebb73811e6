package io.vestibule.protocol.keystone.auth;

import io.vestibule.access.DomainReach;
import io.vestibule.directory.Accounts;
import io.vestibule.directory.Directory;
import io.vestibule.directory.Domain;
import io.vestibule.directory.Domains;
import io.vestibule.directory.User;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Sha256;
import io.vestibule.identity.UserId;
import io.vestibule.mapping.Assertion;
import io.vestibule.mapping.DomainRef;
import io.vestibule.mapping.FederatedRules;
import io.vestibule.mapping.MappedUser;
import io.vestibule.mapping.MappingOutcome;
import io.vestibule.mapping.RuleEngine;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;

/** Whose a certificate is, by the rules of the identity provider that stands for its issuer: a user that there is already. */
@ApplicationScoped
class CertificateOwner {
    private final FederatedRules rules;
    private final Directory directory;
    private final Accounts accounts;
    private final Domains domains;
    private final DomainReach reach;

    CertificateOwner(FederatedRules rules, Directory directory, Accounts accounts, Domains domains, DomainReach reach) {
        this.rules = rules;
        this.directory = directory;
        this.accounts = accounts;
        this.domains = domains;
        this.reach = reach;
    }

    User of(Realm realm, String issuer, String protocol, Map<String, String> certificate) {
        String provider = Sha256.of(issuer).hex(); // as a Keystone calls it
        if (!(rules.of(realm.name(), provider, protocol).orElse(null) instanceof FederatedRules.Bound bound)) {
            throw CertifiedCallers.refused("issuer-without-rules");
        }
        if (!(RuleEngine.apply(bound.rules(), Assertion.ofVariables(certificate))
                instanceof MappingOutcome.Matched matched)) {
            throw CertifiedCallers.refused("no-rule-matches");
        }
        if (matched.user().type() != MappedUser.Type.LOCAL) {
            throw CertifiedCallers.refused("certificate-of-nobody-here");
        }
        return find(realm.name(), matched.user())
                .filter(User::enabled)
                .filter(user -> reach.mayName(realm.name(), bound.limit(), user))
                .orElseThrow(() -> CertifiedCallers.refused("unknown-user"));
    }

    private Optional<User> find(RealmName realm, MappedUser named) {
        if (named.id().isPresent()) {
            return named.id().flatMap(UserId::ofHex).flatMap(id -> directory.find(realm, id));
        }
        return named.domain()
                .flatMap(domain -> domain(realm, domain))
                .filter(Domain::enabled)
                .flatMap(domain -> named.name().flatMap(name -> accounts.named(realm, domain.id(), name)));
    }

    private Optional<Domain> domain(RealmName realm, DomainRef named) {
        return named.id().isPresent()
                ? named.id().filter(DomainId::isValid).flatMap(id -> domains.find(realm, new DomainId(id)))
                : named.name().flatMap(name -> domains.named(realm, name));
    }
}
