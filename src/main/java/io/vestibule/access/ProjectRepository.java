package io.vestibule.access;

import io.vestibule.database.ResultRow;
import io.vestibule.database.Statements;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.Extra;
import io.vestibule.identity.ProjectId;
import io.vestibule.identity.RealmName;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Statements on project. */
@Singleton
class ProjectRepository {
    private static final String COLUMNS =
            "p.id, p.domain_id, p.parent_id, p.name, p.description, p.enabled, p.immutable, p.tags, p.extra";

    private final Statements statements;

    ProjectRepository(Statements statements) {
        this.statements = statements;
    }

    Optional<Project> find(RealmName realm, ProjectId id) {
        return statements.row(
                "select " + COLUMNS + " from project p where p.realm = ?1 and p.id = ?2",
                row -> project(realm, row),
                realm.value(),
                id.value());
    }

    Optional<Project> named(RealmName realm, DomainId domain, String name) {
        return statements.row(
                "select " + COLUMNS + " from project p where p.realm = ?1 and p.domain_id = ?2 and p.name = ?3",
                row -> project(realm, row),
                realm.value(),
                domain.value(),
                name);
    }

    /** The one that the realm's file declares under that name. */
    Optional<Project> declared(RealmName realm, DomainId domain, String name) {
        return statements.row(
                "select " + COLUMNS + " from project p where p.realm = ?1 and p.domain_id = ?2 and p.declared_key = ?3",
                row -> project(realm, row),
                realm.value(),
                domain.value(),
                name);
    }

    /** From now on the realm's file calls it so, when it calls it by no other name. */
    void declare(RealmName realm, ProjectId id, String name) {
        statements.change(
                "update project set declared_key = ?3 where realm = ?1 and id = ?2 and declared_key is null",
                realm.value(),
                id.value(),
                name);
    }

    List<Project> named(RealmName realm, Collection<DomainId> domains, Collection<String> names) {
        return projects(
                realm,
                "select " + COLUMNS + " from project p where p.realm = ?1 "
                        + "and p.domain_id = any(cast(?2 as text[])) and p.name = any(cast(?3 as text[]))",
                realm.value(),
                domains.stream().map(DomainId::value).toArray(String[]::new),
                names.toArray(String[]::new));
    }

    List<Project> list(RealmName realm, Optional<DomainId> domain) {
        return projects(
                realm,
                "select " + COLUMNS + " from project p where p.realm = ?1 "
                        + "and (cast(?2 as text) is null or p.domain_id = cast(?2 as text)) "
                        + "order by p.created_at, p.id",
                realm.value(),
                domain.map(DomainId::value));
    }

    List<Project> those(RealmName realm, Collection<ProjectId> ids) {
        return projects(
                realm,
                "select " + COLUMNS + " from project p where p.realm = ?1 and p.id = any(cast(?2 as text[])) "
                        + "order by p.created_at, p.id",
                realm.value(),
                ids.stream().map(ProjectId::value).toArray(String[]::new));
    }

    /** From the one just above to the one at the top. */
    List<Project> above(RealmName realm, ProjectId id) {
        return projects(
                realm,
                "with recursive line (id, parent_id, depth) as ("
                        + "select id, parent_id, 0 from project where realm = ?1 and id = ?2 "
                        + "union all select a.id, a.parent_id, line.depth + 1 from project a "
                        + "join line on a.realm = ?1 and a.id = line.parent_id) "
                        + "select " + COLUMNS + " from project p join line on p.realm = ?1 and p.id = line.id "
                        + "where line.depth > 0 order by line.depth",
                realm.value(),
                id.value());
    }

    /** Everything below, nearer ones first. */
    List<Project> below(RealmName realm, ProjectId id) {
        return projects(
                realm,
                "with recursive tree (id, depth) as ("
                        + "select id, 1 from project where realm = ?1 and parent_id = ?2 "
                        + "union all select b.id, tree.depth + 1 from project b "
                        + "join tree on b.realm = ?1 and b.parent_id = tree.id) "
                        + "select " + COLUMNS + " from project p join tree on p.realm = ?1 and p.id = tree.id "
                        + "order by tree.depth, p.created_at, p.id",
                realm.value(),
                id.value());
    }

    /** False when the name or the id is taken. */
    boolean add(RealmName realm, ProjectId id, ProjectDraft draft, Instant now) {
        return statements.change(
                        "insert into project (realm, id, domain_id, parent_id, name, description, enabled, immutable, "
                                + "tags, extra, created_at) values (?1, ?2, ?3, cast(?4 as text), ?5, cast(?6 as text), ?7, "
                                + "cast(?8 as boolean), ?9, ?10, ?11) on conflict do nothing",
                        realm.value(),
                        id.value(),
                        draft.domain().value(),
                        draft.parent().map(ProjectId::value),
                        draft.name(),
                        draft.description(),
                        draft.enabled(),
                        draft.immutable(),
                        String.join(",", draft.tags()),
                        draft.extra().json(),
                        now)
                == 1;
    }

    void write(RealmName realm, ProjectId id, ProjectDraft draft) {
        statements.change(
                "update project set name = ?3, description = cast(?4 as text), enabled = ?5, "
                        + "immutable = cast(?6 as boolean), tags = ?7, extra = ?8 where realm = ?1 and id = ?2",
                realm.value(),
                id.value(),
                draft.name(),
                draft.description(),
                draft.enabled(),
                draft.immutable(),
                String.join(",", draft.tags()),
                draft.extra().json());
    }

    /** With everything below, and with what was given on any of them. */
    void delete(RealmName realm, ProjectId id) {
        statements.change("delete from project where realm = ?1 and id = ?2", realm.value(), id.value());
    }

    private List<Project> projects(RealmName realm, String sql, Object... values) {
        return statements.rows(sql, row -> project(realm, row), values);
    }

    private static Project project(RealmName realm, ResultRow row) {
        return new Project(
                new ProjectId(row.text(1)),
                realm,
                new DomainId(row.text(2)),
                row.textIfAny(3).map(ProjectId::new),
                row.text(4),
                row.textIfAny(5),
                row.flag(6),
                row.flagIfAny(7),
                row.text(8).isEmpty() ? List.of() : Arrays.asList(row.text(8).split(",", -1)),
                new Extra(row.text(9)));
    }
}
