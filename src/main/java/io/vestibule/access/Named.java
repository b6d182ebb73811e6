package io.vestibule.access;

import io.vestibule.directory.Accounts;
import io.vestibule.directory.Domain;
import io.vestibule.directory.Domains;
import io.vestibule.directory.Groups;
import io.vestibule.directory.ServiceAccounts;
import io.vestibule.directory.User;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.identity.Scope;
import io.vestibule.identity.ScopeName;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** What names stand for: {@code domain/name}, or {@code name} alone for something in the domain that every realm has. */
@ApplicationScoped
public class Named {
    private final Domains domains;
    private final Accounts accounts;
    private final ServiceAccounts clients;
    private final Groups groups;
    private final Projects projects;
    private final Roles roles;

    Named(Domains domains, Accounts accounts, ServiceAccounts clients, Groups groups, Projects projects, Roles roles) {
        this.clients = clients;
        this.domains = domains;
        this.accounts = accounts;
        this.groups = groups;
        this.projects = projects;
        this.roles = roles;
    }

    /** What a scope names, in use or not. */
    public Optional<Scope> scope(RealmName realm, ScopeName name) {
        return switch (name) {
            case ScopeName.OfSystem all -> Optional.of(new Scope.System());
            case ScopeName.OfDomain one ->
                domains.named(realm, one.domain()).map(domain -> new Scope.Domain(domain.id()));
            case ScopeName.OfProject one ->
                domains.named(realm, one.domain())
                        .flatMap(domain -> projects.named(realm, domain.id(), one.project()))
                        .map(project -> new Scope.Project(project.id()));
        };
    }

    Optional<User> user(RealmName realm, String name) {
        return domain(realm, name).flatMap(domain -> accounts.named(realm, domain, within(name)));
    }

    Optional<Actor> actor(Realm of, AccessDeclaration.AssignmentEntry entry) {
        RealmName realm = of.name();
        return entry.user()
                .flatMap(name -> user(realm, name))
                .or(() -> entry.client().flatMap(id -> clients.ensure(of, new RelyingPartyId(id))))
                .<Actor>map(user -> new Actor.OfUser(user.id()))
                .or(() -> entry.group()
                        .flatMap(name -> domain(realm, name)
                                .flatMap(domain -> groups.named(realm, domain, within(name)))
                                .map(group -> new Actor.OfGroup(group.id()))));
    }

    /** A role of the realm, or {@code domain/name} for one of a domain. */
    Optional<Role> role(RealmName realm, String name) {
        return name.indexOf('/') < 0
                ? roles.named(realm, Optional.empty(), name)
                : domain(realm, name).flatMap(domain -> roles.named(realm, Optional.of(domain), within(name)));
    }

    private Optional<DomainId> domain(RealmName realm, String name) {
        int slash = name.indexOf('/');
        return slash < 0
                ? Optional.of(Domain.DEFAULT)
                : domains.named(realm, name.substring(0, slash)).map(Domain::id);
    }

    private static String within(String name) {
        return name.substring(name.indexOf('/') + 1);
    }
}
