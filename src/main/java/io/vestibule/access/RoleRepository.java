package io.vestibule.access;

import io.vestibule.database.ResultRow;
import io.vestibule.database.Statements;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.Extra;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RoleId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Statements on access_role and implied_role. */
@Singleton
class RoleRepository {
    private static final int WIDTH = 6;

    private final Statements statements;

    RoleRepository(Statements statements) {
        this.statements = statements;
    }

    private static String columns(String of) {
        return "%1$s.id, %1$s.domain_id, %1$s.name, %1$s.description, %1$s.immutable, %1$s.extra".formatted(of);
    }

    Optional<Role> find(RealmName realm, RoleId id) {
        return statements.row(
                "select " + columns("r") + " from access_role r where r.realm = ?1 and r.id = ?2",
                row -> role(realm, row, 1),
                realm.value(),
                id.value());
    }

    Optional<Role> named(RealmName realm, Optional<DomainId> domain, String name) {
        return statements.row(
                "select " + columns("r") + " from access_role r "
                        + "where r.realm = ?1 and coalesce(r.domain_id, '') = ?2 and r.name = ?3",
                row -> role(realm, row, 1),
                realm.value(),
                domain.map(DomainId::value).orElse(""),
                name);
    }

    List<Role> list(RealmName realm) {
        return statements.rows(
                "select " + columns("r") + " from access_role r where r.realm = ?1 order by r.created_at, r.id",
                row -> role(realm, row, 1),
                realm.value());
    }

    /** False when the name or the id is taken. */
    boolean add(RealmName realm, RoleId id, RoleDraft draft, Instant now) {
        return statements.change(
                        "insert into access_role (realm, id, domain_id, name, description, immutable, extra, created_at) "
                                + "values (?1, ?2, cast(?3 as text), ?4, cast(?5 as text), cast(?6 as boolean), ?7, ?8) "
                                + "on conflict do nothing",
                        realm.value(),
                        id.value(),
                        draft.domain().map(DomainId::value),
                        draft.name(),
                        draft.description(),
                        draft.immutable(),
                        draft.extra().json(),
                        now)
                == 1;
    }

    void write(RealmName realm, RoleId id, RoleDraft draft) {
        statements.change(
                "update access_role set name = ?3, description = cast(?4 as text), immutable = cast(?5 as boolean), "
                        + "extra = ?6 where realm = ?1 and id = ?2",
                realm.value(),
                id.value(),
                draft.name(),
                draft.description(),
                draft.immutable(),
                draft.extra().json());
    }

    void delete(RealmName realm, RoleId id) {
        statements.change("delete from access_role where realm = ?1 and id = ?2", realm.value(), id.value());
    }

    List<Implication> implications(RealmName realm) {
        return statements.rows(
                "select " + columns("p") + ", " + columns("i") + " from implied_role l "
                        + "join access_role p on p.realm = l.realm and p.id = l.prior_id "
                        + "join access_role i on i.realm = l.realm and i.id = l.implied_id "
                        + "where l.realm = ?1 order by p.created_at, p.id, i.created_at, i.id",
                row -> new Implication(role(realm, row, 1), role(realm, row, 1 + WIDTH)),
                realm.value());
    }

    /** False when it was so already. */
    boolean imply(RealmName realm, RoleId prior, RoleId implied) {
        return statements.change(
                        "insert into implied_role (realm, prior_id, implied_id) values (?1, ?2, ?3) on conflict do nothing",
                        realm.value(),
                        prior.value(),
                        implied.value())
                == 1;
    }

    boolean implyNoMore(RealmName realm, RoleId prior, RoleId implied) {
        return statements.change(
                        "delete from implied_role where realm = ?1 and prior_id = ?2 and implied_id = ?3",
                        realm.value(),
                        prior.value(),
                        implied.value())
                > 0;
    }

    private static Role role(RealmName realm, ResultRow row, int from) {
        return new Role(
                new RoleId(row.text(from)),
                realm,
                row.textIfAny(from + 1).map(DomainId::new),
                row.text(from + 2),
                row.textIfAny(from + 3),
                row.flagIfAny(from + 4),
                new Extra(row.text(from + 5)));
    }
}
