package io.vestibule.access;

import io.vestibule.database.Statements;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.GroupId;
import io.vestibule.identity.ProjectId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RoleId;
import io.vestibule.identity.Scope;
import io.vestibule.identity.UserId;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;

/** What follows from assignments, each answer in one statement. */
@Singleton
class EffectiveRepository {
    /** The user's own, and those of the user's groups. */
    private static final String THEIRS = "a.realm = ?1 and (a.user_id = ?2 or a.group_id = any(cast(?3 as text[])))";

    /** Roles imply roles that imply roles; a domain's private role only lends what it implies. */
    private static final String HELD = "held (role_id) as (select role_id from given "
            + "union select i.implied_id from implied_role i join held on i.realm = ?1 and i.prior_id = held.role_id) "
            + "select r.id, r.name from access_role r join held on r.realm = ?1 and r.id = held.role_id "
            + "where r.domain_id is null order by r.name";

    private final Statements statements;

    EffectiveRepository(Statements statements) {
        this.statements = statements;
    }

    List<RoleRef> roles(RealmName realm, UserId user, Set<GroupId> groups, Scope scope) {
        return switch (scope) {
            case Scope.Project one -> onProject(realm, user, groups, one.project());
            case Scope.Domain one ->
                held(
                        "given as (select a.role_id from role_assignment a where " + THEIRS
                                + " and a.domain_id = ?4 and not a.inherited), ",
                        realm.value(),
                        user.value(),
                        ids(groups),
                        one.domain().value());
            case Scope.System all ->
                held(
                        "given as (select a.role_id from role_assignment a where " + THEIRS
                                + " and a.project_id is null and a.domain_id is null), ",
                        realm.value(),
                        user.value(),
                        ids(groups));
        };
    }

    private List<RoleRef> held(String given, Object... values) {
        return statements.rows(
                "with recursive " + given + HELD, row -> new RoleRef(new RoleId(row.text(1)), row.text(2)), values);
    }

    private List<RoleRef> onProject(RealmName realm, UserId user, Set<GroupId> groups, ProjectId project) {
        return held(
                "line (id, parent_id, domain_id, depth) as ("
                        + "select id, parent_id, domain_id, 0 from project where realm = ?1 and id = ?4 "
                        + "union all select p.id, p.parent_id, p.domain_id, line.depth + 1 from project p "
                        + "join line on p.realm = ?1 and p.id = line.parent_id), "
                        + "given as (select a.role_id from role_assignment a where " + THEIRS
                        + " and ((a.project_id = ?4 and not a.inherited) "
                        + "or (a.inherited and a.project_id in (select id from line where depth > 0)) "
                        + "or (a.inherited and a.domain_id in (select domain_id from line where depth = 0)))), ",
                realm.value(),
                user.value(),
                ids(groups),
                project.value());
    }

    /** Where they have any role at all. */
    List<ProjectId> projects(RealmName realm, UserId user, Set<GroupId> groups) {
        return statements.rows(
                "with recursive theirs as (select a.project_id, a.domain_id, a.inherited from role_assignment a "
                        + "where " + THEIRS + "), below (id) as ("
                        + "select p.id from project p join theirs t on t.inherited and t.project_id = p.parent_id "
                        + "where p.realm = ?1 "
                        + "union select p.id from project p join below on p.realm = ?1 and p.parent_id = below.id) "
                        + "select p.id, p.name from project p where p.realm = ?1 and (p.id in (select id from below) "
                        + "or p.id in (select project_id from theirs where not inherited) "
                        + "or p.domain_id in (select domain_id from theirs where inherited)) order by p.name, p.id",
                row -> new ProjectId(row.text(1)),
                realm.value(),
                user.value(),
                ids(groups));
    }

    List<DomainId> domains(RealmName realm, UserId user, Set<GroupId> groups) {
        return statements.rows(
                "select distinct a.domain_id from role_assignment a where " + THEIRS
                        + " and a.domain_id is not null and not a.inherited order by a.domain_id",
                row -> new DomainId(row.text(1)),
                realm.value(),
                user.value(),
                ids(groups));
    }

    private static String[] ids(Set<GroupId> groups) {
        return groups.stream().map(GroupId::value).toArray(String[]::new);
    }
}
