package io.vestibule.login;

import io.vestibule.access.Actor;
import io.vestibule.access.Assignment;
import io.vestibule.access.AssignmentFilter;
import io.vestibule.access.Assignments;
import io.vestibule.access.BorrowedRoles;
import io.vestibule.access.Implication;
import io.vestibule.access.Role;
import io.vestibule.access.Roles;
import io.vestibule.directory.User;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RoleId;
import io.vestibule.identity.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who may do more than look after what is theirs: by a role of their own or of a group, what it implies, or what another lent
 * them. What was given counts, also where there is nothing yet that it would be good for.
 */
@ApplicationScoped
public class Administrators {
    private static final Set<String> NAMES = Set.of("admin", "manager", "service");

    private final Assignments assignments;
    private final Roles roles;
    private final Instance<BorrowedRoles> borrowed;

    Administrators(Assignments assignments, Roles roles, @Any Instance<BorrowedRoles> borrowed) {
        this.assignments = assignments;
        this.roles = roles;
        this.borrowed = borrowed;
    }

    public boolean include(User user) {
        RealmName realm = user.realm();
        List<Assignment> given = Stream.concat(
                        Stream.<Actor>of(new Actor.OfUser(user.id())),
                        user.groupIds().stream().map(Actor.OfGroup::new))
                .flatMap(actor -> assignments.list(realm, AssignmentFilter.all().of(actor)).stream())
                .toList();
        return given.stream().anyMatch(one -> one.target() instanceof Scope.System)
                || anyIsOfThem(
                        realm,
                        Stream.concat(
                                given.stream().map(Assignment::role),
                                borrowed.stream().flatMap(room -> room.lentTo(realm, user.id()))));
    }

    private boolean anyIsOfThem(RealmName realm, Stream<RoleId> held) {
        List<Implication> implications = roles.implications(realm);
        Deque<RoleId> ahead = new ArrayDeque<>(held.toList());
        Set<RoleId> seen = new HashSet<>();
        while (!ahead.isEmpty()) {
            RoleId next = ahead.remove();
            if (!seen.add(next)) {
                continue;
            }
            if (roles.find(realm, next).filter(Administrators::isNamedSo).isPresent()) {
                return true;
            }
            implications.stream()
                    .filter(one -> one.prior().id().equals(next))
                    .forEach(one -> ahead.add(one.implied().id()));
        }
        return false;
    }

    private static boolean isNamedSo(Role role) {
        return NAMES.contains(role.name().toLowerCase(Locale.ROOT));
    }
}
