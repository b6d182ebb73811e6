package io.vestibule.access;

import io.vestibule.directory.Domain;
import io.vestibule.directory.Domains;
import io.vestibule.directory.User;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.ProjectId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Scope;
import io.vestibule.identity.ScopeName;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Where a person may act now: what is switched off, or has nothing for them, is nowhere. */
@ApplicationScoped
public class ScopeAccess {
    private final EffectiveRoles roles;
    private final Projects projects;
    private final Domains domains;
    private final Named named;

    ScopeAccess(EffectiveRoles roles, Projects projects, Domains domains, Named named) {
        this.roles = roles;
        this.projects = projects;
        this.domains = domains;
        this.named = named;
    }

    public Optional<HeldScope> named(User user, ScopeName name) {
        return named.scope(user.realm(), name).flatMap(scope -> of(user, scope));
    }

    public Optional<HeldScope> of(User user, Scope scope) {
        return name(user.realm(), scope).flatMap(name -> {
            List<RoleRef> held = roles.of(user.realm(), user.id(), user.groupIds(), scope);
            return held.isEmpty() ? Optional.empty() : Optional.of(new HeldScope(scope, name, held));
        });
    }

    /** Everywhere: projects by name, then domains, then the system. */
    public List<HeldScope> all(User user) {
        List<Scope> scopes = new ArrayList<>();
        roles.projects(user.realm(), user.id(), user.groupIds()).stream()
                .map(project -> new Scope.Project(project.id()))
                .forEach(scopes::add);
        roles.domains(user.realm(), user.id(), user.groupIds()).stream()
                .map(Scope.Domain::new)
                .forEach(scopes::add);
        scopes.add(new Scope.System());
        return scopes.stream().flatMap(scope -> of(user, scope).stream()).toList();
    }

    private Optional<ScopeName> name(RealmName realm, Scope scope) {
        return switch (scope) {
            case Scope.System all -> Optional.of(new ScopeName.OfSystem());
            case Scope.Domain one -> inUse(realm, one.domain()).map(domain -> new ScopeName.OfDomain(domain.name()));
            case Scope.Project one -> project(realm, one.project());
        };
    }

    private Optional<ScopeName> project(RealmName realm, ProjectId id) {
        return projects.find(realm, id)
                .filter(Project::enabled)
                .filter(project -> isBranchInUse(realm, project))
                .flatMap(project -> inUse(realm, project.domain())
                        .map(domain -> new ScopeName.OfProject(domain.name(), project.name())));
    }

    /** One above it that is off takes it along. */
    private boolean isBranchInUse(RealmName realm, Project project) {
        Function<Project, Optional<Project>> above = one -> one.parent().flatMap(id -> projects.find(realm, id));
        return Stream.iterate(above.apply(project), Optional::isPresent, one -> one.flatMap(above))
                .flatMap(Optional::stream)
                .allMatch(Project::enabled);
    }

    private Optional<Domain> inUse(RealmName realm, DomainId id) {
        return domains.find(realm, id).filter(Domain::enabled);
    }
}
