package io.vestibule.protocol.keystone.identity;

import io.vestibule.access.Actor;
import io.vestibule.access.Assignment;
import io.vestibule.access.AssignmentFilter;
import io.vestibule.access.Assignments;
import io.vestibule.access.Role;
import io.vestibule.access.Roles;
import io.vestibule.directory.Group;
import io.vestibule.directory.User;
import io.vestibule.identity.Scope;
import io.vestibule.protocol.keystone.policy.Target;
import io.vestibule.protocol.keystone.token.KeystoneRealm;
import io.vestibule.protocol.keystone.wire.Call;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who administers everything, by the role {@code admin} on the system or where an administrators' project is. An administrator
 * of the domain that such a user or group lies in must not become one by setting a password or joining the group.
 */
@ApplicationScoped
class CloudAdmins {
    private static final String SERVICE = "service"; // policy.txt's service_role

    private final Assignments assignments;
    private final Roles roles;
    private final GrantReach reach;

    CloudAdmins(Assignments assignments, Roles roles, GrantReach reach) {
        this.assignments = assignments;
        this.roles = roles;
        this.reach = reach;
    }

    Target of(Call call, User user) {
        Stream<Actor> actors = Stream.concat(
                Stream.of(new Actor.OfUser(user.id())), user.groupIds().stream().map(Actor.OfGroup::new));
        return Facts.of(user).with("target.user.is_cloud_admin", isOne(call, actors) ? "True" : "False");
    }

    Target of(Call call, Group group) {
        return Facts.of(group)
                .with(
                        "target.group.is_cloud_admin",
                        isOne(call, Stream.of(new Actor.OfGroup(group.id()))) ? "True" : "False");
    }

    /** Asked only where it matters: whoever comes with a domain's token. */
    private boolean isOne(Call call, Stream<? extends Actor> actors) {
        return Facts.scopedDomain(call).isPresent()
                && actors.flatMap(
                                actor -> assignments
                                        .list(
                                                call.realmName(),
                                                AssignmentFilter.all().of(actor))
                                        .stream())
                        .anyMatch(given -> gives(call, given));
    }

    /** Whatever reaches beyond a domain: any role on the system, services, and administrators of the whole realm. */
    private boolean gives(Call call, Assignment given) {
        if (given.target() instanceof Scope.System) {
            return true;
        }
        Optional<String> role = roles.find(call.realmName(), given.role()).map(Role::name);
        if (role.filter(SERVICE::equalsIgnoreCase).isPresent()) {
            return true;
        }
        return role.filter(Roles.ADMIN::equalsIgnoreCase).isPresent()
                && (KeystoneRealm.policyOf(call.realm()).isAdminAnywhere()
                        || reach.isThere(call, given.target(), given.inherited()));
    }
}
