package io.vestibule.protocol.keystone.identity;

import io.vestibule.access.Actor;
import io.vestibule.access.Assignment;
import io.vestibule.access.Assignments;
import io.vestibule.access.Refusal;
import io.vestibule.access.Role;
import io.vestibule.directory.Group;
import io.vestibule.directory.User;
import io.vestibule.identity.GroupId;
import io.vestibule.identity.Scope;
import io.vestibule.identity.UserId;
import io.vestibule.protocol.keystone.policy.Enforcer;
import io.vestibule.protocol.keystone.policy.Target;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import io.vestibule.protocol.keystone.wire.Listing;
import io.vestibule.protocol.keystone.wire.Reply;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Gives roles to people and groups, and takes them back: the four things every path of grants does. */
@ApplicationScoped
class Grants {
    private final Facts facts;
    private final Enforcer enforcer;
    private final Assignments assignments;
    private final GrantReach reach;

    Grants(Facts facts, Enforcer enforcer, Assignments assignments, GrantReach reach) {
        this.facts = facts;
        this.enforcer = enforcer;
        this.assignments = assignments;
        this.reach = reach;
    }

    /**
     * What the path of a grant says.
     *
     * @param who {@code users} or {@code groups}
     * @param where {@code projects}, {@code domains} or {@code system}; {@code target} is empty for that
     */
    record Place(String where, String target, String who, String actor, boolean inherited) {
        boolean isSystem() {
            return where.equals("system");
        }

        boolean isGroup() {
            return who.equals("groups");
        }
    }

    Reply list(Call call, Place place) {
        Actor actor = enforced(call, place, "list_grants", "list_system_grants_for", Optional.empty(), false);
        return Listing.of(
                call,
                "roles",
                assignments.granted(call.realmName(), actor, scope(call, place), place.inherited()).stream()
                        .map(role -> Views.role(call, role))
                        .toList());
    }

    Reply check(Call call, Place place, String role) {
        Actor actor = enforced(
                call, place, "check_grant", "check_system_grant_for", Optional.of(knownRole(call, role)), false);
        Assignment given =
                new Assignment(actor, scope(call, place), knownRole(call, role).id(), place.inherited());
        if (!assignments.exists(call.realmName(), given)) {
            throw unknown(place, given);
        }
        return Reply.noContent();
    }

    Reply give(Call call, Place place, String role) {
        Role given = knownRole(call, role);
        Actor actor = enforced(call, place, "create_grant", "create_system_grant_for", Optional.of(given), false);
        assignments
                .grant(call.realmName(), new Assignment(actor, scope(call, place), given.id(), place.inherited()))
                .orElseThrow(Refusals::of);
        return Reply.noContent();
    }

    /** What was given to somebody who is no longer there can still be taken back. */
    Reply takeBack(Call call, Place place, String role) {
        Role given = knownRole(call, role);
        Actor actor = enforced(call, place, "revoke_grant", "revoke_system_grant_for", Optional.of(given), true);
        Assignment there = new Assignment(actor, scope(call, place), given.id(), place.inherited());
        assignments
                .revoke(call.realmName(), there)
                .orElseThrow(why -> why instanceof Refusal.Unknown ? unknown(place, there) : Refusals.of(why));
        return Reply.noContent();
    }

    private Role knownRole(Call call, String id) {
        call.holder();
        return facts.requireRole(call, id);
    }

    private Actor enforced(
            Call call, Place place, String action, String systemAction, Optional<Role> role, boolean goneIsFine) {
        call.holder();
        Target target = Facts.ofAny(role, Facts::of)
                .and(targetOf(call, place))
                .with(
                        "target.reaches_admin_project",
                        reach.of(call, role, scope(call, place), place) ? "True" : "False");
        Optional<User> user = place.isGroup() ? Optional.empty() : facts.user(call, place.actor());
        Optional<Group> group = place.isGroup() ? facts.group(call, place.actor()) : Optional.empty();
        if (user.isEmpty() && group.isEmpty() && !goneIsFine) {
            throw KeystoneRefused.notFound(place.isGroup() ? "group" : "user", place.actor());
        }
        target = target.and(Facts.ofAny(user, Facts::of)).and(Facts.ofAny(group, Facts::of));
        String full = place.isSystem() ? systemAction + (place.isGroup() ? "_group" : "_user") : action;
        enforcer.enforce(call, "identity:" + full, target);
        return actor(place);
    }

    private static Actor actor(Place place) {
        if (place.isGroup()) {
            if (!GroupId.isValid(place.actor())) {
                throw KeystoneRefused.notFound("group", place.actor());
            }
            return new Actor.OfGroup(new GroupId(place.actor()));
        }
        return new Actor.OfUser(
                UserId.ofHex(place.actor()).orElseThrow(() -> KeystoneRefused.notFound("user", place.actor())));
    }

    private Target targetOf(Call call, Place place) {
        return switch (place.where()) {
            case "domains" -> Facts.of(facts.requireDomain(call, place.target()));
            case "projects" ->
                scope(call, place) instanceof Scope.Domain domain
                        ? Target.of("target.domain.id", domain.domain().value())
                        : Facts.of(call, facts.requireProject(call, place.target()));
            default -> Target.none();
        };
    }

    /** A project that is a domain, too, is that domain. */
    private Scope scope(Call call, Place place) {
        return switch (place.where()) {
            case "domains" ->
                new Scope.Domain(facts.requireDomain(call, place.target()).id());
            case "projects" ->
                facts.project(call, place.target())
                        .<Scope>map(project -> new Scope.Project(project.id()))
                        .or(() -> facts.domain(call, place.target()).map(domain -> new Scope.Domain(domain.id())))
                        .orElseThrow(() -> KeystoneRefused.notFound("project", place.target()));
            default -> new Scope.System();
        };
    }

    private static KeystoneRefused unknown(Place place, Assignment given) {
        return KeystoneRefused.notFoundSaying("Could not find role assignment with role: " + given.role()
                + ", user or group: " + given.actor().key() + ", project, domain, or system: "
                + (place.isSystem() ? "system" : place.target()) + ".");
    }
}
