package io.vestibule.login;

import io.vestibule.directory.Domain;
import io.vestibule.directory.Domains;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.RealmName;
import io.vestibule.mapping.DomainRef;
import io.vestibule.mapping.MappedGroup;
import io.vestibule.mapping.MappedProject;
import io.vestibule.mapping.MappingOutcome.Matched;
import io.vestibule.mapping.SafeText;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The domains that rules name, as far as there are such. */
final class NamedDomains {
    private final Map<String, Domain> byId = new HashMap<>();
    private final Map<String, Domain> byName = new HashMap<>();
    private final DomainRef otherwise;

    private NamedDomains(List<Domain> there, DomainRef otherwise) {
        there.forEach(domain -> {
            byId.put(domain.id().value(), domain);
            byName.put(SafeText.key(domain.name()), domain);
        });
        this.otherwise = otherwise;
    }

    /** @param otherwise where projects lie of which the rules do not say it */
    static NamedDomains of(Domains domains, RealmName realm, Matched matched, DomainId otherwise) {
        DomainRef own = new DomainRef(Optional.of(otherwise.value()), Optional.empty());
        return of(
                domains,
                realm,
                Stream.of(
                                matched.groups().stream().map(MappedGroup::domain),
                                matched.projects().stream().flatMap(one -> one.domain().stream()),
                                matched.projects().isEmpty() ? Stream.<DomainRef>empty() : Stream.of(own))
                        .flatMap(refs -> refs)
                        .collect(Collectors.toSet()),
                own);
    }

    static NamedDomains of(Domains domains, RealmName realm, Collection<DomainRef> refs) {
        return of(domains, realm, refs, new DomainRef(Optional.empty(), Optional.empty()));
    }

    private static NamedDomains of(Domains domains, RealmName realm, Collection<DomainRef> refs, DomainRef otherwise) {
        List<DomainId> ids = refs.stream()
                .flatMap(ref -> ref.id().stream())
                .filter(DomainId::isValid)
                .map(DomainId::new)
                .toList();
        List<String> names = refs.stream()
                .filter(ref -> ref.id().isEmpty())
                .flatMap(ref -> ref.name().stream())
                .toList();
        return new NamedDomains(
                ids.isEmpty() && names.isEmpty() ? List.of() : domains.those(realm, ids, names), otherwise);
    }

    /** An id counts before a name. */
    Optional<Domain> find(DomainRef ref) {
        return ref.id().isPresent()
                ? ref.id().map(byId::get)
                : ref.name().map(SafeText::key).map(byName::get);
    }

    Optional<Domain> of(MappedProject project) {
        return find(project.domain().orElse(otherwise));
    }

    Set<DomainId> ids() {
        return byId.values().stream().map(Domain::id).collect(Collectors.toSet());
    }
}
