package io.vestibule.protocol.keystone.auth;

import io.vestibule.access.EffectiveRoles;
import io.vestibule.access.Project;
import io.vestibule.access.Projects;
import io.vestibule.directory.Directory;
import io.vestibule.directory.Domain;
import io.vestibule.directory.Domains;
import io.vestibule.directory.User;
import io.vestibule.identity.ProjectId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Scope;
import io.vestibule.identity.UserId;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** From the scope that was asked for to the one the token gets. Whether there is a role there is seen when it is issued. */
@ApplicationScoped
class ScopeLookup {
    private final NamedThings named;
    private final Directory directory;
    private final Projects projects;
    private final Domains domains;
    private final EffectiveRoles roles;

    ScopeLookup(NamedThings named, Directory directory, Projects projects, Domains domains, EffectiveRoles roles) {
        this.named = named;
        this.directory = directory;
        this.projects = projects;
        this.domains = domains;
        this.roles = roles;
    }

    /** Empty for an unscoped token. */
    Optional<Scope> of(RealmName realm, AskedScope asked, UserId user, boolean federated) {
        return switch (asked) {
            case AskedScope.Unscoped none -> Optional.empty();
            case AskedScope.OfSystem all -> Optional.of(new Scope.System());
            case AskedScope.OfDomain of ->
                Optional.of(new Scope.Domain(named.domain(realm, of.domain())
                        .orElseThrow(() -> KeystoneRefused.unauthorized().because("scope-unknown"))
                        .id()));
            case AskedScope.OfProject of ->
                Optional.of(new Scope.Project(named.project(realm, of.project())
                        .orElseThrow(() -> KeystoneRefused.unauthorized().because("scope-unknown"))
                        .id()));
            case AskedScope.Unsaid unsaid -> federated ? Optional.empty() : defaultProject(realm, user);
            case AskedScope.OfTrust trust -> throw new IllegalStateException("a trust says itself what it is good for");
        };
    }

    /** Only one that the user could ask for; otherwise the token is unscoped, and not refused. */
    private Optional<Scope> defaultProject(RealmName realm, UserId id) {
        Optional<User> user = directory.find(realm, id);
        Optional<ProjectId> project = user.flatMap(User::defaultProject);
        return project.flatMap(known -> projects.find(realm, known))
                .filter(Project::enabled)
                .filter(known -> domains.find(realm, known.domain())
                        .filter(Domain::enabled)
                        .isPresent())
                .<Scope>map(known -> new Scope.Project(known.id()))
                .filter(scope -> !roles.of(realm, id, user.orElseThrow().groupIds(), scope)
                        .isEmpty());
    }
}
