package io.vestibule.protocol.keystone.delegation;

import io.vestibule.access.EffectiveRoles;
import io.vestibule.access.Project;
import io.vestibule.access.Projects;
import io.vestibule.access.RoleRef;
import io.vestibule.directory.Directory;
import io.vestibule.directory.Domain;
import io.vestibule.directory.User;
import io.vestibule.identity.ProjectId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RoleId;
import io.vestibule.identity.Scope;
import io.vestibule.identity.UserId;
import io.vestibule.protocol.keystone.token.KnownDomains;
import io.vestibule.protocol.keystone.token.Openings;
import io.vestibule.realm.Realms;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What those who hand something on have themselves, now: nobody can lend more. */
@ApplicationScoped
class HeldRoles {
    private final Realms realms;
    private final Directory directory;
    private final Projects projects;
    private final KnownDomains domains;
    private final EffectiveRoles effective;
    private final Openings openings;

    HeldRoles(
            Realms realms,
            Directory directory,
            Projects projects,
            KnownDomains domains,
            EffectiveRoles effective,
            Openings openings) {
        this.realms = realms;
        this.directory = directory;
        this.projects = projects;
        this.domains = domains;
        this.effective = effective;
        this.openings = openings;
    }

    /** The user when they exist and are not shut out, neither themselves nor by their connectors and identity providers. */
    Optional<User> enabled(RealmName realm, UserId user) {
        return directory
                .find(realm, user)
                .filter(User::enabled)
                .filter(found -> realms.find(realm)
                        .filter(found::hasAWayIn)
                        .filter(here -> openings.isOpen(here, found))
                        .isPresent());
    }

    /** When the user must have come again, for what they handed on to be worth something. */
    Optional<Instant> until(RealmName realm, UserId user) {
        return realms.find(realm)
                .flatMap(here -> directory.find(realm, user).flatMap(found -> openings.until(here, found)));
    }

    boolean isInUse(RealmName realm, ProjectId project) {
        return projects.find(realm, project)
                .filter(Project::enabled)
                .flatMap(found -> domains.find(realm, found.domain()))
                .filter(Domain::enabled)
                .isPresent();
    }

    List<RoleRef> of(User user, ProjectId project) {
        return effective.of(user.realm(), user.id(), user.groupIds(), new Scope.Project(project));
    }

    /** {@code wanted} with their names, when an enabled user has all of them on a project in use; otherwise nothing. */
    Optional<List<RoleRef>> all(RealmName realm, UserId user, ProjectId project, List<RoleId> wanted) {
        if (wanted.isEmpty() || !isInUse(realm, project)) {
            return Optional.empty();
        }
        List<RoleRef> held =
                enabled(realm, user).map(known -> of(known, project)).orElse(List.of());
        List<RoleRef> found = wanted.stream()
                .flatMap(id -> held.stream().filter(role -> role.id().equals(id)))
                .toList();
        return found.size() == wanted.size() ? Optional.of(found) : Optional.empty();
    }
}
