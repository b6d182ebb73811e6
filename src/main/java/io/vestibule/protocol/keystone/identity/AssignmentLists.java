package io.vestibule.protocol.keystone.identity;

import io.vestibule.access.Actor;
import io.vestibule.access.AssignmentFilter;
import io.vestibule.access.Assignments;
import io.vestibule.access.EffectiveAssignments;
import io.vestibule.access.EffectiveFilter;
import io.vestibule.access.Projects;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Scope;
import io.vestibule.identity.UserId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Answers what a query for role assignments asks: as they were given, or as they follow. */
@ApplicationScoped
class AssignmentLists {
    private final Assignments assignments;
    private final EffectiveAssignments effective;
    private final Projects projects;

    AssignmentLists(Assignments assignments, EffectiveAssignments effective, Projects projects) {
        this.assignments = assignments;
        this.effective = effective;
        this.projects = projects;
    }

    List<ShownAssignment> list(RealmName realm, AssignmentQuery query) {
        if (query.nothing()) {
            return List.of();
        }
        return query.effective()
                ? effective.list(realm, filter(query)).stream()
                        .map(ShownAssignment::of)
                        .toList()
                : targets(realm, query)
                        .flatMap(target -> assignments
                                .list(
                                        realm,
                                        new AssignmentFilter(query.actor(), target, query.role(), query.inherited()))
                                .stream())
                        .map(ShownAssignment::of)
                        .toList();
    }

    private static EffectiveFilter filter(AssignmentQuery query) {
        Optional<UserId> user =
                query.actor().orElse(null) instanceof Actor.OfUser(UserId one) ? Optional.of(one) : Optional.empty();
        return new EffectiveFilter(user, query.target(), query.subtree(), query.role(), query.inherited());
    }

    private Stream<Optional<Scope>> targets(RealmName realm, AssignmentQuery query) {
        if (!query.subtree() || !(query.target().orElse(null) instanceof Scope.Project(var top))) {
            return Stream.of(query.target());
        }
        return Stream.concat(
                Stream.of(query.target()),
                projects.subtree(realm, top).stream().map(below -> Optional.of(new Scope.Project(below.id()))));
    }
}
