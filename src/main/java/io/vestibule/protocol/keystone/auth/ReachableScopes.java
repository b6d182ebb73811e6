package io.vestibule.protocol.keystone.auth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.access.EffectiveRoles;
import io.vestibule.access.Project;
import io.vestibule.directory.Directory;
import io.vestibule.directory.Domain;
import io.vestibule.directory.Domains;
import io.vestibule.directory.User;
import io.vestibule.identity.GroupId;
import io.vestibule.protocol.keystone.identity.Views;
import io.vestibule.protocol.keystone.policy.Enforcer;
import io.vestibule.protocol.keystone.policy.Target;
import io.vestibule.protocol.keystone.token.ValidToken;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.Listing;
import io.vestibule.protocol.keystone.wire.Reply;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;

/** What the holder of a token could have a token for. */
@ApplicationScoped
class ReachableScopes {
    private final Enforcer enforcer;
    private final Directory directory;
    private final Domains domains;
    private final EffectiveRoles roles;

    ReachableScopes(Enforcer enforcer, Directory directory, Domains domains, EffectiveRoles roles) {
        this.enforcer = enforcer;
        this.directory = directory;
        this.domains = domains;
        this.roles = roles;
    }

    Reply projects(Call call) {
        enforcer.enforce(call, "identity:get_auth_projects", Target.none());
        ValidToken holder = call.holder().token();
        List<ObjectNode> found = roles.projects(call.realmName(), holder.user(), groups(call)).stream()
                .filter(Project::enabled)
                .map(project -> Views.project(call, project))
                .toList();
        return Listing.of(call, "projects", found);
    }

    Reply domains(Call call) {
        enforcer.enforce(call, "identity:get_auth_domains", Target.none());
        ValidToken holder = call.holder().token();
        List<ObjectNode> found = roles.domains(call.realmName(), holder.user(), groups(call)).stream()
                .flatMap(id -> domains.find(call.realmName(), id).stream())
                .filter(Domain::enabled)
                .map(domain -> Views.domain(call, domain))
                .toList();
        return Listing.of(call, "domains", found);
    }

    boolean system(Call call) {
        return roles.onSystem(call.realmName(), call.holder().token().user(), groups(call));
    }

    /** Those of now: what a login through an identity provider gave is taken back there, too. */
    private Set<GroupId> groups(Call call) {
        return directory
                .find(call.realmName(), call.holder().token().user())
                .map(User::groupIds)
                .orElse(Set.of());
    }
}
