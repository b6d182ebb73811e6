package io.vestibule.access;

import io.vestibule.identity.DomainId;
import io.vestibule.identity.GroupId;
import io.vestibule.identity.ProjectId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RoleId;
import io.vestibule.identity.Scope;
import io.vestibule.identity.UserId;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Set;

/** What follows from assignments, each answer in one statement. */
@Singleton
class EffectiveRepository extends SqlRepository {
    /** The user's own, and those of the user's groups. */
    private static final String THEIRS = "a.realm = ?1 and (a.user_id = ?2 or a.group_id = any(cast(?3 as text[])))";

    /** Roles imply roles that imply roles; a domain's private role only lends what it implies. */
    private static final String HELD = "held (role_id) as (select role_id from given "
            + "union select i.implied_id from implied_role i join held on i.realm = ?1 and i.prior_id = held.role_id) "
            + "select r.id, r.name from access_role r join held on r.realm = ?1 and r.id = held.role_id "
            + "where r.domain_id is null order by r.name";

    EffectiveRepository(EntityManager entityManager) {
        super(entityManager);
    }

    List<RoleRef> roles(RealmName realm, UserId user, Set<GroupId> groups, Scope scope) {
        List<Row> rows = switch (scope) {
            case Scope.Project one -> onProject(realm, user, groups, one.project());
            case Scope.Domain one ->
                rows(
                        "with recursive given as (select a.role_id from role_assignment a where " + THEIRS
                                + " and a.domain_id = ?4 and not a.inherited), " + HELD,
                        realm.value(),
                        user.value(),
                        ids(groups),
                        one.domain().value());
            case Scope.System all ->
                rows(
                        "with recursive given as (select a.role_id from role_assignment a where " + THEIRS
                                + " and a.project_id is null and a.domain_id is null), " + HELD,
                        realm.value(),
                        user.value(),
                        ids(groups));
        };
        return rows.stream()
                .map(row -> new RoleRef(new RoleId(row.text(0)), row.text(1)))
                .toList();
    }

    private List<Row> onProject(RealmName realm, UserId user, Set<GroupId> groups, ProjectId project) {
        return rows(
                "with recursive line (id, parent_id, domain_id, depth) as ("
                        + "select id, parent_id, domain_id, 0 from project where realm = ?1 and id = ?4 "
                        + "union all select p.id, p.parent_id, p.domain_id, line.depth + 1 from project p "
                        + "join line on p.realm = ?1 and p.id = line.parent_id), "
                        + "given as (select a.role_id from role_assignment a where " + THEIRS
                        + " and ((a.project_id = ?4 and not a.inherited) "
                        + "or (a.inherited and a.project_id in (select id from line where depth > 0)) "
                        + "or (a.inherited and a.domain_id in (select domain_id from line where depth = 0)))), " + HELD,
                realm.value(),
                user.value(),
                ids(groups),
                project.value());
    }

    /** Where they have any role at all. */
    List<ProjectId> projects(RealmName realm, UserId user, Set<GroupId> groups) {
        return rows(
                        "with recursive theirs as (select a.project_id, a.domain_id, a.inherited from role_assignment a "
                                + "where " + THEIRS + "), below (id) as ("
                                + "select p.id from project p join theirs t on t.inherited and t.project_id = p.parent_id "
                                + "where p.realm = ?1 "
                                + "union select p.id from project p join below on p.realm = ?1 and p.parent_id = below.id) "
                                + "select p.id, p.name from project p where p.realm = ?1 and (p.id in (select id from below) "
                                + "or p.id in (select project_id from theirs where not inherited) "
                                + "or p.domain_id in (select domain_id from theirs where inherited)) order by p.name, p.id",
                        realm.value(),
                        user.value(),
                        ids(groups))
                .stream()
                .map(row -> new ProjectId(row.text(0)))
                .toList();
    }

    List<DomainId> domains(RealmName realm, UserId user, Set<GroupId> groups) {
        return rows(
                        "select distinct a.domain_id, 1 from role_assignment a where " + THEIRS
                                + " and a.domain_id is not null and not a.inherited order by a.domain_id",
                        realm.value(),
                        user.value(),
                        ids(groups))
                .stream()
                .map(row -> new DomainId(row.text(0)))
                .toList();
    }

    private static String[] ids(Set<GroupId> groups) {
        return texts(groups.stream().map(GroupId::value).toList());
    }
}
