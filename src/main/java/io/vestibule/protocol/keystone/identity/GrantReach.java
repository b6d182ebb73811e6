package io.vestibule.protocol.keystone.identity;

import io.vestibule.access.Project;
import io.vestibule.access.Projects;
import io.vestibule.access.Role;
import io.vestibule.access.Roles;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.ProjectId;
import io.vestibule.identity.Scope;
import io.vestibule.protocol.keystone.policy.PolicySettings;
import io.vestibule.protocol.keystone.token.KeystoneRealm;
import io.vestibule.protocol.keystone.wire.Call;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether a grant gives, or takes, the role that administers everything: where an administrators' project is, or above. */
@ApplicationScoped
class GrantReach {
    private final Projects projects;

    GrantReach(Projects projects) {
        this.projects = projects;
    }

    boolean of(Call call, Optional<Role> role, Scope scope, Grants.Place place) {
        return role.filter(given -> given.name().equalsIgnoreCase(Roles.ADMIN)).isPresent()
                && isThere(call, scope, place.inherited());
    }

    /** Whether an administrators' project is where something is given, or below when it is inherited. */
    boolean isThere(Call call, Scope scope, boolean inherited) {
        PolicySettings settings = KeystoneRealm.policyOf(call.realm());
        return reached(call, scope, inherited)
                .anyMatch(project -> settings.isAdminProject(project.domain(), project.name()));
    }

    private Stream<Project> reached(Call call, Scope scope, boolean inherited) {
        return switch (scope) {
            case Scope.System ignored -> Stream.empty();
            case Scope.Domain(DomainId domain) ->
                inherited ? projects.list(call.realmName(), Optional.of(domain)).stream() : Stream.empty();
            case Scope.Project(ProjectId project) ->
                inherited
                        ? projects.subtree(call.realmName(), project).stream()
                        : projects.those(call.realmName(), List.of(project)).stream();
        };
    }
}
