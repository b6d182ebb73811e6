package io.vestibule.access;

import io.vestibule.directory.Accounts;
import io.vestibule.directory.Directory;
import io.vestibule.directory.Domain;
import io.vestibule.directory.Domains;
import io.vestibule.directory.Group;
import io.vestibule.directory.Groups;
import io.vestibule.directory.ServiceAccounts;
import io.vestibule.directory.User;
import io.vestibule.identity.GroupId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.identity.Scope;
import io.vestibule.identity.ScopeName;
import io.vestibule.identity.UserId;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.regex.Pattern;

/** What names stand for: {@code domain/name}, or {@code name} alone for something in the domain that every realm has. */
@ApplicationScoped
public class Named {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");

    private final Domains domains;
    private final Directory directory;
    private final Accounts accounts;
    private final ServiceAccounts clients;
    private final Groups groups;
    private final Projects projects;
    private final Roles roles;

    Named(
            Domains domains,
            Directory directory,
            Accounts accounts,
            ServiceAccounts clients,
            Groups groups,
            Projects projects,
            Roles roles) {
        this.clients = clients;
        this.domains = domains;
        this.directory = directory;
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

    /**
     * What a realm's file means by it: the project that the file declares under that name, though it was renamed meanwhile
     * and another is called so; one that the file does not declare is known by its name.
     */
    Optional<Scope> declared(RealmName realm, ScopeName name) {
        return name instanceof ScopeName.OfProject one
                ? domains.named(realm, one.domain())
                        .flatMap(domain -> projects.declared(realm, domain, one.project()))
                        .<Scope>map(project -> new Scope.Project(project.id()))
                        .or(() -> scope(realm, name))
                : scope(realm, name);
    }

    /** Somebody whom the file declares, or {@code name} is an id. */
    private Optional<UserId> user(RealmName realm, String name) {
        return UserId.ofHex(name)
                .map(id -> directory.find(realm, id))
                .orElseGet(() -> domain(realm, name).flatMap(domain -> accounts.declared(realm, domain, within(name))))
                .map(User::id);
    }

    /** A group that the file declares, or {@code name} is an id. */
    private Optional<GroupId> group(RealmName realm, String name) {
        Optional<Group> found = ID.matcher(name).matches()
                ? groups.find(realm, new GroupId(name))
                : domain(realm, name).flatMap(domain -> groups.declared(realm, domain, within(name)));
        return found.map(Group::id);
    }

    /**
     * To whom the file gives something. A name alone does not say: who manages a domain names its users and groups, and who
     * comes from an upstream may choose what they are called.
     */
    Optional<Actor> actor(Realm of, AccessDeclaration.AssignmentEntry entry) {
        RealmName realm = of.name();
        return entry.user()
                .flatMap(name -> user(realm, name))
                .or(() -> entry.client()
                        .flatMap(id -> clients.ensure(of, new RelyingPartyId(id)))
                        .map(User::id))
                .<Actor>map(Actor.OfUser::new)
                .or(() -> entry.group().flatMap(name -> group(realm, name)).map(Actor.OfGroup::new));
    }

    /** A role of the realm, or {@code domain/name} for one of a domain. */
    Optional<Role> role(RealmName realm, String name) {
        return name.indexOf('/') < 0
                ? roles.named(realm, Optional.empty(), name)
                : domain(realm, name).flatMap(domain -> roles.named(realm, Optional.of(domain.id()), within(name)));
    }

    private Optional<Domain> domain(RealmName realm, String name) {
        int slash = name.indexOf('/');
        return slash < 0 ? domains.find(realm, Domain.DEFAULT) : domains.named(realm, name.substring(0, slash));
    }

    private static String within(String name) {
        return name.substring(name.indexOf('/') + 1);
    }
}
