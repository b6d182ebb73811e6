package io.vestibule.access;

import io.vestibule.database.ResultRow;
import io.vestibule.database.Statements;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.GroupId;
import io.vestibule.identity.ProjectId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RoleId;
import io.vestibule.identity.Scope;
import io.vestibule.identity.UserId;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Statements on role_assignment. */
@Singleton
class AssignmentRepository {
    private static final String THIS_ONE =
            "realm = ?1 and user_id is not distinct from cast(?2 as uuid) and group_id is not distinct from cast(?3 as text) "
                    + "and project_id is not distinct from cast(?4 as text) "
                    + "and domain_id is not distinct from cast(?5 as text) and role_id = ?6 and inherited = ?7";

    private final Statements statements;

    AssignmentRepository(Statements statements) {
        this.statements = statements;
    }

    /** False when it was given already. */
    boolean add(RealmName realm, Assignment given, String source) {
        return statements.change(
                        "insert into role_assignment (realm, user_id, group_id, project_id, domain_id, role_id, inherited, "
                                + "source) values (?1, cast(?2 as uuid), cast(?3 as text), cast(?4 as text), "
                                + "cast(?5 as text), ?6, ?7, ?8) on conflict do nothing",
                        realm.value(),
                        given.actor().userIfOne().map(UserId::value),
                        given.actor().groupIfOne().map(GroupId::value),
                        project(given.target()),
                        domain(given.target()),
                        given.role().value(),
                        given.inherited(),
                        source)
                == 1;
    }

    /** Whoever gave it. */
    boolean remove(RealmName realm, Assignment given) {
        return statements.change("delete from role_assignment where " + THIS_ONE, parameters(realm, given)) > 0;
    }

    /** Only what {@code source} gave. */
    void removeOf(RealmName realm, Assignment given, String source) {
        List<Object> parameters = new ArrayList<>(Arrays.asList(parameters(realm, given)));
        parameters.add(source);
        statements.change("delete from role_assignment where " + THIS_ONE + " and source = ?8", parameters.toArray());
    }

    List<Assignment> of(RealmName realm, String source) {
        return statements.rows(
                "select user_id, group_id, project_id, domain_id, role_id, inherited from role_assignment "
                        + "where realm = ?1 and source = ?2 order by id",
                AssignmentRepository::assignment,
                realm.value(),
                source);
    }

    List<Assignment> of(RealmName realm, String source, Actor actor) {
        return statements.rows(
                "select user_id, group_id, project_id, domain_id, role_id, inherited from role_assignment "
                        + "where realm = ?1 and source = ?2 and user_id is not distinct from cast(?3 as uuid) "
                        + "and group_id is not distinct from cast(?4 as text) order by id",
                AssignmentRepository::assignment,
                realm.value(),
                source,
                actor.userIfOne().map(UserId::value),
                actor.groupIfOne().map(GroupId::value));
    }

    boolean exists(RealmName realm, Assignment given) {
        return statements.any("select 1 from role_assignment where " + THIS_ONE, parameters(realm, given));
    }

    private static Object[] parameters(RealmName realm, Assignment given) {
        return new Object[] {
            realm.value(),
            given.actor().userIfOne().map(UserId::value),
            given.actor().groupIfOne().map(GroupId::value),
            project(given.target()),
            domain(given.target()),
            given.role().value(),
            given.inherited()
        };
    }

    List<Assignment> list(RealmName realm, AssignmentFilter filter) {
        Optional<Scope> target = filter.target();
        return statements.rows(
                "select user_id, group_id, project_id, domain_id, role_id, inherited from role_assignment "
                        + "where realm = ?1 and (cast(?2 as uuid) is null or user_id = cast(?2 as uuid)) "
                        + "and (cast(?3 as text) is null or group_id = cast(?3 as text)) "
                        + "and (not ?4 or (project_id is not distinct from cast(?5 as text) "
                        + "and domain_id is not distinct from cast(?6 as text))) "
                        + "and (cast(?7 as text) is null or role_id = cast(?7 as text)) "
                        + "and (cast(?8 as boolean) is null or inherited = cast(?8 as boolean)) "
                        + "group by user_id, group_id, project_id, domain_id, role_id, inherited "
                        + "order by min(id)",
                AssignmentRepository::assignment,
                realm.value(),
                filter.actor().flatMap(Actor::userIfOne).map(UserId::value),
                filter.actor().flatMap(Actor::groupIfOne).map(GroupId::value),
                target.isPresent(),
                target.flatMap(AssignmentRepository::project),
                target.flatMap(AssignmentRepository::domain),
                filter.role().map(RoleId::value),
                filter.inherited());
    }

    List<Assignment> ofGroups(RealmName realm, Collection<GroupId> groups) {
        return statements.rows(
                "select user_id, group_id, project_id, domain_id, role_id, inherited from role_assignment "
                        + "where realm = ?1 and group_id = any(cast(?2 as text[]))",
                AssignmentRepository::assignment,
                realm.value(),
                groups.stream().map(GroupId::value).toArray(String[]::new));
    }

    private static Assignment assignment(ResultRow row) {
        Actor actor = row.uuidIfAny(1)
                .<Actor>map(user -> new Actor.OfUser(new UserId(user)))
                .orElseGet(() -> new Actor.OfGroup(new GroupId(row.text(2))));
        return new Assignment(actor, scope(row.textIfAny(3), row.textIfAny(4)), new RoleId(row.text(5)), row.flag(6));
    }

    private static Scope scope(Optional<String> project, Optional<String> domain) {
        return project.<Scope>map(id -> new Scope.Project(new ProjectId(id)))
                .or(() -> domain.map(id -> new Scope.Domain(new DomainId(id))))
                .orElseGet(Scope.System::new);
    }

    private static Optional<String> project(Scope scope) {
        return scope instanceof Scope.Project one ? Optional.of(one.project().value()) : Optional.empty();
    }

    private static Optional<String> domain(Scope scope) {
        return scope instanceof Scope.Domain one ? Optional.of(one.domain().value()) : Optional.empty();
    }
}
