package io.vestibule.protocol.keystone.identity;

import io.vestibule.access.Actor;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.GroupId;
import io.vestibule.identity.ProjectId;
import io.vestibule.identity.RoleId;
import io.vestibule.identity.Scope;
import io.vestibule.identity.UserId;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import io.vestibule.protocol.keystone.wire.Query;
import java.util.Optional;

/**
 * Which role assignments a query asks for.
 *
 * @param subtree whether the projects below the one that is asked for are meant, too
 * @param nothing whether an id in it cannot be anything's
 */
record AssignmentQuery(
        Optional<Actor> actor,
        Optional<Scope> target,
        Optional<RoleId> role,
        Optional<Boolean> inherited,
        boolean effective,
        boolean subtree,
        boolean nothing) {
    private static final String USER = "user.id";
    private static final String GROUP = "group.id";
    private static final String DOMAIN = "scope.domain.id";
    private static final String PROJECT = "scope.project.id";
    private static final String SYSTEM = "scope.system";
    private static final String INHERITED = "scope.OS-INHERIT:inherited_to";

    static AssignmentQuery of(Query query) {
        notBoth(query, DOMAIN, PROJECT, "Specify a domain or project, not both");
        notBoth(query, DOMAIN, SYSTEM, "Specify system or domain, not both");
        notBoth(query, PROJECT, SYSTEM, "Specify system or project, not both");
        notBoth(query, USER, GROUP, "Specify a user or group, not both");
        Optional<Boolean> inherited = query.value(INHERITED).map("projects"::equals);
        boolean effective = query.flag("effective");
        if (effective && said(query, GROUP).isPresent()) {
            throw KeystoneRefused.badRequest(
                    "Combining effective and group filter will always result in an empty list.");
        }
        if (effective && inherited.orElse(false) && said(query, DOMAIN).isPresent()) {
            throw KeystoneRefused.badRequest(
                    "Combining effective, domain and inherited filters will always result in an empty list.");
        }
        Optional<RoleId> role = said(query, "role.id").filter(RoleId::isValid).map(RoleId::new);
        return new AssignmentQuery(
                actor(query),
                target(query),
                role,
                inherited,
                effective,
                query.flag("include_subtree"),
                unknownIds(query, role.isPresent()));
    }

    private static Optional<String> said(Query query, String name) {
        return query.value(name).filter(text -> !text.isEmpty());
    }

    private static void notBoth(Query query, String one, String other, String message) {
        if (said(query, one).isPresent() && said(query, other).isPresent()) {
            throw KeystoneRefused.badRequest(message);
        }
    }

    private static Optional<Actor> actor(Query query) {
        Optional<Actor> user = said(query, USER).flatMap(UserId::ofHex).map(Actor.OfUser::new);
        return user.or(() -> said(query, GROUP).filter(GroupId::isValid).map(id -> new Actor.OfGroup(new GroupId(id))));
    }

    private static Optional<Scope> target(Query query) {
        if (said(query, SYSTEM).isPresent()) {
            return Optional.of(new Scope.System());
        }
        Optional<Scope> domain =
                said(query, DOMAIN).filter(DomainId::isValid).map(id -> new Scope.Domain(new DomainId(id)));
        return domain.or(
                () -> said(query, PROJECT).filter(ProjectId::isValid).map(id -> new Scope.Project(new ProjectId(id))));
    }

    private static boolean unknownIds(Query query, boolean roleIsKnown) {
        boolean actorIsSaid = said(query, USER).or(() -> said(query, GROUP)).isPresent();
        boolean targetIsSaid =
                said(query, DOMAIN).or(() -> said(query, PROJECT)).isPresent();
        return (actorIsSaid && actor(query).isEmpty())
                || (targetIsSaid && target(query).isEmpty())
                || (said(query, "role.id").isPresent() && !roleIsKnown);
    }
}
