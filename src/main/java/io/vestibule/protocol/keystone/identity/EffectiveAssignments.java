package io.vestibule.protocol.keystone.identity;

import io.vestibule.access.Actor;
import io.vestibule.access.Assignment;
import io.vestibule.access.AssignmentFilter;
import io.vestibule.access.Assignments;
import io.vestibule.access.Implication;
import io.vestibule.access.Project;
import io.vestibule.access.Projects;
import io.vestibule.access.Role;
import io.vestibule.access.Roles;
import io.vestibule.directory.Directory;
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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What follows from the assignments that were given: through groups, from above in the tree of projects, and because one
 * role implies another. A domain's private role shows only in what it implies.
 */
@ApplicationScoped
class EffectiveAssignments {
    private final Assignments assignments;
    private final Roles roles;
    private final Projects projects;
    private final Groups groups;
    private final Directory directory;

    EffectiveAssignments(Assignments assignments, Roles roles, Projects projects, Groups groups, Directory directory) {
        this.assignments = assignments;
        this.roles = roles;
        this.projects = projects;
        this.groups = groups;
        this.directory = directory;
    }

    List<ShownAssignment> list(RealmName realm, AssignmentQuery query) {
        if (query.nothing()) {
            return List.of();
        }
        Walk walk = new Walk(realm, query);
        return query.effective() ? walk.effective() : walk.given();
    }

    /** One answer: remembers members and subtrees it has read. */
    private final class Walk {
        private final RealmName realm;
        private final AssignmentQuery query;
        private final Map<GroupId, List<UserId>> members = new HashMap<>();
        private final Map<Scope, List<ProjectId>> subtrees = new HashMap<>();

        private Walk(RealmName realm, AssignmentQuery query) {
            this.realm = realm;
            this.query = query;
        }

        private List<ShownAssignment> given() {
            AssignmentFilter filter =
                    new AssignmentFilter(query.actor(), query.target(), query.role(), query.inherited());
            return assignments.list(realm, filter).stream()
                    .map(ShownAssignment::given)
                    .toList();
        }

        private List<ShownAssignment> effective() {
            Map<RoleId, List<RoleId>> implied = roles.implications(realm).stream()
                    .collect(Collectors.groupingBy(
                            each -> each.prior().id(),
                            Collectors.mapping(
                                    (Implication each) -> each.implied().id(), Collectors.toList())));
            Set<RoleId> ofDomains = roles.list(realm).stream()
                    .filter(role -> role.domain().isPresent())
                    .map(Role::id)
                    .collect(Collectors.toSet());
            return sources()
                    .map(ShownAssignment::given)
                    .flatMap(this::users)
                    .flatMap(this::targets)
                    .filter(this::wantedTarget)
                    .flatMap(each -> withImplied(each, implied).stream())
                    .filter(each -> !ofDomains.contains(each.role()))
                    .filter(each -> query.role().isEmpty() || query.role().get().equals(each.role()))
                    .distinct()
                    .toList();
        }

        /** What the user was given themselves or as a member; of nobody in particular, everything. */
        private Stream<Assignment> sources() {
            if (!(query.actor().orElse(null) instanceof Actor.OfUser(UserId user))) {
                return assignments.list(realm, AssignmentFilter.all()).stream();
            }
            Set<GroupId> memberOf =
                    directory.find(realm, user).map(User::groupIds).orElse(Set.of());
            return Stream.concat(
                            Stream.<Actor>of(new Actor.OfUser(user)),
                            memberOf.stream().<Actor>map(Actor.OfGroup::new))
                    .flatMap(actor ->
                            assignments.list(realm, AssignmentFilter.all().of(actor)).stream());
        }

        private Stream<ShownAssignment> users(ShownAssignment given) {
            return switch (given.actor()) {
                case Actor.OfUser ignored -> Stream.of(given);
                case Actor.OfGroup(GroupId group) ->
                    members(group).stream()
                            .map(Actor.OfUser::new)
                            .filter(user -> query.actor().isEmpty()
                                    || query.actor().get().equals(user))
                            .map(user -> given.to(user, group));
            };
        }

        private List<UserId> members(GroupId group) {
            return members.computeIfAbsent(
                    group,
                    id -> groups.find(realm, id).map(groups::members).orElse(List.of()).stream()
                            .map(User::id)
                            .toList());
        }

        private Stream<ShownAssignment> targets(ShownAssignment given) {
            if (!given.inherited()) {
                return query.inherited().orElse(false) ? Stream.empty() : Stream.of(given);
            }
            if (!query.inherited().orElse(true)) {
                return Stream.empty();
            }
            return below(given.target()).stream().map(project -> given.on(new Scope.Project(project)));
        }

        private List<ProjectId> below(Scope top) {
            return subtrees.computeIfAbsent(top, scope -> switch (scope) {
                case Scope.System ignored -> List.of();
                case Scope.Domain(DomainId domain) -> ids(projects.list(realm, Optional.of(domain)));
                case Scope.Project(ProjectId project) -> ids(projects.subtree(realm, project));
            });
        }

        private boolean wantedTarget(ShownAssignment each) {
            return query.target().isEmpty() || query.target().get().equals(each.target());
        }
    }

    private static List<ProjectId> ids(List<Project> projects) {
        return projects.stream().map(Project::id).toList();
    }

    private static List<ShownAssignment> withImplied(ShownAssignment first, Map<RoleId, List<RoleId>> implied) {
        List<ShownAssignment> all = new ArrayList<>(List.of(first));
        Set<RoleId> seen = new HashSet<>(Set.of(first.role()));
        Deque<RoleId> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            RoleId prior = open.poll();
            for (RoleId next : implied.getOrDefault(prior, List.of())) {
                if (seen.add(next)) {
                    open.add(next);
                    all.add(first.as(next, prior));
                }
            }
        }
        return all;
    }
}
