package io.vestibule.access;

import io.vestibule.directory.Group;
import io.vestibule.directory.User;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.GroupId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How far the word of a domain's manager reaches. Rules that they write must make nobody somebody who may more than they can
 * give: whoever writes the rules chooses who is that somebody.
 */
@ApplicationScoped
public class DomainReach {
    /** What the manager of a domain may give there. */
    private static final Set<String> ORDINARY_ROLES = Set.of("manager", "member", "reader");

    private final Assignments assignments;
    private final Roles roles;
    private final Projects projects;

    DomainReach(Assignments assignments, Roles roles, Projects projects) {
        this.assignments = assignments;
        this.roles = roles;
        this.projects = projects;
    }

    /** Whether rules limited to {@code limit} may say of anybody that they are the user; without a limit they may. */
    public boolean mayName(RealmName realm, Optional<DomainId> limit, User user) {
        return limit.isEmpty()
                || user.domain().equals(limit.get())
                        && Stream.concat(
                                        Stream.<Actor>of(new Actor.OfUser(user.id())),
                                        user.groupIds().stream().map(Actor.OfGroup::new))
                                .allMatch(actor -> isOrdinary(realm, limit.get(), actor));
    }

    /** Those of {@code groups} of which being in them gives nothing but what the domain's manager may give. */
    public Set<GroupId> ordinary(RealmName realm, DomainId domain, Collection<Group> groups) {
        Set<GroupId> ordinary = groups.stream()
                .filter(group -> group.domain().equals(domain))
                .map(Group::id)
                .collect(Collectors.toCollection(HashSet::new));
        assignments.ofGroups(realm, ordinary).stream()
                .filter(given -> !isOrdinary(realm, domain, given))
                .forEach(given -> given.actor().groupIfOne().ifPresent(ordinary::remove));
        return ordinary;
    }

    private boolean isOrdinary(RealmName realm, DomainId domain, Actor actor) {
        return assignments.list(realm, AssignmentFilter.all().of(actor)).stream()
                .allMatch(given -> isOrdinary(realm, domain, given));
    }

    private boolean isOrdinary(RealmName realm, DomainId domain, Assignment given) {
        return roles.find(realm, given.role()).filter(this::isOrdinary).isPresent()
                && lies(realm, given.target(), domain);
    }

    public boolean isOrdinary(Role role) {
        return role.domain().isEmpty() && ORDINARY_ROLES.contains(role.name());
    }

    private boolean lies(RealmName realm, Scope target, DomainId domain) {
        return switch (target) {
            case Scope.System all -> false;
            case Scope.Domain one -> one.domain().equals(domain);
            case Scope.Project one ->
                projects.find(realm, one.project())
                        .filter(project -> project.domain().equals(domain))
                        .isPresent();
        };
    }
}
