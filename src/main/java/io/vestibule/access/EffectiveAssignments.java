package io.vestibule.access;

import io.vestibule.directory.Group;
import io.vestibule.directory.Groups;
import io.vestibule.directory.User;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.GroupId;
import io.vestibule.identity.ProjectId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RoleId;
import io.vestibule.identity.Scope;
import io.vestibule.identity.UserId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything that follows from assignments, one by one with its reason: groups become their members, what is inherited
 * becomes the projects below, roles become all that they imply. For lists that people read; a proof asks
 * {@link EffectiveRoles}.
 */
@ApplicationScoped
public class EffectiveAssignments {
    private final Assignments assignments;
    private final Roles roles;
    private final Projects projects;
    private final Groups groups;

    EffectiveAssignments(Assignments assignments, Roles roles, Projects projects, Groups groups) {
        this.assignments = assignments;
        this.roles = roles;
        this.projects = projects;
        this.groups = groups;
    }

    public List<EffectiveAssignment> list(RealmName realm, EffectiveFilter filter) {
        return new Expansion(realm, filter).all();
    }

    /** A role, and what it is implied by. */
    private record Held(RoleId role, Optional<RoleId> impliedBy) {}

    /** One answer; asks for each tree, group and implication once. */
    private final class Expansion {
        private final RealmName realm;
        private final EffectiveFilter filter;
        private final Map<RoleId, List<Role>> implied;
        private final Predicate<RoleId> isOfTheRealm;
        private final Map<Scope, List<ProjectId>> below = new HashMap<>();
        private final Map<GroupId, List<UserId>> members = new HashMap<>();
        private final Map<RoleId, Set<Held>> held = new HashMap<>();

        Expansion(RealmName realm, EffectiveFilter filter) {
            this.realm = realm;
            this.filter = filter;
            this.implied = roles.implications(realm).stream()
                    .collect(Collectors.groupingBy(
                            one -> one.prior().id(), Collectors.mapping(Implication::implied, Collectors.toList())));
            this.isOfTheRealm = id -> roles.find(realm, id)
                    .filter(role -> role.domain().isEmpty())
                    .isPresent();
        }

        List<EffectiveAssignment> all() {
            return given().flatMap(this::expanded)
                    .filter(one -> filter.role().map(one.role()::equals).orElse(true))
                    .filter(one -> isOfTheRealm.test(one.role())) // a domain's private role only lends
                    .distinct()
                    .toList();
        }

        private Stream<Assignment> given() {
            AssignmentFilter kind = filter.inherited()
                    .map(only -> AssignmentFilter.all().inherited(only))
                    .orElseGet(AssignmentFilter::all);
            if (filter.user().isEmpty()) {
                return assignments.list(realm, kind).stream();
            }
            UserId user = filter.user().get();
            return Stream.concat(
                            Stream.<Actor>of(new Actor.OfUser(user)),
                            groups.ofUser(realm, user).stream().map(group -> new Actor.OfGroup(group.id())))
                    .flatMap(actor -> assignments.list(realm, kind.of(actor)).stream());
        }

        private Stream<EffectiveAssignment> expanded(Assignment given) {
            List<Scope> targets = targets(given).filter(this::isMeant).toList();
            if (targets.isEmpty()) {
                return Stream.empty();
            }
            Optional<GroupId> group = given.actor().groupIfOne();
            List<UserId> users = users(given.actor());
            return targets.stream()
                    .flatMap(target -> users.stream()
                            .flatMap(user -> all(given.role()).stream()
                                    .map(role -> new EffectiveAssignment(
                                            user, target, role.role(), given, group, role.impliedBy()))));
        }

        private Stream<Scope> targets(Assignment given) {
            return given.inherited()
                    ? below(given.target()).stream().map(Scope.Project::new)
                    : Stream.of(given.target());
        }

        private boolean isMeant(Scope target) {
            if (filter.target().isEmpty()) {
                return true;
            }
            Scope wanted = filter.target().get();
            return target.equals(wanted)
                    || filter.below()
                            && target instanceof Scope.Project project
                            && below(wanted).contains(project.project());
        }

        private List<ProjectId> below(Scope scope) {
            return below.computeIfAbsent(scope, top -> switch (top) {
                case Scope.Project one -> ids(projects.subtree(realm, one.project()));
                case Scope.Domain one -> ids(ofDomain(one.domain()));
                case Scope.System everything -> List.of();
            });
        }

        private List<Project> ofDomain(DomainId domain) {
            return projects.list(realm, Optional.of(domain));
        }

        private List<UserId> users(Actor actor) {
            return switch (actor) {
                case Actor.OfUser one -> List.of(one.user());
                case Actor.OfGroup all ->
                    filter.user().map(List::of).orElseGet(() -> members.computeIfAbsent(all.group(), this::members));
            };
        }

        private List<UserId> members(GroupId id) {
            Optional<Group> group = groups.find(realm, id);
            return group.stream()
                    .flatMap(found -> groups.members(found).stream())
                    .map(User::id)
                    .toList();
        }

        /** The role itself and all that follow from it, each with each role that it follows from. */
        private Set<Held> all(RoleId given) {
            return held.computeIfAbsent(given, first -> {
                Set<Held> found = new LinkedHashSet<>(List.of(new Held(first, Optional.empty())));
                List<RoleId> ahead = new ArrayList<>(List.of(first));
                while (!ahead.isEmpty()) {
                    RoleId prior = ahead.removeFirst();
                    for (Role next : implied.getOrDefault(prior, List.of())) {
                        boolean seen = found.stream().anyMatch(one -> one.role().equals(next.id()));
                        if (found.add(new Held(next.id(), Optional.of(prior))) && !seen) {
                            ahead.add(next.id());
                        }
                    }
                }
                return found;
            });
        }

        private static List<ProjectId> ids(List<Project> found) {
            return found.stream().map(Project::id).toList();
        }
    }
}
